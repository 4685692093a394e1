"""The badge page with what differs between two badges left open, and filled in for one of them.

Badges of a kind have one page but for a few words: names, unit, number, photo and address.  So the
view draws the page once more with marks in their places (``stand_in``); cut at the marks it is an
outline, and the page of the next badge of the kind needs no template.  A test holds a filled
outline against the page the template draws, byte for byte, for every kind and language.
"""

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import escape

from app.badges.queries import SubjectPage
from app.jalali import localised

__all__ = ["ADDRESS", "KEY", "MARKS", "NONCE", "Outline", "cut", "kind_of", "stand_in", "words_of"]

NONCE, KEY, ADDRESS = "nonce", "key", "address"
_TEXTS = ("name_fa", "name_en", "job_title", "unit_name_fa", "unit_name_en")
_PHOTO, _NUMBER = "photo", "number"
_OPEN = {name: chr(0xE000 + at) for at, name in enumerate((*_TEXTS, _PHOTO, _NUMBER))}
_WITH_OWN_NUMBER = "taxi"
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Outline:
    """A page in pieces: between two of them stands what ``gaps`` names."""

    pieces: Sequence[bytes]
    gaps: Sequence[str]

    def filled(self, words: Mapping[str, bytes]) -> "Outline":
        """Return the page with some of its gaps filled, the others still open."""
        pieces, gaps = [self.pieces[0]], []
        for gap, piece in zip(self.gaps, self.pieces[1:], strict=True):
            if gap in words:
                pieces[-1] += words[gap] + piece
            else:
                gaps.append(gap)
                pieces.append(piece)
        return Outline(pieces, gaps)


def kind_of(page: SubjectPage, photo: str) -> Hashable | None:
    """Return what two badges share if they share an outline; some kinds have none."""
    if page.kind == _WITH_OWN_NUMBER or len(page.lines) > _MOST_LINES:
        return None
    given = tuple(bool(getattr(page, name)) for name in _TEXTS)
    return (page.kind, page.kind_name_fa, page.kind_name_en, page.lines, bool(photo), given)


def stand_in(page: SubjectPage, photo: str) -> tuple[SubjectPage, str]:
    """Return the page and its photo with marks where its own words stand."""
    marks: dict[str, Any] = {name: _OPEN[name] for name in _TEXTS if getattr(page, name)}
    marked = replace(page, typed_code=_OPEN[_NUMBER] * 9, **marks)
    return marked, _OPEN[_PHOTO] if photo else ""


def cut(drawn: str, marks: Mapping[str, str]) -> Outline:
    """Return a page cut where marks stand in it.

    Args:
        drawn: The page.
        marks: What stands in each gap, by the name of the gap.
    """
    names = {mark: name for name, mark in marks.items()}
    parts = re.split(f"({'|'.join(map(re.escape, names))})", drawn)
    return Outline([part.encode() for part in parts[::2]], [names[mark] for mark in parts[1::2]])


def words_of(page: SubjectPage, photo: str, locale: str) -> dict[str, bytes]:
    """Return the own words of a badge as they stand in its page."""
    words = {name: str(escape(getattr(page, name))).encode() for name in _TEXTS}
    number = localised(_grouped(page.typed_code), locale)
    return words | {_PHOTO: str(escape(photo)).encode(), _NUMBER: number.encode()}


def _grouped(code: str) -> str:
    return f"{code[:3]}-{code[3:6]}-{code[6:]}"


MARKS = _OPEN | {_NUMBER: _grouped(_OPEN[_NUMBER] * 9)}
"""What stands in the gaps of a page drawn from a ``stand_in``, besides nonce, key and address."""
