"""A report of several sections on A4 pages: sentences and tables, broken between rows.

Every word comes ready from the caller; in Persian it runs from the right.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO

from printables.leaf import Leaf
from printables.pdf import Paper

__all__ = ["Part", "Report", "report"]

PAGE = (210.0, 297.0)
SIDE = 20.0
TOP, FOOT = 24.0, 278.0
ROW = 7.4


@dataclass(frozen=True, slots=True)
class Part:
    """A title, sentences, and a table whose first column is the widest; it may be empty."""

    title: str
    words: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What stands over and under the pages, and the parts; ``page`` is the word for a page,
    ``version`` that of the rules."""

    title: str
    city: str
    subtitle: str
    parts: tuple[Part, ...]
    page: str
    version: str = ""
    english: bool = False


class _Pages:
    """Pages opened as they are needed; ``y`` is where the next thing goes."""

    def __init__(self, paper: Paper, said: Report, stack: ExitStack) -> None:
        self.leaf = Leaf(paper, PAGE[0], SIDE, said.english)
        self._said, self._stack = said, stack
        self._count, self.y = 0, FOOT
        self._open: ExitStack | None = None

    def room(self, height: float) -> None:
        """Make sure that so much fits on the page, on a new one if need be."""
        if self._open is None or self.y + height > FOOT:
            self._new()

    def _new(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = self._stack.enter_context(ExitStack())
        self._open.enter_context(self.leaf.paper.page(*PAGE))
        self._count += 1
        said, leaf = self._said, self.leaf
        leaf.box(0, 284, leaf.room, 0.3, fill="line")
        comma = ", " if leaf.english else "، "
        leaf.line(f"{said.city}{comma}{said.title}", 0, 289, size=3, fill="ink2", room=130)
        leaf.line_to(f"{said.page} {self._count}", leaf.room, 289, size=3, fill="ink2")
        self.y = TOP
        if self._count == 1:
            leaf.paper.drawing("mark", leaf.left(0, 13), 18, 13, tint="lapis", ground="white")
            leaf.line(said.title, 17, 24, size=6.5, bold=True, room=leaf.room - 17)
            leaf.line(said.subtitle, 17, 31, size=3.8, fill="ink2", room=leaf.room - 17)
            leaf.code(said.version, leaf.room, 31, size=3)
            self.y = 42.0


def report(said: Report, out: BinaryIO) -> None:
    """Write the report; the same words always give the same bytes."""
    paper = Paper(out, title=said.title)
    with ExitStack() as stack:
        pages = _Pages(paper, said, stack)
        for part in said.parts:
            _draw_part(pages, part)
    paper.save()


def _draw_part(pages: _Pages, part: Part) -> None:
    leaf = pages.leaf
    pages.room(10 + (3 * ROW if part.rows else 8))
    leaf.line(part.title, 0, pages.y + 5, size=5, bold=True, room=leaf.room)
    pages.y += 8.5
    for words in part.words:
        paragraph = leaf.paragraph(words, leaf.room, 3.7, 1.8, justified=False)
        pages.room(paragraph.height)
        pages.y = leaf.draw(paragraph, 0, pages.y) + 1
    if part.rows:
        _draw_rows(pages, part)
    pages.y += 6


def _draw_rows(pages: _Pages, part: Part) -> None:
    columns = _columns(pages.leaf.room, len(part.header))
    pages.room(2 * ROW)
    _draw_row(pages, part.header, columns, head=True)
    for row in part.rows:
        if pages.y + ROW > FOOT:
            pages.room(ROW * 2)
            _draw_row(pages, part.header, columns, head=True)
        _draw_row(pages, row, columns, head=False)


def _columns(room: float, count: int) -> list[tuple[float, float]]:
    """Return start and width of each column; the first takes twice a share, or a half."""
    first = room * 0.5 if count <= 3 else 2 * room / (count + 1)
    other = (room - first) / max(count - 1, 1)
    return [(0.0, first), *((first + i * other, other) for i in range(count - 1))]


def _draw_row(
    pages: _Pages, cells: Sequence[str], columns: Sequence[tuple[float, float]], *, head: bool
) -> None:
    leaf, y = pages.leaf, pages.y
    if head:
        leaf.box(0, y, leaf.room, ROW, fill="quote")
    for cell, (start, width) in zip(cells, columns, strict=False):
        size = 3.5 if len(columns) <= 4 else 3.1
        leaf.line(cell, start + 1.5, y + 5, size=size, bold=head, room=width - 3, least=0.5)
    leaf.box(0, y + ROW - 0.15, leaf.room, 0.15, fill="line")
    pages.y = y + ROW
