"""Sheet formats: what paper or card stock looks like, as data in ``sheets.json``.

A format is a page with ``columns`` x ``rows`` places of one trim size.  Every length is mm.
What one printer needs is said behind the name (``for_printer``): ``a4-10up_short_0.5_-1`` turns
over the short edge and prints half a millimetre to the right and one up.
"""

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from printables.errors import UnknownSheet

__all__ = ["SHIFT_MAX", "Place", "Sheet", "for_printer", "names", "sheet"]

SHIFT_MAX = 3.0
_EDGES: dict[str, Literal["long", "short"]] = {"long": "long", "short": "short"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where one card lies on a page; ``position`` counts from 1 in the order of reading."""

    position: int
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A stock: page size, grid of places, what is drawn on it and how its back is turned.

    Attributes:
        name: As on the command line.
        page: Width and height of the page.
        trim: Width and height of one card.
        columns: Cards beside each other.
        rows: Cards above each other.
        left: From the page edge to the first trim edge.
        top: From the page's top to the first trim edge.
        pitch: From one trim edge to the next, across and down.
        front: Template of the front.
        back: Template of the back, or empty for one-sided stock.
        flip: The edge over which a duplex printer turns the sheet.
        order: Reading order of the places (``rtl``, ``ltr``) or ``stack``: cut in one go, the
            piles laid on each other stay sorted.
        bleed: How far art runs over the trim.
        marks: Whether cut marks are drawn, 2 mm off the trim.
        ruler: Whether the margin carries a 100 mm ruler.
        tent: Whether the page holds the same card twice, the upper one upside down, to fold.
        fold: Whether the back stands to the right of its front, to be folded behind it.
        shift: How far the page is moved for this printer, to the right and down.
    """

    name: str
    page: tuple[float, float]
    trim: tuple[float, float]
    front: str
    columns: int = 1
    rows: int = 1
    left: float = 0
    top: float = 0
    pitch: tuple[float, float] = (0, 0)
    back: str = ""
    flip: Literal["long", "short"] = "long"
    order: Literal["rtl", "ltr", "stack"] = "rtl"
    bleed: float = 0
    marks: bool = False
    ruler: bool = False
    tent: bool = False
    fold: bool = False
    shift: tuple[float, float] = (0, 0)

    @property
    def per_page(self) -> int:
        """Cards on one page."""
        return self.columns * self.rows

    def places(self) -> tuple[Place, ...]:
        """Return the places of a front page in the order of reading."""
        return _places(self)


@lru_cache(maxsize=64)
def _places(s: Sheet) -> tuple[Place, ...]:
    columns = range(s.columns) if s.order == "ltr" else range(s.columns - 1, -1, -1)
    spots = [(column, row) for row in range(s.rows) for column in columns]
    return tuple(
        Place(index, s.left + column * s.pitch[0], s.top + row * s.pitch[1], *s.trim)
        for index, (column, row) in enumerate(spots, 1)
    )


@lru_cache(maxsize=1)
def _formats() -> dict[str, Sheet]:
    raw = json.loads(Path(__file__).with_name("sheets.json").read_text("utf-8"))
    return {name: _parse(name, values) for name, values in raw.items()}


def _parse(name: str, values: dict[str, Any]) -> Sheet:
    pairs: dict[str, Any] = {k: tuple(values[k]) for k in ("page", "trim", "pitch") if k in values}
    return Sheet(name=name, **(values | pairs))


def names() -> tuple[str, ...]:
    """Return the names of every sheet format, in the order of the file."""
    return tuple(_formats())


def sheet(name: str) -> Sheet:
    """Return a sheet format, as one printer needs it if the name says so.

    Raises:
        UnknownSheet: There is none of this name; the text lists those there are.

    >>> sheet("a4-10up").per_page, sheet("a4-10up_short_0.5_-1").shift
    (10, (0.5, -1.0))
    """
    plain, _, options = name.partition("_")
    try:
        found = _formats()[plain]
    except KeyError:
        raise UnknownSheet(f"no sheet {plain!r}; there are {', '.join(names())}") from None
    return _adjusted(name, found, options) if options else found


def for_printer(name: str, *, flip: str = "", shift: tuple[float, float] = (0, 0)) -> str:
    """Return the name of a sheet format as one printer needs it.

    Args:
        name: Of a format.
        flip: The edge over which the printer turns the sheet, ``long`` or ``short``; empty is as
            the format has it.
        shift: How far to move the page, mm to the right and down; at most 3 either way.

    Raises:
        UnknownSheet: There is no such format, edge or shift.

    >>> for_printer("cr80"), for_printer("a4-10up", flip="short", shift=(0.5, -1))
    ('cr80', 'a4-10up_short_0.5_-1')
    """
    plain = sheet(name)
    if (not flip or flip == plain.flip) and not any(shift):
        return name
    return sheet(f"{name}_{flip or plain.flip}_{shift[0]:g}_{shift[1]:g}").name


@lru_cache(maxsize=64)
def _adjusted(name: str, plain: Sheet, options: str) -> Sheet:
    try:
        edge, x, y = options.split("_")
        flip, shift = _EDGES[edge], (float(x), float(y))
    except (KeyError, ValueError):
        raise UnknownSheet(f"no sheet {name!r}: {options!r} is no edge and shift") from None
    if not all(abs(one) <= SHIFT_MAX for one in shift):
        raise UnknownSheet(f"no sheet {name!r}: shifts reach {SHIFT_MAX:g} mm")
    return replace(plain, name=name, flip=flip, shift=shift)
