"""A table of figures on A4 lying down, in Persian from the right or in English from the left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from printables.fitting import fit
from printables.pdf import Paper
from printables.shaping import measure, persian_digits, shape, shape_english

__all__ = ["ROWS", "Table", "draw_table"]

PAGE = (297.0, 210.0)
SIDE, TOP, ROW, HEAD, FOOT = 14.0, 33.0, 8.4, 14.0, 192.0
ROWS = int((FOOT - TOP - HEAD) // ROW)
INNER = PAGE[0] - 2 * SIDE


@dataclass(frozen=True, slots=True)
class Table:
    """What is drawn.

    Attributes:
        city: Who says it.
        title: What it is; ``made`` when, in words.
        columns: Head and share of the width of each, in reading order.
        rows: Cells as they are read; the first row may be the sum of all (``summed``).
        notes: Sentences under the table of the last page.
        english: Whether it runs from left to right.
    """

    city: str
    title: str
    made: str
    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    summed: bool = False
    english: bool = False


def draw_table(said: Table, out: BinaryIO) -> int:
    """Write the table as a PDF and return its pages; the same table gives the same bytes."""
    paper, pages = Paper(out, title=said.title), list(_pages(said.rows))
    for number, rows in enumerate(pages, 1):
        leaf = _Leaf(paper, said)
        with paper.page(*PAGE):
            leaf.head(f"{number} / {len(pages)}")
            leaf.table(rows, summed=said.summed and number == 1)
            if number == len(pages):
                leaf.notes(TOP + HEAD + ROW * len(rows))
    paper.save()
    return len(pages)


def _pages(rows: Sequence[Sequence[str]]) -> Iterator[Sequence[Sequence[str]]]:
    yield from (rows[start : start + ROWS] for start in range(0, max(len(rows), 1), ROWS))


@dataclass(frozen=True, slots=True)
class _Leaf:
    paper: Paper
    said: Table

    def head(self, number: str) -> None:
        """Draw the mark, what it is, who says it, and the number of the page."""
        mark = SIDE if self.said.english else PAGE[0] - SIDE - 12
        self.paper.drawing("mark", mark, 12, 12, tint="lapis", ground="white")
        self._words(self.said.title, 16, 17.6, 190, size=5.4, bold=True)
        self._words(f"{self.said.city} · {self.said.made}", 16, 23.8, 190, size=3.5, fill="ink2")
        self._words(number, INNER, 17.6, 30, size=3.3, fill="ink2", end=True)

    def table(self, rows: Sequence[Sequence[str]], *, summed: bool) -> None:
        """Draw the heads in two lines and every row below them."""
        self.paper.rect(SIDE, TOP, INNER, HEAD, fill="quote")
        if summed and rows:
            self.paper.rect(SIDE, TOP + HEAD, INNER, ROW, fill="quote")
        for index in range(len(rows) + 1):
            self.paper.rect(SIDE, TOP + HEAD + index * ROW, INNER, 0.15, fill="edge")
        whole, at = sum(share for _, share in self.said.columns), 0.0
        for place, (head, share) in enumerate(self.said.columns):
            width = INNER * share / whole
            self._heading(head, at, width, end=place > 0)
            for index, cells in enumerate(rows):
                y = TOP + HEAD + index * ROW + 5.6
                bold = summed and index == 0
                self._words(
                    cells[place],
                    at + (width - 2 if place else 2),
                    y,
                    width - 3,
                    size=3.5,
                    bold=bold,
                    end=place > 0,
                )
            at += width

    def notes(self, below: float) -> None:
        """Draw the sentences that say how to read the figures."""
        for index, note in enumerate(self.said.notes):
            self._words(note, 0, below + 6 + index * 5, INNER, size=3.3, fill="ink2")

    def _heading(self, head: str, at: float, width: float, *, end: bool) -> None:
        set_ = fit(head, width=width - 3, size=3.3, smallest=3, floor=2.2, bold=True, lines=2)
        lines = (head,) if self.said.english else set_.lines
        if self.said.english:
            lines = _broken(head, width - 3, set_.size)
        first = TOP + 8.2 - (len(lines) - 1) * set_.size * 0.65
        place = at + (width - 2 if end else 2)
        for index, line in enumerate(lines):
            y = first + index * set_.size * 1.35
            self._line(line, place, y, size=set_.size, bold=True, end=end)

    def _words(
        self, words: str, at: float, y: float, width: float,
        *, size: float, fill: str = "ink", bold: bool = False, end: bool = False,
    ) -> None:  # fmt: skip
        """Draw one line ``at`` mm from the reading start; ``end`` puts its end there."""
        if self.said.english:
            wide = measure(shape_english(words), bold) * size
            self._line(
                shape_english(words), at, y, size=size * min(1, width / max(wide, 0.1)),
                fill=fill, bold=bold, end=end,
            )  # fmt: skip
            return
        set_ = fit(words, width=width, size=size, smallest=size * 0.55, floor=size * 0.5, bold=bold)
        shown = set_.lines[0] if set_.lines else shape(persian_digits(words))
        self._line(shown, at, y, size=set_.size, fill=fill, bold=bold, end=end)

    def _line(
        self, shaped: str, at: float, y: float,
        *, size: float, fill: str = "ink", bold: bool = False, end: bool = False,
    ) -> None:  # fmt: skip
        x = SIDE + at if self.said.english else PAGE[0] - SIDE - at
        align = "right" if self.said.english is end else "left"
        self.paper.text(shaped, x, y, size=size, fill=fill, bold=bold, align=align)


def _broken(head: str, width: float, size: float) -> tuple[str, ...]:
    """Return an English head in one line, or in two of about the same width."""
    if measure(shape_english(head), True) * size <= width or " " not in head:
        return (shape_english(head),)
    words = head.split(" ")
    cuts = range(1, len(words))
    cut = min(cuts, key=lambda n: max(len(" ".join(words[:n])), len(" ".join(words[n:]))))
    return shape_english(" ".join(words[:cut])), shape_english(" ".join(words[cut:]))
