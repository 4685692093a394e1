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
from printables.shaping import measure, upright
from printables.wording import FIELDS, PAPER_FIELDS
from qr.errors import TooSmall
from qr.render import module_dots

__all__ = ["check", "check_room"]

CONTRAST_MIN = 4.5
MODULES_MAX = 41  # version 4 with its quiet zone: the longest prefix there may be
TOLERANCE = 0.01
_COLOURS = {"fill", "stroke", "over", "ground", "tint"}
Edges = tuple[float, float, float, float]
Fault = tuple[str, str, dict[str, str]]
"""A reason of ``TemplateRefused``, the words for the log, and values of the reader's sentence."""


def check(template: Template) -> None:
    """Refuse a template that would spoil a print.

    Raises:
        TemplateRefused: Names the template, the element and the reason; the first one found.
    """
    for element in template.elements:
        for reason, fault, values in _faults(template, element):
            said = f"{template.name}: {_name(element)} {fault}"
            about = {"element": _name(element), "words": getattr(element, "value", "")}
            raise TemplateRefused(said, reason, about | values)


def _faults(template: Template, element: Element) -> Iterator[Fault]:
    known = PAPER_FIELDS if template.paper else FIELDS
    yield from _unknown(element, known)
    yield from _outside(template, element)
    yield from _over_a_symbol(template, element)
    if isinstance(element, Symbol):
        yield from _small(element)
    if isinstance(element, Sign):
        yield from _pale(template, "white", element)
    texts = element.texts if isinstance(element, Block) else (element,)
    for text in texts:
        if isinstance(text, Text):
            yield from _unknown(text, known)
            yield from _pale(template, text.fill, element)
            yield from _too_long(text)


def _name(element: Element) -> str:
    return f"{element.kind} {getattr(element, 'value', '')}".strip()


def _unknown(element: Element, known: frozenset[str]) -> Iterator[Fault]:
    for field in fields(element):
        if field.name in _COLOURS and (colour := getattr(element, field.name)):
            try:
                resolve(colour)
            except ValueError as error:
                yield "unknown", str(error), {"name": colour}
    if isinstance(element, Drawn) and element.name not in DRAWINGS:
        yield "unknown", f"names no drawing: {element.name}", {"name": element.name}
    named = {element.when} - {""}
    if isinstance(element, Text):
        named |= {name for _, name, _, _ in Formatter().parse(element.value) if name is not None}
    if strange := named - known:
        listed = ", ".join(sorted(strange))
        yield "unknown", f"asks for unknown values: {listed}", {"name": listed}


def _edges(element: Element) -> Edges:
    """Return left, top, right and foot of what an element covers."""
    e = element
    if isinstance(e, Text):
        left = e.x - {"left": 0.0, "center": e.w / 2, "right": e.w}[e.align]
        foot = e.y + (e.lines - 1) * e.size * 1.4 + e.size * 0.3
        return left, e.y - e.size * 0.8, left + e.w, foot
    height = e.w if isinstance(e, Drawn) else 2 * e.h if isinstance(e, Ribbons) else e.h
    return e.x, e.y, e.x + e.w, e.y + height


def _outside(template: Template, element: Element) -> Iterator[Fault]:
    left, top, right, foot = _edges(element)
    keep = template.safe if isinstance(element, Text | Block | Sign) else 0.0
    keep -= TOLERANCE
    if left < keep or top < keep or right > template.width - keep or foot > template.height - keep:
        yield "trim", f"leaves the trim or the outer {template.safe:g} mm", {}


def _over_a_symbol(template: Template, element: Element) -> Iterator[Fault]:
    for symbol in template.elements:
        if not isinstance(symbol, Symbol) or symbol is element:
            continue
        apart = _apart(_edges(element), _edges(symbol))
        if not apart and not (isinstance(element, Box) and _holds(element, _edges(symbol))):
            yield "quiet_zone", "enters the quiet zone of the symbol", {}


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


def _small(symbol: Symbol) -> Iterator[Fault]:
    try:
        module_dots(min(symbol.w, symbol.h), MODULES_MAX)
    except TooSmall:
        yield "small_symbol", "has no room for 0.5 mm a module", {}


def _pale(template: Template, fill: str, element: Element) -> Iterator[Fault]:
    """Find words too pale for what lies under them: the last box that holds them, else paper."""
    ground = "white"
    for box in template.elements:
        if isinstance(box, Box) and box.fill and _holds(box, _edges(element)):
            ground = box.fill
    ratio = contrast(fill, ground)
    if ratio < CONTRAST_MIN:
        values = {"ink": resolve(fill), "ground": resolve(ground), "ratio": f"{ratio:.1f}"}
        yield "pale", f"is too pale: {fill} on {ground}", values


def _too_long(text: Text) -> Iterator[Fault]:
    """Fixed words must fit as they are; values of a badge are fitted when they are known."""
    if any(name is not None for _, name, _, _ in Formatter().parse(text.value)):
        return
    try:
        check_room(text, text.value.format())
    except TemplateRefused as refused:
        yield refused.reason, str(refused), refused.values


def check_room(text: Text, words: str) -> None:
    """Refuse words that do not fit the room of a text, even set as small as it may be.

    Raises:
        TemplateRefused: They would be shortened.
    """
    if not text.w:
        return
    if text.upright:
        shortened = measure(upright(words), text.bold) * (text.smallest or text.size) > text.w
    else:
        smallest = text.smallest or text.size
        shortened = fit(
            words, width=text.w, size=text.size, smallest=smallest, floor=text.floor or smallest,
            lines=text.lines, bold=text.bold,
        ).shortened  # fmt: skip
    if shortened:
        raise TemplateRefused(f"does not fit into {text.w:g} mm", "too_long", {"words": words})
