"""The hand-over list: who received which card, with room to sign; A4, in either direction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from printables.fitting import fit
from printables.leaf import Leaf
from printables.pdf import Paper

__all__ = ["ROWS", "Handover", "HandoverLine", "draw_handover"]

PAGE = (210.0, 297.0)
SIDE = 14.0
TOP, ROW, FOOT = 46.0, 9.0, 279.0
ROWS = int((FOOT - TOP - ROW) // ROW)
WIDTHS = (11.0, 52.0, 26.0, 30.0, 23.0, 40.0)


@dataclass(frozen=True, slots=True)
class _Words:
    columns: tuple[str, ...]
    giver: str
    signed: str
    comma: str


_FA = _Words(
    ("ردیف", "نام و نام خانوادگی", "شماره", "شمارهٔ کارت", "تاریخ", "امضا"),
    "تحویل‌دهنده:",
    "تاریخ و امضا:",
    "، ",
)
_EN = _Words(
    ("No.", "Name", "Number", "Card number", "Date", "Signature"),
    "Handed over by:",
    "Date and signature:",
    ", ",
)


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One card to be handed over; ``code`` is the personnel number or the code of the place."""

    name: str
    code: str
    typed_code: str
    unit: str


@dataclass(frozen=True, slots=True)
class Handover:
    """What stands over the list; ``english`` sets it from the left."""

    city: str
    title: str
    made: str
    stock: str
    english: bool = False


def draw_handover(said: Handover, lines: Sequence[HandoverLine], out: BinaryIO) -> int:
    """Write the list as a PDF and return its pages; a new unit starts a new page.

    Units come in the order of the lines.
    """
    paper = Paper(out, title=said.title)
    pages = list(_pages(lines))
    for number, (start, rows) in enumerate(pages, 1):
        with paper.page(*PAGE):
            leaf = Leaf(paper, PAGE[0], SIDE, said.english)
            _draw_head(leaf, said, rows[0].unit, f"{number} / {len(pages)}")
            _draw_table(leaf, rows, start)
            _draw_foot(leaf)
    paper.save()
    return len(pages)


def _pages(lines: Sequence[HandoverLine]) -> Iterator[tuple[int, list[HandoverLine]]]:
    page: list[HandoverLine] = []
    start = 1
    for number, line in enumerate(lines, 1):
        if page and (len(page) == ROWS or line.unit != page[0].unit):
            yield start, page
            start, page = number, []
        page.append(line)
    if page:
        yield start, page


def _words(leaf: Leaf) -> _Words:
    return _EN if leaf.english else _FA


def _draw_head(leaf: Leaf, said: Handover, unit: str, number: str) -> None:
    leaf.paper.drawing("mark", leaf.left(0, 12), 12, 12, tint="lapis", ground="white")
    leaf.line(said.title, 16, 17.6, size=5.2, room=110, bold=True)
    about = _words(leaf).comma.join((said.city, said.stock, said.made))
    leaf.line(about, 16, 23.6, size=3.3, room=leaf.room - 16, fill="ink2")
    leaf.line(unit, 0, 37, size=4.4, room=leaf.room, bold=True)
    leaf.line_to(number, leaf.room, 17.6, size=3.3, fill="ink2")


def _draw_table(leaf: Leaf, rows: Sequence[HandoverLine], start: int) -> None:
    foot = TOP + ROW * (len(rows) + 1)
    leaf.box(0, TOP, leaf.room, ROW, fill="quote")
    place = 0.0
    for words, width in zip(_words(leaf).columns, WIDTHS, strict=True):
        leaf.line(words, place + 2, TOP + 5.8, size=3.3, room=width - 3, bold=True)
        leaf.box(place, TOP, 0.15, foot - TOP, fill="edge")
        place += width
    leaf.box(leaf.room - 0.15, TOP, 0.15, foot - TOP, fill="edge")
    for index in range(len(rows) + 2):
        leaf.box(0, TOP + index * ROW, leaf.room, 0.15, fill="edge")
    for index, line in enumerate(rows):
        _draw_row(leaf, line, start + index, TOP + (index + 1) * ROW + 5.8)


def _draw_row(leaf: Leaf, line: HandoverLine, number: int, y: float) -> None:
    leaf.line(str(number), 2, y, size=3.3, fill="ink2")
    place = WIDTHS[0]
    name = fit(line.name, width=WIDTHS[1] - 3, size=3.6, smallest=3, floor=2.2, lines=2)
    first = y - (len(name.lines) - 1) * name.size * 0.62
    align = "left" if leaf.english else "right"
    for index, glyphs in enumerate(name.lines):
        at = first + index * name.size * 1.3
        leaf.paper.text(glyphs, leaf.x(place + 2), at, size=name.size, fill="ink", align=align)
    place += WIDTHS[1]
    leaf.line(line.code, place + 2, y, size=3.5, room=WIDTHS[2] - 3)
    leaf.line(line.typed_code, place + WIDTHS[2] + 2, y, size=3.5, room=WIDTHS[3] - 3)


def _draw_foot(leaf: Leaf) -> None:
    leaf.line(_words(leaf).giver, 0, 287, size=3.3, fill="ink2")
    leaf.line(_words(leaf).signed, 95, 287, size=3.3, fill="ink2")
