"""The one place that knows PDF: a page whose unit is the millimetre, y downwards.

The page matrix turns points into mm once, so that every number in a content stream is a length
of the template.  Text is written as glyphs already shaped; a symbol is one path in whole modules
(ISO/IEC 18004); art that does not change is a Form XObject.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics

from printables.art import DRAWINGS
from printables.fonts import face
from printables.lean_canvas import LeanCanvas
from printables.palette import ops
from printables.shaping import measure
from printables.svg_path import operators, rounded

__all__ = ["POINTS_PER_MM", "Paper"]

POINTS_PER_MM = 72 / 25.4
rl_config.useA85 = 0  # binary streams: base 85 would add a quarter to every page

Run = tuple[int, int, int, int]


def number(value: float) -> str:
    """Return a length for a content stream: thousandths of a millimetre are enough."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"


class Paper:
    """A PDF being written; every length in mm from the top left of the page.

    Args:
        out: Where the file goes when ``save`` is called.
        title: Shown by viewers in place of the file name.
    """

    def __init__(self, out: BinaryIO, *, title: str) -> None:
        self._canvas = LeanCanvas(out, pageCompression=1, invariant=1)
        self._canvas.setTitle(title)
        self._canvas.setCreator("Takrim")
        self._glyphs: dict[tuple[str, bool], list[tuple[str, str]]] = {}
        self._forms: dict[str, str] = {}
        self._add = self._canvas.addLiteral

    @contextmanager
    def page(self, width: float, height: float, trim: tuple[float, ...] = ()) -> Iterator[None]:
        """Draw one page; ``trim`` (x, y, w, h) is its TrimBox if given.

        The rest of that page is bleed.  There is no CropBox: whoever prints what a viewer shows
        would print without the bleed.
        """
        canvas, scale = self._canvas, POINTS_PER_MM
        canvas.setPageSize((width * scale, height * scale))
        if trim:
            x, y, w, h = trim
            box = tuple(round(v * scale, 2) for v in (x, height - y - h, x + w, height - y))
            canvas.setTrimBox(box)
            canvas.setBleedBox((0, 0, round(width * scale, 2), round(height * scale, 2)))
        self._add(f"{scale:.6f} 0 0 {-scale:.6f} 0 {number(height * scale)} cm")
        yield
        canvas.showPage()

    @contextmanager
    def moved(self, x: float, y: float, *, scale: float = 1.0) -> Iterator[None]:
        """Draw with the origin at (x, y), optionally in units of ``scale`` mm."""
        if (x, y, scale) == (0, 0, 1):
            yield
            return
        self._add(f"q {number(scale)} 0 0 {number(scale)} {number(x)} {number(y)} cm")
        yield
        self._add("Q")

    @contextmanager
    def upside_down(self, width: float, height: float) -> Iterator[None]:
        """Draw turned by half a circle within an area of this size."""
        self._add(f"q -1 0 0 -1 {number(width)} {number(height)} cm")
        yield
        self._add("Q")

    @contextmanager
    def quarter_turned(self, x: float, y: float) -> Iterator[None]:
        """Draw from (x, y) with the text running upwards."""
        self._add(f"q 0 -1 1 0 {number(x)} {number(y)} cm")
        yield
        self._add("Q")

    @contextmanager
    def clipped(self, x: float, y: float, w: float, h: float, radius: float = 0) -> Iterator[None]:
        """Draw inside a (rounded) rectangle only."""
        self._add(f"q {rounded(x, y, w, h, radius)} W n")
        yield
        self._add("Q")

    def save(self) -> None:
        """Finish the file; it is written to ``out`` now."""
        self._canvas.save()

    def rect(
        self, x: float, y: float, w: float, h: float, *, fill: str = "", radius: float = 0,
        stroke: str = "", width: float = 0.3,
    ) -> None:  # fmt: skip
        """Draw a rectangle, filled, outlined or both."""
        self.path(rounded(x, y, w, h, radius), fill=fill, stroke=stroke, width=width)

    def path(self, path: str, *, fill: str = "", stroke: str = "", width: float = 0) -> None:
        """Draw PDF path operators with these colours; lines are round-capped."""
        parts = [ops(fill)[0]] if fill else []
        if stroke:
            parts.append(f"{ops(stroke)[1]} {number(width)} w 1 J 1 j")
        self._add(" ".join([*parts, path, "B" if fill and stroke else "f" if fill else "S"]))

    def drawing(
        self, name: str, x: float, y: float, side: float, *, tint: str, ground: str
    ) -> None:
        """Draw one of ``art.DRAWINGS`` into a square of ``side`` mm."""
        art, own = DRAWINGS[name], {"tint": tint, "ground": ground}
        with self.moved(x, y, scale=side / art.side):
            for s in art.strokes:
                fill, stroke = own.get(s.fill, s.fill), own.get(s.stroke, s.stroke)
                self.path(operators(s.path), fill=fill, stroke=stroke, width=s.width)

    def text(
        self, shaped: str, x: float, y: float, *, size: float, fill: str, bold: bool = False,
        align: str = "right",
    ) -> None:  # fmt: skip
        """Draw a shaped string on the baseline ``y``; ``x`` is its right, left or centre."""
        width = measure(shaped, bold) * size
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        parts = [f"{ops(fill)[0]} BT 1 0 0 -1 {number(left)} {number(y)} Tm"]
        for font, glyphs in self._encoded(shaped, bold):
            parts.append(f"{font} {number(size)} Tf ({glyphs}) Tj")
        self._add(" ".join([*parts, "ET"]))

    def _encoded(self, shaped: str, bold: bool) -> list[tuple[str, str]]:
        """Return the string as (subset font, escaped bytes) pieces of this document."""
        key = (shaped, bold)
        if key not in self._glyphs:
            canvas, font = self._canvas, pdfmetrics.getFont(face(bold).name)
            self._glyphs[key] = [
                (font.getSubsetInternalName(subset, canvas._doc), canvas._escape(piece))
                for subset, piece in font.splitString(shaped, canvas._doc)
            ]
        return self._glyphs[key]

    def symbol(self, runs: Sequence[Run], x: float, y: float, module: float) -> None:
        """Draw the dark modules as one path, K-only black; ``module`` is the side of one in mm.

        Like sizes stand together: the path deflates by a twentieth better.
        """
        like = sorted(runs, key=lambda run: (run[2], run[3], run[0], run[1]))
        boxes = " ".join(f"{a} {b} {w} {h} re" for a, b, w, h in like)
        self._add(
            f"q {module:.5f} 0 0 {module:.5f} {number(x)} {number(y)} cm 0 0 0 1 k {boxes} f Q"
        )

    def photo(self, jpeg: bytes, x: float, y: float, w: float, h: float, *, radius: float) -> None:
        """Draw a picture that already has the proportions of its frame."""
        with self.clipped(x, y, w, h, radius):
            self._add(f"1 0 0 -1 {number(x)} {number(y + h)} cm")
            self._canvas.drawImage(ImageReader(io.BytesIO(jpeg)), 0, 0, w, h)

    def picture(self, png: bytes, x: float, y: float, side: float) -> None:
        """Draw a square picture."""
        with self.moved(x, y):
            self._add(f"1 0 0 -1 0 {number(side)} cm")
            self._canvas.drawImage(ImageReader(io.BytesIO(png)), 0, 0, side, side)

    @contextmanager
    def form(self, name: str, x: float, y: float, w: float, h: float) -> Iterator[None]:
        """Record art once, to be stamped by ``stamp``; nothing outside this box is drawn."""
        self._forms[name] = f"art{len(self._forms) + 1}"
        self._canvas.beginForm(self._forms[name], x, y, x + w, y + h)
        yield
        self._canvas.endForm()

    def has_form(self, name: str) -> bool:
        """Return whether art of this name was recorded."""
        return name in self._forms

    def stamp(self, name: str) -> None:
        """Draw recorded art at the current origin."""
        self._canvas.doForm(self._forms[name])
