"""A page of running text in either direction: places are counted from where reading starts.

``start`` is mm from the margin at the right in Persian, at the left in English, so one layout
serves both.
"""

from dataclasses import dataclass

from printables.paragraphs import Paragraph, break_lines
from printables.pdf import Paper
from printables.shaping import measure, persian_digits, shape, shape_english, upright

__all__ = ["Leaf"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page ``width`` mm wide with margins of ``side`` mm."""

    paper: Paper
    width: float
    side: float
    english: bool = False

    @property
    def room(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.side

    def x(self, start: float) -> float:
        """Return the place on the page of a distance from the starting margin."""
        return self.side + start if self.english else self.width - self.side - start

    def glyphs(self, words: str) -> str:
        """Return words ready to draw, in the digits of the page's language.

        Figures without a letter keep their order: a sign stands before its number.
        """
        if not any(c.isalpha() for c in words):
            return upright(words if self.english else persian_digits(words))
        return shape_english(words) if self.english else shape(words)

    def length(self, words: str, size: float, *, bold: bool = False) -> float:
        """Return how long a line is, mm."""
        return measure(self.glyphs(words), bold) * size

    def fit(
        self, words: str, size: float, room: float, *, least: float = 0.6, bold: bool = False
    ) -> tuple[str, float]:
        """Return one line as glyphs and its size: shrunk to ``least``, then cut with ``…``."""
        whole = self.length(words, 1, bold=bold)
        if whole * size * least <= room:
            return self.glyphs(words), min(size, room / max(whole, 1e-6))
        for cut in range(len(words) - 1, 0, -1):
            short = f"{words[:cut].rstrip()}…"
            if self.length(short, size * least, bold=bold) <= room:
                return self.glyphs(short), size * least
        return "", size

    def line(
        self, words: str, start: float, y: float,
        *, size: float, room: float = 1e9, fill: str = "ink", bold: bool = False,
        least: float = 0.6,
    ) -> float:  # fmt: skip
        """Draw one line from ``start`` on the baseline ``y`` and return its length."""
        glyphs, size = self.fit(words, size, room, least=least, bold=bold)
        align = "left" if self.english else "right"
        self.paper.text(glyphs, self.x(start), y, size=size, fill=fill, bold=bold, align=align)
        return measure(glyphs, bold) * size

    def line_to(
        self, words: str, end: float, y: float,
        *, size: float, room: float = 1e9, fill: str = "ink", bold: bool = False,
    ) -> None:  # fmt: skip
        """Draw one line that ends at ``end`` mm from the starting margin."""
        glyphs, size = self.fit(words, size, room, bold=bold)
        align = "right" if self.english else "left"
        self.paper.text(glyphs, self.x(end), y, size=size, fill=fill, bold=bold, align=align)

    def centred(
        self, words: str, start: float, y: float,
        *, size: float, room: float, fill: str = "ink", bold: bool = False,
    ) -> None:  # fmt: skip
        """Draw one line with its middle at ``start``."""
        glyphs, size = self.fit(words, size, room, bold=bold)
        self.paper.text(
            glyphs, self.x(start), y, size=size, fill=fill, bold=bold, align="center"
        )  # fmt: skip

    def box(
        self, start: float, y: float, w: float, h: float,
        *, fill: str = "", radius: float = 0, stroke: str = "", line: float = 0.3,
    ) -> None:  # fmt: skip
        """Draw a rectangle whose starting edge is at ``start``."""
        self.paper.rect(
            self.left(start, w), y, w, h, fill=fill, radius=radius, stroke=stroke, width=line
        )

    def left(self, start: float, w: float) -> float:
        """Return the left edge of something ``w`` wide that begins at ``start``."""
        return self.x(start) if self.english else self.x(start) - w

    def paragraph(
        self, words: str, width: float, size: float, leading: float,
        *, bold: bool = False, fill: str = "ink", justified: bool = True,
    ) -> Paragraph:  # fmt: skip
        """Return a text broken into lines of this width."""
        lines = tuple(break_lines(words, width, size, bold=bold))
        return Paragraph(
            lines, width, size, size * leading, bold, fill, justified and not self.english,
            self.english,
        )  # fmt: skip

    def code(self, words: str, end: float, y: float, *, size: float) -> None:
        """Draw a name made of Latin letters and digits as it is, ending at ``end``."""
        align = "right" if self.english else "left"
        self.paper.text(upright(words), self.x(end), y, size=size, fill="ink2", align=align)

    def draw(self, paragraph: Paragraph, start: float, top: float) -> float:
        """Draw a paragraph from ``start`` and return the y below it."""
        paragraph.draw(self.paper, self.left(start, paragraph.width) + paragraph.width, top)
        return top + paragraph.height
