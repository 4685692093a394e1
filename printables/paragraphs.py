"""Paragraphs: broken into lines; Persian is justified by the blanks, never by stretched letters."""

import re
from dataclasses import dataclass

from printables.fitting import wrap
from printables.pdf import Paper
from printables.shaping import measure, normalise, persian_digits, shape, shape_english

__all__ = ["Paragraph", "break_lines"]

_MIXED = re.compile("[A-Za-z]")
GAP_MAX = 1.1  # a blank wider than this looks like a hole: the line is left ragged


def break_lines(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return the lines of a text, still in logical order, none wider than ``width`` mm."""
    words = re.findall("[^ ]+| ", persian_digits(normalise(text)))
    lines = wrap(words, width / size, bold)
    if len(lines) > 1 and " " not in lines[-1] and lines[-2].count(" ") > 2:
        lines[-2], moved = lines[-2].rsplit(" ", 1)  # no word stands alone on the last line
        lines[-1] = f"{moved} {lines[-1]}"
    return lines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines set in one size; ``leading`` is mm from baseline to baseline."""

    lines: tuple[str, ...]
    width: float
    size: float
    leading: float
    bold: bool = False
    fill: str = "ink"
    justified: bool = True
    english: bool = False

    @property
    def height(self) -> float:
        """Height in mm, a full leading for each line."""
        return len(self.lines) * self.leading

    def draw(self, paper: Paper, right: float, top: float) -> None:
        """Draw with the right edge at ``right`` and the first line below ``top``."""
        for index, line in enumerate(self.lines):
            y = top + index * self.leading + self.leading / 2 + self.size * 0.36
            last = index == len(self.lines) - 1
            if last or not self.justified or _MIXED.search(line):
                self._word(paper, line, right, y)
            else:
                self._justify(paper, line.split(" "), right, y)

    def _justify(self, paper: Paper, words: list[str], right: float, y: float) -> None:
        widths = [measure(shape(word), self.bold) * self.size for word in words]
        gap = (self.width - sum(widths)) / max(1, len(words) - 1)
        if gap > GAP_MAX * self.size:
            self._word(paper, " ".join(words), right, y)
            return
        for word, width in zip(words, widths, strict=True):
            self._word(paper, word, right, y)
            right -= width + gap

    def _word(self, paper: Paper, text: str, right: float, y: float) -> None:
        if self.english:
            glyphs, left = shape_english(text), right - self.width
            paper.text(
                glyphs, left, y, size=self.size, fill=self.fill, bold=self.bold, align="left"
            )
            return
        paper.text(shape(text), right, y, size=self.size, fill=self.fill, bold=self.bold)
