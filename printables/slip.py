"""Activation slips: ten on an A4 sheet, each with a number, a one-time code and its symbol."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from printables.drawing import draw_symbol
from printables.elements import Symbol as Frame
from printables.fitting import fit
from printables.imposition import draw_furniture
from printables.leaf import Leaf
from printables.pdf import Paper
from printables.shaping import measure, upright
from printables.sheets import Place, sheet
from qr.errors import TextTooLong
from qr.symbol import Symbol, encode_batch

__all__ = ["STOCK", "Slip", "draw_slips"]

STOCK = "54x90"
SIDE = 30.0
PAD = 4.0
EDGE = 2.0  # from the symbol's white square to the cut


@dataclass(frozen=True, slots=True)
class _Words:
    heading: str
    number: str
    how: str
    code: str
    until: str


_FA = _Words(
    "فعال‌سازی حساب کارکنان {city}",
    "شمارهٔ پرسنلی:",
    "نشان را با تلفن بخوانید، یا باز کنید:",
    "کد:",
    "یک بار کار می‌کند، تا {until}",
)
_EN = _Words(
    "Staff account, {city}",
    "Personnel number:",
    "Scan the symbol, or open:",
    "Code:",
    "Works once, until {until}",
)


@dataclass(frozen=True, slots=True)
class Slip:
    """What one employee gets to open the own account.

    ``code`` works once, until ``until``: typed in its groups at ``place`` (host and path), or
    filled in by ``link``, which the symbol carries.  ``english`` sets it from the left.
    """

    name: str
    number: str
    unit: str
    link: str
    code: str
    place: str
    until: str
    city: str
    english: bool = False


def draw_slips(slips: Sequence[Slip], out: BinaryIO) -> int:
    """Write slips as a PDF, ten on a page; return the number of pages.

    Raises:
        qr.errors.TextTooLong: A link fits no symbol.
    """
    stock = sheet(STOCK)
    paper = Paper(out, title="Takrim slips")
    rest, pages = iter(slips), 0
    while some := list(islice(rest, stock.per_page)):
        pages += 1
        symbols = _symbols([slip.link for slip in some])
        with paper.page(*stock.page):
            draw_furniture(paper, stock, f"slips {pages}")
            for place, slip, symbol in zip(stock.places(), some, symbols, strict=False):
                _draw(paper, place, slip, symbol)
    paper.save()
    return pages


def _symbols(links: Sequence[str]) -> list[Symbol]:
    """Level Q, or M for the links of a long host: a slip is read once, at a desk."""
    try:
        return encode_batch(links)
    except TextTooLong:
        return encode_batch(links, "M")


def _draw(paper: Paper, place: Place, slip: Slip, symbol: Symbol) -> None:
    said = _EN if slip.english else _FA
    with paper.moved(place.x, place.y):
        paper.rect(0, 0, place.w, place.h, stroke="line", width=0.15)
        leaf = Leaf(paper, place.w, PAD, slip.english)
        aside = leaf.room + PAD - SIDE - EDGE
        draw_symbol(paper, Frame(x=leaf.left(aside, SIDE), y=9, w=SIDE, h=SIDE), symbol)
        room, whole = aside - 1, leaf.room
        leaf.line(said.heading.format(city=slip.city), 0, 5.6, size=3.2, room=whole)
        _lines(leaf, slip.name, 12.8, room, 4.2, bold=True)
        _lines(leaf, slip.unit, 20.2, room, 3)
        _pair(leaf, said.number, leaf.glyphs(slip.number), 26.6, size=3.8, room=room)
        leaf.line(said.how, 0, 31.6, size=2.7, room=room)
        _upright(leaf, upright(slip.place), 0, 36, size=3.3, room=room)
        _pair(leaf, said.code, upright(slip.code), 44.4, size=5.4, room=whole)
        leaf.line(said.until.format(until=slip.until), 0, 50, size=2.7, room=whole)


def _lines(
    leaf: Leaf, words: str, y: float, room: float, size: float, *, bold: bool = False
) -> None:
    """A name, a long one smaller and in two lines around the same baseline."""
    least = size * 0.72
    fitted = fit(words, width=room, size=size, smallest=least, floor=2, lines=2, bold=bold)
    y -= (len(fitted.lines) - 1) * fitted.size * 0.7
    for index, line in enumerate(fitted.lines):
        _set(leaf, line, 0, y + index * fitted.size * 1.25, fitted.size, bold=bold)


def _pair(leaf: Leaf, label: str, value: str, y: float, *, size: float, room: float) -> None:
    """A label and, after it, a value that reads from left to right."""
    start = leaf.line(label, 0, y, size=3.2, fill="ink2") + 1.5
    _upright(leaf, value, start, y, size=size, room=room - start)


def _upright(leaf: Leaf, glyphs: str, start: float, y: float, *, size: float, room: float) -> None:
    """A number, a code or an address, smaller when it is long."""
    _set(leaf, glyphs, start, y, min(size, room / max(measure(glyphs, bold=True), 1e-6)))


def _set(
    leaf: Leaf, glyphs: str, start: float, y: float, size: float, *, bold: bool = True
) -> None:
    align = "left" if leaf.english else "right"
    leaf.paper.text(glyphs, leaf.x(start), y, size=size, fill="ink", bold=bold, align=align)
