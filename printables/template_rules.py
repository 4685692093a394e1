"""What a template may not do: the rules that keep every print readable.

- nothing enters the quiet zone of the symbol, and the symbol has room for 0.5 mm a module;
- everything lies inside the trim, texts also ``safe`` mm away from it;
- a text has a contrast of 4.5 to the ground it stands on (WCAG 2.2, 1.4.3) and fits its room;
- only known values, drawings and colours are named.
"""

from collections.abc import Iterator
from dataclasses import fields
from string import Formatter

from printables.art import DRAWINGS
from printables.elements import Block, Box, Drawn, Element, Ribbons, Sign, Symbol, Template, Text
from printables.errors import TemplateRefused
from printables.fitting import fit
from printables.palette import contrast, resolve
from printables.wording import FIELDS
from qr.errors import TooSmall
from qr.render import module_dots

__all__ = ["check"]

CONTRAST_MIN = 4.5
MODULES_MAX = 41  # version 4 with its quiet zone: the longest prefix there may be
TOLERANCE = 0.01
_COLOURS = {"fill", "stroke", "over", "ground", "tint"}
Edges = tuple[float, float, float, float]


def check(template: Template) -> None:
    """Refuse a template that would spoil a print.

    Raises:
        TemplateRefused: Names the template, the element and the reason; the first one found.
    """
    for element in template.elements:
        for fault in _faults(template, element):
            raise TemplateRefused(f"{template.name}: {_name(element)} {fault}")


def _faults(template: Template, element: Element) -> Iterator[str]:
    yield from _unknown(element)
    yield from _outside(template, element)
    yield from _over_a_symbol(template, element)
    if isinstance(element, Symbol):
        yield from _small(element)
    texts = element.texts if isinstance(element, Block) else (element,)
    for text in texts:
        if isinstance(text, Text):
            yield from _unknown(text)
            yield from _pale(template, text, element)
            yield from _too_long(text)


def _name(element: Element) -> str:
    return f"{element.kind} {getattr(element, 'value', '')}".strip()


def _unknown(element: Element) -> Iterator[str]:
    for field in fields(element):
        if field.name in _COLOURS and (colour := getattr(element, field.name)):
            try:
                resolve(colour)
            except ValueError as error:
                yield str(error)
    if isinstance(element, Drawn) and element.name not in DRAWINGS:
        yield f"names no drawing: {element.name}"
    named = {element.when} - {""}
    if isinstance(element, Text):
        named |= {name for _, name, _, _ in Formatter().parse(element.value) if name is not None}
    if strange := named - FIELDS:
        yield f"asks for unknown values: {', '.join(sorted(strange))}"


def _edges(element: Element) -> Edges:
    """Return left, top, right and foot of what an element covers."""
    e = element
    if isinstance(e, Text):
        left = e.x - {"left": 0.0, "center": e.w / 2, "right": e.w}[e.align]
        foot = e.y + (e.lines - 1) * e.size * 1.4 + e.size * 0.3
        return left, e.y - e.size * 0.8, left + e.w, foot
    height = e.w if isinstance(e, Drawn) else 2 * e.h if isinstance(e, Ribbons) else e.h
    return e.x, e.y, e.x + e.w, e.y + height


def _outside(template: Template, element: Element) -> Iterator[str]:
    left, top, right, foot = _edges(element)
    keep = template.safe if isinstance(element, Text | Block | Sign) else 0.0
    keep -= TOLERANCE
    if left < keep or top < keep or right > template.width - keep or foot > template.height - keep:
        yield f"leaves the trim or the outer {template.safe:g} mm"


def _over_a_symbol(template: Template, element: Element) -> Iterator[str]:
    for symbol in template.elements:
        if not isinstance(symbol, Symbol) or symbol is element:
            continue
        apart = _apart(_edges(element), _edges(symbol))
        if not apart and not (isinstance(element, Box) and _holds(element, _edges(symbol))):
            yield "enters the quiet zone of the symbol"


def _apart(one: Edges, other: Edges) -> bool:
    return (
        one[2] <= other[0] + TOLERANCE
        or other[2] <= one[0] + TOLERANCE
        or one[3] <= other[1] + TOLERANCE
        or other[3] <= one[1] + TOLERANCE
    )


def _holds(box: Element, edges: Edges) -> bool:
    left, top, right, foot = _edges(box)
    return left <= edges[0] and top <= edges[1] and right >= edges[2] and foot >= edges[3]


def _small(symbol: Symbol) -> Iterator[str]:
    try:
        module_dots(min(symbol.w, symbol.h), MODULES_MAX)
    except TooSmall:
        yield "has no room for 0.5 mm a module"


def _pale(template: Template, text: Text, element: Element) -> Iterator[str]:
    ground = "white"
    for box in template.elements:
        if isinstance(box, Box) and box.fill and _holds(box, _edges(element)):
            ground = box.fill
    if contrast(text.fill, ground) < CONTRAST_MIN:
        yield f"is too pale: {text.fill} on {ground}"


def _too_long(text: Text) -> Iterator[str]:
    """Fixed words must fit as they are; values of a badge are fitted when they are known."""
    if "{" in text.value or not text.w:
        return
    smallest = text.smallest or text.size
    fitted = fit(
        text.value, width=text.w, size=text.size, smallest=smallest,
        floor=text.floor or smallest, lines=text.lines, bold=text.bold,
    )  # fmt: skip
    if fitted.shortened:
        yield f"does not fit into {text.w:g} mm"
