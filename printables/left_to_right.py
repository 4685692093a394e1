"""A template for readers from the left: everything stands on the other side.

What a Persian card has at the right (photo, names, the mark) an English one has at the left; the
symbol changes sides with its quiet zone, so every rule that held still holds.
"""

from dataclasses import replace
from typing import TypeVar

from printables.elements import Align, Block, Element, Template, Text

__all__ = ["turned"]

AnyElement = TypeVar("AnyElement", bound=Element)
_OTHER: dict[Align, Align] = {"left": "right", "center": "center", "right": "left"}


def turned(template: Template) -> Template:
    """Return the template as its mirror image; words and drawings themselves are not mirrored."""
    elements = tuple(_turned(element, template.width) for element in template.elements)
    return replace(template, elements=elements)


def _turned(element: AnyElement, width: float) -> AnyElement:
    e = element
    if isinstance(e, Text):
        return replace(e, x=width - e.x, align=_OTHER[e.align])
    if isinstance(e, Block):
        texts = tuple(replace(text, align=_OTHER[text.align]) for text in e.texts)
        return replace(e, x=width - e.x - e.w, texts=texts)
    return replace(e, x=width - e.x - e.w)
