"""The hand-over list: who received which card, with room to sign; A4, right to left, Persian."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from printables.fitting import fit
from printables.pdf import Paper
from printables.shaping import persian_digits, shape, upright

__all__ = ["ROWS", "Handover", "HandoverLine", "draw_handover"]

PAGE = (210.0, 297.0)
SIDE = 14.0
RIGHT = PAGE[0] - SIDE
TOP, ROW, FOOT = 46.0, 9.0, 279.0
ROWS = int((FOOT - TOP - ROW) // ROW)
COLUMNS = (
    ("ردیف", 11.0), ("نام و نام خانوادگی", 52.0), ("شماره", 26.0), ("شمارهٔ کارت", 30.0),
    ("تاریخ", 23.0), ("امضا", 40.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One card to be handed over; ``code`` is the personnel number or the code of the place."""

    name: str
    code: str
    typed_code: str
    unit: str


@dataclass(frozen=True, slots=True)
class Handover:
    """What stands over the list."""

    city: str
    title: str
    made: str
    stock: str


def draw_handover(said: Handover, lines: Sequence[HandoverLine], out: BinaryIO) -> int:
    """Write the list as a PDF and return its pages; a new unit starts a new page.

    Units come in the order of the lines.
    """
    paper = Paper(out, title=said.title)
    pages = list(_pages(lines))
    for number, (start, rows) in enumerate(pages, 1):
        with paper.page(*PAGE):
            _draw_head(paper, said, rows[0].unit, f"{number} / {len(pages)}")
            _draw_table(paper, rows, start)
            _draw_foot(paper)
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


def _draw_head(paper: Paper, said: Handover, unit: str, number: str) -> None:
    paper.drawing("mark", RIGHT - 12, 12, 12, tint="lapis", ground="white")
    _text(paper, said.title, RIGHT - 16, 17.6, 110, size=5.2, bold=True)
    _text(
        paper,
        f"{said.city}، {said.stock}، {said.made}",
        RIGHT - 16,
        23.6,
        120,
        size=3.3,
        fill="ink2",
    )
    _text(paper, unit, RIGHT, 37, PAGE[0] - 2 * SIDE, size=4.4, bold=True)
    page = upright(persian_digits(number))
    paper.text(page, SIDE, 17.6, size=3.3, fill="ink2", align="left")


def _draw_table(paper: Paper, rows: Sequence[HandoverLine], start: int) -> None:
    foot = TOP + ROW * (len(rows) + 1)
    paper.rect(SIDE, TOP, RIGHT - SIDE, ROW, fill="quote")
    right = RIGHT
    for words, width in COLUMNS:
        _text(paper, words, right - 2, TOP + 5.8, width - 3, size=3.3, bold=True)
        paper.rect(right, TOP, 0.15, foot - TOP, fill="edge")
        right -= width
    paper.rect(SIDE, TOP, 0.15, foot - TOP, fill="edge")
    for index in range(len(rows) + 2):
        paper.rect(SIDE, TOP + index * ROW, RIGHT - SIDE, 0.15, fill="edge")
    for index, line in enumerate(rows):
        _draw_row(paper, line, start + index, TOP + (index + 1) * ROW + 5.8)


def _draw_row(paper: Paper, line: HandoverLine, number: int, y: float) -> None:
    right = RIGHT
    paper.text(upright(persian_digits(str(number))), right - 2, y, size=3.3, fill="ink2")
    right -= COLUMNS[0][1]
    name = fit(line.name, width=COLUMNS[1][1] - 3, size=3.6, smallest=3, floor=2.2, lines=2)
    first = y - (len(name.lines) - 1) * name.size * 0.62
    for index, words in enumerate(name.lines):
        paper.text(words, right - 2, first + index * name.size * 1.3, size=name.size, fill="ink")
    right -= COLUMNS[1][1]
    for words, (_, width) in zip((line.code, line.typed_code), COLUMNS[2:4], strict=True):
        paper.text(upright(persian_digits(words)), right - 2, y, size=3.5, fill="ink")
        right -= width


def _draw_foot(paper: Paper) -> None:
    paper.text(shape("تحویل‌دهنده:"), RIGHT, 287, size=3.3, fill="ink2")
    paper.text(shape("تاریخ و امضا:"), RIGHT - 95, 287, size=3.3, fill="ink2")


def _text(
    paper: Paper, words: str, right: float, y: float, width: float,
    *, size: float, fill: str = "ink", bold: bool = False,
) -> None:  # fmt: skip
    fitted = fit(words, width=width, size=size, smallest=size * 0.55, floor=size * 0.5, bold=bold)
    for line in fitted.lines[:1]:
        paper.text(line, right, y, size=fitted.size, fill=fill, bold=bold)
