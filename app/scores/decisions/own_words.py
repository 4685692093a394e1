"""Words that are the writer's own: how they are counted, and when they are too few."""

import re
from collections.abc import Iterable

from app.errors import Invalid
from app.text import fold

__all__ = [
    "REASONS_AT_LEAST",
    "WORDS_AT_LEAST",
    "check_reasons",
    "check_words",
    "own_length",
    "plain",
]

REASONS_AT_LEAST = 100
WORDS_AT_LEAST = 20
_SHINGLE = 6


def plain(words: str) -> str:
    """Return words as they are counted: white space of any kind made one blank.

    >>> plain("  a \\n\\t b ")
    'a b'
    """
    return " ".join(words.split())


def own_length(words: str, told: Iterable[str] = ()) -> int:
    """Return how many letters of a text are the writer's own.

    Six words in a row that stand in one of the ``told`` sentences (the score in words, the text
    of the page, an earlier decision) are not; digits, spelling and signs make no difference.

    >>> own_length("about 90 would truly lie between 61 and 74 indeed",
    ...            ["If 100 had it, about 90 would truly lie between 61 and 74."])
    6
    """
    seen = {shingle for sentence in told for shingle in _shingles(_words(sentence))}
    tokens = plain(words).split()
    pieces = [(at, word) for at, token in enumerate(tokens) for word in _words(token)]
    copied: set[int] = set()
    for at, shingle in enumerate(_shingles([word for _, word in pieces])):
        if shingle in seen:
            copied.update(place for place, _ in pieces[at : at + _SHINGLE])
    return len(" ".join(token for at, token in enumerate(tokens) if at not in copied))


def check_reasons(reasons: str, told: Iterable[str] = ()) -> str:
    """Return the reasons as they are stored, or refuse what says too little of one's own.

    Raises:
        Invalid: ``reasons_short`` under 100 letters; ``reasons_copied`` when too many of them
            were taken from what the page or an earlier decision says.
    """
    words = plain(reasons)
    if len(words) < REASONS_AT_LEAST:
        raise Invalid("reasons_short", field="reasons")
    if own_length(words, told) < REASONS_AT_LEAST:
        raise Invalid("reasons_copied", field="reasons")
    return words


def check_words(words: str, field: str) -> str:
    """Return words of at least 20 letters as they are stored.

    Raises:
        Invalid: ``words_short``.
    """
    if len(plain(words)) < WORDS_AT_LEAST:
        raise Invalid("words_short", field=field)
    return words.strip()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _shingles(words: list[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))
