"""Activation slips: ten on an A4 sheet, each with a number, a one-time code and its symbol."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from printables.drawing import draw_symbol
from printables.elements import Symbol as Frame
from printables.fitting import fit
from printables.imposition import draw_furniture
from printables.pdf import Paper
from printables.shaping import measure, shape, upright
from printables.sheets import Place, sheet
from qr.errors import TextTooLong
from qr.symbol import Symbol, encode

__all__ = ["STOCK", "Slip", "draw_slips"]

STOCK = "54x90"
SIDE = 30.0
PAD = 4.0


@dataclass(frozen=True, slots=True)
class Slip:
    """What one employee gets to open the own account.

    ``code`` works once, until ``until``: typed in its groups at ``place`` (host and path), or
    filled in by ``link``, which the symbol carries.
    """

    name: str
    number: str
    unit: str
    link: str
    code: str
    place: str
    until: str
    city: str


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
        with paper.page(*stock.page):
            draw_furniture(paper, stock, f"slips {pages}")
            for place, slip in zip(stock.places(), some, strict=False):
                _draw(paper, place, slip)
    paper.save()
    return pages


def _draw(paper: Paper, place: Place, slip: Slip) -> None:
    right, top = place.x + place.w - PAD, place.y
    paper.rect(place.x, top, place.w, place.h, stroke="line", width=0.15)
    draw_symbol(paper, Frame(x=place.x + 2, y=top + 9, w=SIDE, h=SIDE), _symbol(slip.link))
    room = place.w - SIDE - PAD - 5
    _line(paper, f"فعال‌سازی حساب کارکنان {slip.city}", right, top + 6.4, place.w - 8, size=3.3)
    _name(paper, slip.name, right, top + 13.6, room)
    _line(paper, slip.unit, right, top + 19.6, room, size=3)
    _pair(paper, "شمارهٔ پرسنلی:", slip.number, right, top + 26, size=3.8)
    _line(paper, "نشان را با تلفن بخوانید، یا باز کنید:", right, top + 31.6, room, size=2.7)
    _address(paper, slip.place, right, top + 36, room)
    _pair(paper, "کد:", slip.code, right, top + 44.4, size=5.4)
    _line(paper, f"یک بار کار می‌کند، تا {slip.until}", right, top + 50, place.w - 8, size=2.7)


def _symbol(link: str) -> Symbol:
    """Level Q, or M for the link of a long host: a slip is read once, at a desk."""
    try:
        return encode(link)
    except TextTooLong:
        return encode(link, "M")


def _line(
    paper: Paper, words: str, right: float, y: float, width: float,
    *, size: float,
) -> None:  # fmt: skip
    fitted = fit(words, width=width, size=size, smallest=size * 0.6, floor=1.8)
    for line in fitted.lines[:1]:
        paper.text(line, right, y, size=fitted.size, fill="ink")


def _name(paper: Paper, name: str, right: float, y: float, width: float) -> None:
    """The name, a long one in two lines around the same baseline."""
    fitted = fit(name, width=width, size=4.2, smallest=3, floor=2.4, lines=2, bold=True)
    y -= (len(fitted.lines) - 1) * fitted.size * 0.75
    for index, line in enumerate(fitted.lines):
        at = y + index * fitted.size * 1.25
        paper.text(line, right, at, size=fitted.size, fill="ink", bold=True)


def _pair(paper: Paper, label: str, value: str, right: float, y: float, *, size: float) -> None:
    """A label and, to its left, a value that reads from left to right."""
    shaped = shape(label)
    paper.text(shaped, right, y, size=3.2, fill="ink2")
    at = right - measure(shaped) * 3.2 - 1.5
    paper.text(upright(value), at, y, size=size, fill="ink", bold=True)


def _address(paper: Paper, address: str, right: float, y: float, width: float) -> None:
    """The address to type, smaller when the host is long."""
    shaped = upright(address)
    size = min(3.3, width / max(measure(shaped, bold=True), 1e-6))
    paper.text(shaped, right, y, size=size, fill="ink", bold=True)
