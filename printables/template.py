"""Templates: what stands where on a card or placard, as data.

A template is JSON in ``templates/``: its size in mm and a list of elements, y downwards from the
top left, text on its baseline.  ``load`` turns it into frozen values and refuses what it does
not know; ``template_rules.check`` refuses what would spoil the print.  Values of a badge stand
in texts as ``{name}``; ``when`` names a value that must not be empty for the element to appear.
"""

import json
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Literal

from printables.errors import TemplateRefused

__all__ = [
    "Block", "Box", "Drawn", "Element", "Photo", "Ribbons", "Sign", "Stars", "Symbol", "Template",
    "Text", "load", "parse", "scaled",
]  # fmt: skip

FOLDER = Path(__file__).parent / "templates"
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Something with a place; ``w`` and ``h`` are mm."""

    kind: ClassVar[str] = ""
    x: float
    y: float
    w: float = 0
    h: float = 0
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Element):
    """A filled or outlined rectangle; one that touches the trim runs out into the bleed."""

    kind: ClassVar[str] = "box"
    fill: str = ""
    radius: float = 0
    stroke: str = ""
    line: float = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Stars(Element):
    """The eight-point star band, ``share`` of ``over`` laid on ``ground``."""

    kind: ClassVar[str] = "stars"
    over: str = "white"
    ground: str
    share: float = 0.13
    tile: float = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn(Element):
    """A drawing of ``art.DRAWINGS`` in a square of ``w`` mm."""

    kind: ClassVar[str] = "drawing"
    name: str
    tint: str = "white"
    ground: str = "turquoise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Element):
    """One text on a baseline; ``w`` is the room it has (``x`` is its aligned edge).

    It shrinks from ``size`` to ``smallest`` (mm) to fit, then takes up to ``lines`` lines.
    ``upright`` draws it strictly left to right (codes, hosts, Latin).
    """

    kind: ClassVar[str] = "text"
    value: str
    size: float
    smallest: float = 0
    floor: float = 0
    lines: int = 1
    fill: str = "ink"
    bold: bool = False
    align: Align = "right"
    upright: bool = False
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Element):
    """Texts flowing down in a box, each below the last; shrunk together if they are too high.

    ``x`` and ``w`` of the texts inside are the block's own; their ``y`` is the gap above.
    """

    kind: ClassVar[str] = "block"
    texts: tuple[Text, ...]
    valign: Literal["top", "middle", "bottom"] = "top"


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol(Element):
    """The QR symbol with its quiet zone inside a square of ``w`` mm, white to the edge."""

    kind: ClassVar[str] = "symbol"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo(Element):
    """The photo, cropped to this frame, or the drawn portrait."""

    kind: ClassVar[str] = "photo"
    radius: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(Element):
    """The name panel of a placard: both names and the emblem of its kind."""

    kind: ClassVar[str] = "sign"
    ground: str = "sign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbons(Element):
    """The bands of the lines, ``h`` mm each, and the ring where several meet."""

    kind: ClassVar[str] = "ribbons"
    ground: str = "sign"


@dataclass(frozen=True, slots=True)
class Template:
    """A card side or placard of ``width`` x ``height`` mm; nothing vital within ``safe`` mm.

    One that ``scales`` grows and shrinks with its sheet; the others keep their size.
    """

    name: str
    width: float
    height: float
    safe: float
    elements: tuple[Element, ...]
    scales: bool = False


_TYPES: dict[str, type[Element]] = {
    t.kind: t for t in (Box, Stars, Drawn, Text, Block, Symbol, Photo, Sign, Ribbons)
}
_LENGTHS = {"x", "y", "w", "h", "radius", "line", "tile", "size", "smallest", "floor"}


@lru_cache(maxsize=32)
def load(name: str) -> Template:
    """Return a template that travels with the package.

    Raises:
        TemplateRefused: It names an element or setting that there is not.
    """
    return parse(name, json.loads((FOLDER / f"{name}.json").read_text("utf-8")))


def parse(name: str, raw: dict[str, Any]) -> Template:
    """Return a template from decoded JSON; the reason of a refusal names the element."""
    try:
        elements = tuple(_element(dict(item)) for item in raw["elements"])
        size = (float(raw["width"]), float(raw["height"]), float(raw.get("safe", 3)))
        return Template(name, *size, elements, bool(raw.get("scales", False)))
    except (KeyError, TypeError, ValueError) as error:
        raise TemplateRefused(f"{name}: {error}") from error


def _element(item: dict[str, Any]) -> Element:
    kind = item.pop("type", "text")
    if kind not in _TYPES:
        raise ValueError(f"unknown element {kind!r}")
    if "texts" in item:
        item["texts"] = tuple(_element({"x": 0, "y": 0} | text) for text in item["texts"])
    unknown = set(item) - {f.name for f in fields(_TYPES[kind])}
    if unknown:
        raise ValueError(f"{kind} knows no {', '.join(sorted(unknown))}")
    return _TYPES[kind](**item)


@lru_cache(maxsize=64)
def scaled(template: Template, factor: float) -> Template:
    """Return the same template larger or smaller: every length times ``factor``."""
    return replace(
        template, width=template.width * factor, height=template.height * factor,
        safe=template.safe * factor,
        elements=tuple(_scaled(element, factor) for element in template.elements),
    )  # fmt: skip


def _scaled(element: Element, factor: float) -> Element:
    changes: dict[str, Any] = {
        f.name: getattr(element, f.name) * factor for f in fields(element) if f.name in _LENGTHS
    }
    if isinstance(element, Block):
        changes["texts"] = tuple(_scaled(text, factor) for text in element.texts)
    return replace(element, **changes)
