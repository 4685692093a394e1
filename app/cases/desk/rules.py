"""Arithmetic of the desks: places in ready answers, blackening words; pure."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from app.errors import Invalid

__all__ = [
    "BLOCK",
    "PLACES",
    "Purpose",
    "blackened",
    "check_places",
    "filled",
    "lost",
    "words_of",
]

BLOCK = "█"
PLACES = ("code", "unit", "subject", "category", "due", "city")
_WORD = re.compile(r"\S+")
_PLACE = re.compile(r"\{([^{}]*)\}")


class Purpose(StrEnum):
    """Which composer a ready answer fills."""

    NEWS = "news"
    ASK = "ask"
    FIX = "fix"
    NOTE = "note"
    DECLINE = "decline"


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a ready answer with its places filled; a place without a value says so.

    >>> filled("{unit}: کار شما انجام شد {x}", {"unit": "منطقهٔ ۶"})
    'منطقهٔ ۶: کار شما انجام شد {x}'
    """
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def check_places(text: str, field: str = "text") -> str:
    """Return the text of a field, which may name no place a case does not have.

    Raises:
        Invalid: ``place_unknown``.
    """
    if any(name not in PLACES for name in _PLACE.findall(text)):
        raise Invalid("place_unknown", field=field)
    return text.strip()


def words_of(text: str) -> list[tuple[int, int]]:
    """Return start and end of every word of a text.

    >>> words_of("به علی گفتم")
    [(0, 2), (3, 6), (7, 11)]
    """
    return [found.span() for found in _WORD.finditer(text)]


def blackened(text: str, chosen: Iterable[int]) -> str:
    """Return a text with the chosen words (by number, from 0) painted over, length hidden.

    Neighbours are painted in one piece with the space between them.

    >>> blackened("به علی رضایی گفتم", {1, 2})
    'به ███ گفتم'
    """
    spans, at, last = words_of(text), 0, -2
    out: list[str] = []
    for number in sorted(set(chosen)):
        start, end = spans[number]
        if number != last + 1:
            out += [text[at:start], BLOCK * 3]
        at, last = end, number
    return "".join([*out, text[at:]])


def lost(text: str, chosen: Iterable[int]) -> list[str]:
    """Return the runs of words that blackening takes away, longest first.

    >>> lost("به علی رضایی گفتم", {1, 2})
    ['علی رضایی']
    """
    spans, last = words_of(text), -2
    runs: list[tuple[int, int]] = []
    for number in sorted(set(chosen)):
        if number == last + 1:
            runs[-1] = (runs[-1][0], spans[number][1])
        else:
            runs.append(spans[number])
        last = number
    return sorted((text[start:end] for start, end in runs), key=len, reverse=True)
