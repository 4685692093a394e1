"""What may stand on a template: every element with its place, frozen, lengths in mm.

y runs downwards from the top left; a text stands on its baseline.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from printables.logo import Logo

__all__ = [
    "Align",
    "Block",
    "Box",
    "Drawn",
    "Element",
    "Emblem",
    "Photo",
    "Ribbons",
    "Sign",
    "Stars",
    "Symbol",
    "Template",
    "Text",
]

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
class Emblem(Element):
    """The logo of an organisation in a square of ``w`` mm, in place of the mark."""

    kind: ClassVar[str] = "logo"
    logo: Logo
    tint: str = "white"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Element):
    """One text on a baseline; ``w`` is the room it has (``x`` is its aligned edge).

    It shrinks from ``size`` to ``smallest`` (mm) to fit, then takes up to ``lines`` lines.
    ``upright`` draws it strictly left to right (codes, hosts, Latin).  An organisation may put
    words of its own into a ``slot`` (``design``).
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
    slot: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbons(Element):
    """The bands of the lines, ``h`` mm each, and the ring where several meet."""

    kind: ClassVar[str] = "ribbons"
    ground: str = "sign"


@dataclass(frozen=True, slots=True)
class Template:
    """A card side or placard of ``width`` x ``height`` mm; nothing vital within ``safe`` mm.

    One that ``scales`` grows and shrinks with its sheet; the others keep their size.  A ``paper``
    is no badge: it names other values.  ``roomier`` names the template of the same size to take
    when the texts of a block do not fit this one.
    """

    name: str
    width: float
    height: float
    safe: float
    elements: tuple[Element, ...]
    scales: bool = False
    paper: bool = False
    roomier: str = ""
