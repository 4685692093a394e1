"""What may stand on a public page: the desk's own neutral words, nobody's name, nobody's words."""

import re
from collections.abc import Iterable, Iterator

from app.text import fold, latin_digits

__all__ = ["DONE_MAX", "QUOTED_WORDS", "SAID_MAX", "names_somebody", "numbers_somebody", "quotes"]

SAID_MAX = 200
DONE_MAX = 400
QUOTED_WORDS = 6
_NUMBER = re.compile(r"(?:\d[\s-]?){7,}")
_WORD = re.compile(r"\w+")


def numbers_somebody(text: str) -> bool:
    """Return whether a run of seven digits or more stands in a sentence: a phone, a code.

    >>> numbers_somebody("۰۹۱۲ ۳۴۵ ۶۷۸۹"), numbers_somebody("خط ۴ از ۷ تا ۲۲")
    (True, False)
    """
    return bool(_NUMBER.search(latin_digits(text)))


def names_somebody(text: str, names: Iterable[str]) -> bool:
    """Return whether one of these full names stands in a sentence, however it is spelled.

    >>> names_somebody("از علي كريمي سپاسگزاریم", ["علی کریمی"])
    True
    """
    said = f" {' '.join(_words(text))} "
    spelled = (" ".join(_words(name)) for name in names)
    return any(f" {name} " in said for name in spelled if name)


def quotes(text: str, spoken: Iterable[str], *, words: int = QUOTED_WORDS) -> bool:
    """Return whether so many words in a row were a citizen's.

    >>> quotes("پله برقی از صبح خراب بود و کسی نبود", ["پله‌برقی از صبح خراب بود!"])
    True
    """
    own = set(_runs(_words(text), words))
    return bool(own) and any(not own.isdisjoint(_runs(_words(one), words)) for one in spoken)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _runs(words: list[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + length]) for at in range(len(words) - length + 1))
