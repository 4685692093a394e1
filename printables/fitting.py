"""Fit a text of any length into a width: shrink, then more lines, then an honest ellipsis.

The order of PRINTING: one line from the wished size down to ``smallest``; then as many lines as
there may be, broken only at blanks and half-spaces; then smaller still, down to ``floor``; only
a text that cannot be set at all (hundreds of letters on a card) ends in ``…``, which is reported.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from printables.shaping import ZWNJ, is_persian, measure, normalise, persian_digits, shape

__all__ = ["Fit", "fit", "wrap"]

LEADING = 1.38
_STEP = 0.96
_COMMAS = " ،؛:,;.–—-"  # none of these stands before an ellipsis
_WORDS = re.compile("[^ ]+(?: [–—-](?= ))?| ")  # a dash stays with the word before it
_PIECES = re.compile(f"[^ {ZWNJ}-]+[{ZWNJ}-]*|[{ZWNJ}-]| ")


@dataclass(frozen=True, slots=True)
class Fit:
    """Lines ready to draw at one size (mm), top to bottom; ``shortened`` if words are missing."""

    lines: tuple[str, ...]
    size: float
    shortened: bool = False

    @property
    def height(self) -> float:
        """Height of the block in mm, from the top of the first line to the foot of the last."""
        return len(self.lines) * self.size * LEADING


class _Type(NamedTuple):
    """How a line is set: its cut, and whether a line without Persian letters is English."""

    bold: bool
    english: bool = False

    def glyphs(self, line: str) -> str:
        return shape(line, self.english)

    def width(self, line: str) -> float:
        """Width at a size of one."""
        return measure(self.glyphs(line), self.bold)


@lru_cache(maxsize=4096)
def fit(
    text: str,
    *,
    width: float,
    size: float,
    smallest: float | None = None,
    floor: float | None = None,
    lines: int = 1,
    bold: bool = False,
    english: bool = False,
) -> Fit:
    """Return the text set into ``width`` mm.

    Args:
        text: Any string; it is normalised and shaped here.
        width: Room for each line, mm.
        size: The wished size, mm.
        smallest: How far one line may shrink before it breaks; ``size`` if not given.
        floor: How far several lines may shrink before words are left out.
        lines: The most lines there may be.
        bold: Measured in the bold cut.
        english: What has no Persian letter keeps the digits of English.
    """
    clean = normalise(text)
    kind = _Type(bold, english and not is_persian(clean))
    clean = clean if kind.english else persian_digits(clean)
    smallest = size if smallest is None else smallest
    floor = smallest if floor is None else floor
    if not clean:
        return Fit((), size)
    whole = kind.glyphs(clean)
    natural = measure(whole, bold)
    if natural * smallest <= width or (lines == 1 and natural * floor <= width):
        return Fit((whole,), min(size, width / natural))
    return _in_lines(clean, width, kind, size=(size + smallest) / 2, floor=floor, lines=lines)


def _in_lines(
    text: str, width: float, kind: _Type, *, size: float, floor: float, lines: int
) -> Fit:
    chunks = _chunks(text, width / floor, kind)
    while True:
        wrapped = _wrapped(chunks, width / size, kind)
        if len(wrapped) <= lines and all(kind.width(w) * size <= width for w in wrapped):
            balanced = _balanced(chunks, wrapped, width / size, kind)
            return Fit(tuple(map(kind.glyphs, balanced)), size)
        if size <= floor:
            return _shortened(text, width, floor, lines, kind)
        size = max(floor, size * _STEP)


def _chunks(text: str, room: float, kind: _Type) -> list[str]:
    """Return words and blanks; a compound breaks at its half-space only if it must."""
    words = _WORDS.findall(text)
    if all(kind.width(word) <= room for word in words):
        return words
    return _PIECES.findall(text)


def wrap(chunks: list[str], room: float, bold: bool) -> list[str]:
    """Return lines broken greedily, in logical order; ``room`` is in ems.

    A chunk (a word or a blank) never breaks, even when it is too long.
    """
    return _wrapped(chunks, room, _Type(bold))


def _wrapped(chunks: list[str], room: float, kind: _Type) -> list[str]:
    lines: list[str] = []
    line = ""
    for chunk in chunks:
        if line.strip() and kind.width((line + chunk).strip()) > room:
            lines.append(line.strip().rstrip(ZWNJ))
            line = ""
        line += chunk
    return [*lines, line.strip()] if line.strip() else lines


def _balanced(chunks: list[str], wrapped: list[str], room: float, kind: _Type) -> list[str]:
    """Return the same number of lines, of lengths as equal as whole words allow."""
    while True:
        room *= _STEP
        narrower = _wrapped(chunks, room, kind)
        wide = max(kind.width(line) for line in narrower)
        if len(narrower) > len(wrapped) or wide > room:
            return wrapped
        wrapped = narrower


def _shortened(text: str, width: float, size: float, lines: int, kind: _Type) -> Fit:
    """Return as many whole words as fit, then ``…``; a single endless word is cut before it."""
    words = text.split()
    for count in range(len(words) - 1, 0, -1):
        kept = " ".join(words[:count]).rstrip(_COMMAS) + "…"
        wrapped = _wrapped(_WORDS.findall(kept), width / size, kind)
        if len(wrapped) <= lines and all(kind.width(w) * size <= width for w in wrapped):
            return Fit(tuple(map(kind.glyphs, wrapped)), size, shortened=True)
    low, high = 1, len(words[0])
    while low < high:
        middle = (low + high + 1) // 2
        fits = kind.width(words[0][:middle] + "…") * size <= width
        low, high = (middle, high) if fits else (low, middle - 1)
    return Fit((kind.glyphs(words[0][:low] + "…"),), size, shortened=True)
