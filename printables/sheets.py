"""Sheet formats: what paper or card stock looks like, as data in ``sheets.json``.

A format is a page with ``columns`` x ``rows`` places of one trim size.  Every length is mm.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from printables.errors import UnknownSheet

__all__ = ["Place", "Sheet", "names", "sheet"]


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
    """Return a sheet format.

    Raises:
        UnknownSheet: There is none of this name; the text lists those there are.

    >>> sheet("a4-10up").per_page
    10
    """
    try:
        return _formats()[name]
    except KeyError:
        raise UnknownSheet(f"no sheet {name!r}; there are {', '.join(names())}") from None
