"""Draw a template on paper: what never changes once as a form, what a badge says each time."""

from dataclasses import replace
from string import Formatter
from typing import NamedTuple, TypeVar

from printables import placard
from printables.art import STAR_LINES, STAR_TILE
from printables.elements import (
    Block,
    Box,
    Drawn,
    Element,
    Emblem,
    Photo,
    Ribbons,
    Sign,
    Stars,
    Symbol,
    Template,
    Text,
)
from printables.face import BadgeFace
from printables.palette import blend
from printables.pdf import Paper
from printables.photo import crop
from printables.svg_path import operators
from printables.texts import block_fits, draw_block, draw_text
from printables.wording import COMMON, words
from qr.render import module_dots, module_mm, runs
from qr.symbol import QUIET_ZONE
from qr.symbol import Symbol as Modules

__all__ = ["Margin", "draw", "draw_logo", "draw_stars", "draw_static", "draw_symbol", "is_static"]

AnyElement = TypeVar("AnyElement", bound=Element)


class Margin(NamedTuple):
    """How far art that touches the trim runs on, mm to each side."""

    x: float
    y: float


def draw(
    paper: Paper, template: Template, face: BadgeFace, symbol: Modules, margin: Margin
) -> bool:
    """Draw one side of one badge at the origin; return whether a text had to be shortened."""
    said = words(face)
    _stamp_static(paper, template, said, margin)
    shortened = False
    for element in template.elements:
        if is_static(element) or (element.when and not said[element.when]):
            continue
        match element:
            case Text():
                shortened |= draw_text(paper, element, said)
            case Block():
                shortened |= draw_block(paper, element, said)
            case Symbol():
                draw_symbol(paper, element, symbol)
            case Photo():
                _draw_photo(paper, element, face)
            case Sign():
                shortened |= placard.draw_sign(paper, element, face)
            case Ribbons():
                placard.draw_ribbons(paper, _spread(element, template, margin), face)
    return shortened


def has_room(template: Template, face: BadgeFace) -> bool:
    """Return whether the blocks of a template can say all a badge has to say."""
    said = words(face)
    blocks = (element for element in template.elements if isinstance(element, Block))
    return all(block_fits(block, said) for block in blocks)


def is_static(element: Element) -> bool:
    """Return whether an element is the same on every badge of a run."""
    if isinstance(element, Text):
        return {f for _, f, _, _ in Formatter().parse(element.value) if f} <= COMMON
    return isinstance(element, Box | Stars | Drawn | Emblem)


def _stamp_static(paper: Paper, template: Template, said: dict[str, str], margin: Margin) -> None:
    static = [e for e in template.elements if is_static(e) and (not e.when or said[e.when])]
    if not static:
        return  # an empty form would come out as a library's test picture
    common = "\x1f".join(said[key] for key in sorted(COMMON))
    name = f"{template.name} {template.width:.2f} {margin.x:.2f} {margin.y:.2f} {common}"
    if not paper.has_form(name):
        with paper.form(
            name, -margin.x, -margin.y,
            template.width + 2 * margin.x, template.height + 2 * margin.y,
        ):  # fmt: skip
            for element in static:
                draw_static(paper, _spread(element, template, margin), said)
    paper.stamp(name)


def draw_static(paper: Paper, element: Element, said: dict[str, str]) -> None:
    """Draw an element that needs no face: a box, the star band, a drawing, a logo, a text."""
    e = element
    match e:
        case Box():
            paper.rect(
                e.x, e.y, e.w, e.h, fill=e.fill, radius=e.radius, stroke=e.stroke, width=e.line
            )
        case Stars():
            draw_stars(paper, e)
        case Drawn():
            paper.drawing(e.name, e.x, e.y, e.w, tint=e.tint, ground=e.ground)
        case Emblem():
            draw_logo(paper, e)
        case Text():
            draw_text(paper, e, said)


def draw_logo(paper: Paper, e: Emblem) -> None:
    """Draw paths in one colour, centred in their square; a picture on a white ground of its own."""
    if e.logo.png:
        paper.rect(e.x, e.y, e.w, e.w, fill="white", radius=e.w * 0.12)
        inset = e.w * 0.07
        paper.picture(e.logo.png, e.x + inset, e.y + inset, e.w - 2 * inset)
        return
    x, y, w, h = e.logo.view
    scale = e.w / max(w, h)
    left, top = e.x + (e.w - w * scale) / 2, e.y + (e.w - h * scale) / 2
    with (
        paper.clipped(e.x, e.y, e.w, e.w),
        paper.moved(left - x * scale, top - y * scale, scale=scale),
    ):
        for path in e.logo.paths:
            paper.path(operators(path), fill=e.tint)


def _spread(element: AnyElement, template: Template, margin: Margin) -> AnyElement:
    """Return the element with every edge that touches the trim moved out by the margin."""
    if not isinstance(element, Box | Stars | Ribbons):
        return element
    left = margin.x if element.x <= 0 else 0
    top = margin.y if element.y <= 0 else 0
    right = margin.x if element.x + element.w >= template.width - 0.01 else 0
    foot = margin.y if element.y + element.h >= template.height - 0.01 else 0
    return replace(
        element, x=element.x - left, y=element.y - top,
        w=element.w + left + right,
        h=element.h + (0 if isinstance(element, Ribbons) else top + foot),
    )  # fmt: skip


def draw_stars(paper: Paper, e: Stars) -> None:
    """Draw the star band into its box."""
    ink, scale = blend(e.over, e.ground, e.share), e.tile / STAR_TILE
    with paper.clipped(e.x, e.y, e.w, e.h):
        first = (int(e.x // e.tile), int(e.y // e.tile))
        last = (int((e.x + e.w) // e.tile), int((e.y + e.h) // e.tile))
        for column in range(first[0], last[0] + 1):
            for row in range(first[1], last[1] + 1):
                with paper.moved(column * e.tile, row * e.tile, scale=scale):
                    paper.path(operators(STAR_LINES), stroke=ink, width=1.2)


def draw_symbol(paper: Paper, e: Symbol, symbol: Modules) -> None:
    """Draw the symbol as large as whole printer dots allow, centred in a wholly white square."""
    module = module_mm(module_dots(e.w, symbol.full_size))
    inset = (e.w - module * symbol.full_size) / 2 + module * QUIET_ZONE
    paper.rect(e.x, e.y, e.w, e.h, fill="white")
    paper.symbol(runs(symbol), e.x + inset, e.y + inset, module)


def _draw_photo(paper: Paper, e: Photo, face: BadgeFace) -> None:
    if face.photo is not None:
        paper.photo(crop(face.photo, e.w, e.h), e.x, e.y, e.w, e.h, radius=e.radius)
        return
    name = f"portrait {e.w:.2f} {e.h:.2f}"
    if not paper.has_form(name):
        with paper.form(name, 0, 0, e.w, e.h), paper.clipped(0, 0, e.w, e.h, e.radius):
            paper.rect(0, 0, e.w, e.h, fill="portrait")
            star, bust = e.w * 0.92, e.w * 0.94
            paper.drawing(
                "star", (e.w - star) / 2, e.h * 0.06, star,
                tint=blend("white", "portrait", 0.42), ground="portrait",
            )  # fmt: skip
            paper.drawing(
                "portrait", (e.w - bust) / 2, e.h - bust, bust, tint="portrait", ground="lapis"
            )
    with paper.moved(e.x, e.y):
        paper.stamp(name)
