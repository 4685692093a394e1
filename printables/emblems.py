"""What a kind of place is known by, on the sign panel of its placard.

Lines show as pills with their number; a bus route as a number plate, a taxi as its licence plate,
other kinds as a pill with a drawing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from printables.face import BadgeFace, LinePill
from printables.fitting import fit
from printables.palette import contrast, ink_on, is_colour
from printables.pdf import Paper
from printables.shaping import latin_digits, measure, persian_digits, shape, shape_english, upright
from printables.svg_path import circle
from printables.wording import Kind

__all__ = ["colours_of", "draw_emblem", "emblem_width"]

EMBLEM_TOP = 14.6
PILLS_MAX = 62.0
INK_CONTRAST = 3.0


class _Blotter:
    """Paper on which nothing stays, to learn how wide an emblem comes out."""

    @contextmanager
    def moved(self, _x: float, _y: float, **_how: float) -> Iterator[None]:
        yield

    def rect(self, *_where: float, **_how: Any) -> None: ...

    def path(self, _path: str, **_how: Any) -> None: ...

    def drawing(self, _name: str, *_where: float, **_how: Any) -> None: ...

    def text(self, _shaped: str, *_where: float, **_how: Any) -> None: ...


def emblem_width(face: BadgeFace, kind: Kind) -> float:
    """Return how wide the emblem of a face is, in units of the panel."""
    return draw_emblem(cast("Paper", _Blotter()), face, kind)


def draw_emblem(paper: Paper, face: BadgeFace, kind: Kind) -> float:
    """Draw what the kind is known by at the lower left; return its width."""
    drawers = {"lines": _pills, "roundel": _roundel, "plate": _plate, "taxi": _licence}
    return drawers.get(kind.emblem, _pill)(paper, face, kind)


def colours_of(line: LinePill, kind: Kind) -> tuple[str, str]:
    """Return colour and ink of a line; a colour nobody can draw or read falls back to ours."""
    colour = line.colour if is_colour(line.colour) else kind.band
    ink = line.ink if is_colour(line.ink) else ink_on(colour)
    return colour, ink if contrast(ink, colour) >= INK_CONTRAST else ink_on(colour)


def _pills(paper: Paper, face: BadgeFace, kind: Kind) -> float:
    """Draw a pill for each line, all smaller when there are many."""
    said = "Line" if face.design.english else "خط"
    words = [shape(f"{said} {_in_digits(face, line.number)}") for line in face.lines]
    widths = [max(19.0, measure(word, True) * 4.2 + 7) for word in words]
    total = sum(widths) + 2 * max(0, len(widths) - 1)
    scale, x = min(1.0, PILLS_MAX / total) if total else 1.0, 0.0
    with paper.moved(0, EMBLEM_TOP, scale=scale):
        for line, word, width in zip(face.lines, words, widths, strict=True):
            colour, ink = colours_of(line, kind)
            paper.rect(x, 0, width, 7.4, fill=colour, radius=3.7, stroke="white", width=0.25)
            paper.text(word, x + width / 2, 5.1, size=4.2, fill=ink, bold=True, align="center")
            x += width + 2
    return total * scale


def _number(face: BadgeFace) -> str:
    """The number on a plate: of the line if there is one, else what the title says."""
    return _in_digits(face, face.lines[0].number if face.lines else face.title_fa)


def _in_digits(face: BadgeFace, number: str) -> str:
    """The number in the digits of the language that stands first."""
    return latin_digits(number) if face.design.english else number


def _roundel(paper: Paper, face: BadgeFace, kind: Kind) -> float:
    number = _number(face)
    if not number:
        return _pill(paper, face, kind)
    colour, ink = colours_of(face.lines[0] if face.lines else LinePill(number), kind)
    glyphs = upright(number if face.design.english else persian_digits(number))
    size = min(8.6, 10.4 / max(measure(glyphs, True), 0.1))
    paper.path(circle(6.4, 19.6, 6.4), fill=colour, stroke="white", width=0.7)
    paper.text(glyphs, 6.4, 19.6 + size * 0.34, size=size, fill=ink, bold=True, align="center")
    return 12.8


def _plate(paper: Paper, face: BadgeFace, kind: Kind) -> float:
    number = _number(face)
    if not number:
        return _pill(paper, face, kind)
    colour, ink = colours_of(face.lines[0] if face.lines else LinePill(number), kind)
    glyphs = shape_english(number) if face.design.english else shape(number)
    size = min(8.6, 30 / max(measure(glyphs, True), 0.1))
    width = 14.5 + measure(glyphs, True) * size + 4
    paper.rect(0, EMBLEM_TOP - 1, width, 11, fill="white", radius=2)
    paper.rect(0.7, EMBLEM_TOP - 0.3, 11, 9.6, fill=colour, radius=1.5)
    paper.drawing("bus", 2.4, EMBLEM_TOP + 0.8, 7.6, tint=ink, ground=colour)
    paper.text(
        glyphs, (12 + width) / 2, EMBLEM_TOP + 4.5 + size * 0.34, size=size, fill="sign",
        bold=True, align="center",
    )  # fmt: skip
    return width


def _licence(paper: Paper, face: BadgeFace, kind: Kind) -> float:
    """Draw a licence plate: black on the yellow of public vehicles, a blue strip at the left."""
    if not face.title_fa:
        return _pill(paper, face, kind)
    glyphs = shape(face.title_fa)
    size = min(5.8, 34 / max(measure(glyphs, True), 0.1))
    width = 5.4 + measure(glyphs, True) * size + 5
    paper.rect(0, EMBLEM_TOP - 0.6, width, 10, fill=kind.band, radius=1.2)
    paper.rect(0, EMBLEM_TOP - 0.6, 4.4, 10, fill="lapis", radius=1.2)
    paper.rect(2.2, EMBLEM_TOP - 0.6, 2.4, 10, fill="lapis")
    paper.rect(0.35, EMBLEM_TOP - 0.25, width - 0.7, 9.3, stroke="sign", width=0.45, radius=1)
    paper.text(
        glyphs, (4.6 + width) / 2, EMBLEM_TOP + 4.4 + size * 0.34, size=size, fill="sign",
        bold=True, align="center",
    )  # fmt: skip
    return width


def _pill(paper: Paper, face: BadgeFace, kind: Kind) -> float:
    """Draw a pill with the drawing of the kind, and the title (a stall, a desk) or its word."""
    said = kind.en if face.design.english and kind.word else kind.word
    word = fit(
        face.title_fa or said, width=36, size=4.2, smallest=3, floor=2.4, bold=True,
        english=face.design.english,
    )  # fmt: skip
    drawing = kind.drawing
    if kind.emblem in ("plate", "roundel", "taxi"):
        drawing = {"plate": "bus", "roundel": "train"}.get(kind.emblem, "taxi")
    text = measure(word.lines[0], True) * word.size + 2.6 if word.lines else 0.0
    width, ink = 10.4 + text + (2 if text else 0), ink_on(kind.band)
    paper.rect(0, EMBLEM_TOP, width, 8.6, fill=kind.band, radius=4.3, stroke="white", width=0.25)
    paper.drawing(drawing, 2.2, EMBLEM_TOP + 1.3, 6, tint=ink, ground=kind.band)
    if word.lines:
        paper.text(
            word.lines[0], width - 3.4, EMBLEM_TOP + 5.75, size=word.size, fill=ink, bold=True
        )
    return width
