"""The sign panel of a placard: names in both scripts, the emblem of the kind, ribbons below."""

from printables.elements import Ribbons, Sign
from printables.emblems import colours_of, draw_emblem, emblem_width
from printables.face import BadgeFace
from printables.fitting import LEADING, Fit, fit
from printables.pdf import Paper
from printables.shaping import measure
from printables.svg_path import circle
from printables.wording import kind_of, names

__all__ = ["draw_ribbons", "draw_sign"]

UNIT = 26.0  # the sign panel is drawn in a height of 26 units
ENGLISH_SIZE = 5.4
ROOM_LEFT = 52.0
ALONE = 5 / 3.6  # a single ribbon runs down to the foot of the panel


def draw_sign(paper: Paper, e: Sign, face: BadgeFace) -> bool:
    """Draw names and emblem into the panel; return whether a name had to be shortened.

    The first name stands where reading begins: at the right, in English at the left.
    """
    scale, kind = e.h / UNIT, kind_of(face)
    width, turned = e.w / scale, face.design.english
    with paper.moved(e.x, e.y, scale=scale):
        first, second = names(face)
        other = _other(second, english=turned)
        emblem = emblem_width(face, kind)
        beside = max(emblem, *(measure(line) * other.size for line in other.lines), 0.0)
        name = _name(first, width - beside - 6 if beside else width, english=turned)
        with paper.moved(width - emblem if turned else 0, 0):
            draw_emblem(paper, face, kind)
        _draw_other(paper, other, width if turned else 0, "right" if turned else "left")
        _draw_name(paper, name, 0 if turned else width, "left" if turned else "right")
    return name.shortened or other.shortened


def _other(name: str, *, english: bool) -> Fit:
    """Fit the name of the other language in one or two lines, else in three small ones."""
    for lines, size in ((2, ENGLISH_SIZE), (3, 3.5)):
        fitted = fit(
            name, width=ROOM_LEFT, size=size, smallest=min(size, 4), floor=3, lines=lines,
            english=english,
        )  # fmt: skip
        if not fitted.shortened:
            break
    return fitted


def _name(name: str, room: float, *, english: bool) -> Fit:
    """Fit the name in one, two or three lines, each count with the size that its height allows."""
    for lines, size, floor in ((1, 15.0, 9.4), (2, 9.8, 7.0), (3, 6.2, 5.0)):
        fitted = fit(
            name, width=room, size=size, floor=floor, lines=lines, bold=True, english=english
        )
        if not fitted.shortened:
            break
    return fitted


def _draw_other(paper: Paper, other: Fit, x: float, align: str) -> None:
    first = 11 - (len(other.lines) - 1) * other.size * 1.2
    for index, line in enumerate(other.lines):
        y = first + index * other.size * 1.2
        paper.text(line, x, y, size=other.size, fill="white", align=align)


def _draw_name(paper: Paper, name: Fit, x: float, align: str) -> None:
    leading = name.size * LEADING * 0.93
    first = 19 if len(name.lines) == 1 else (UNIT - leading * len(name.lines)) / 2 + name.size
    for index, line in enumerate(name.lines):
        y = first + index * leading
        paper.text(line, x, y, size=name.size, fill="white", bold=True, align=align)


def draw_ribbons(paper: Paper, e: Ribbons, face: BadgeFace) -> None:
    """Draw a band per line, or one of the kind's colour, with a ring where lines meet."""
    kind = kind_of(face)
    colours = [colours_of(line, kind)[0] for line in face.lines] or [kind.band]
    height = {1: ALONE * e.h, 2: e.h}.get(len(colours), 2 * e.h / len(colours))
    for index, colour in enumerate(colours):
        top = e.y + index * height
        paper.rect(e.x, top, e.w, height, fill=colour)
        if index and colour == colours[index - 1]:
            paper.rect(e.x, top - height / 16, e.w, height / 8, fill=e.ground)
    if kind.emblem == "lines" and face.lines:
        middle = (e.x + e.w / 2, e.y + height * len(colours) / 2)
        paper.path(circle(*middle, e.h), fill="white", stroke=e.ground, width=e.h * 0.44)
