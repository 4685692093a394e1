"""Templates: what stands where on a card or placard, as data.

A template is JSON in ``templates/``: its size in mm and a list of elements (``elements``).
``parse`` turns it into frozen values and refuses what ``template.schema.json`` does not know or
what would spoil the print (``template_rules``).  Values of a badge stand in texts as ``{name}``;
``when`` names a value that must not be empty for the element to appear.
"""

import json
import re
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from printables.elements import (
    Block,
    Box,
    Drawn,
    Element,
    Photo,
    Ribbons,
    Sign,
    Stars,
    Symbol,
    Template,
    Text,
)  # fmt: skip
from printables.errors import TemplateRefused
from printables.schema import faults
from printables.template_rules import check

__all__ = ["load", "parse", "scaled"]

FOLDER = Path(__file__).parent / "templates"
_TYPES: dict[str, type[Element]] = {
    t.kind: t for t in (Box, Stars, Drawn, Text, Block, Symbol, Photo, Sign, Ribbons)
}
_ELEMENT = re.compile(r"elements\[(\d+)\]")
_LENGTHS = {"x", "y", "w", "h", "radius", "line", "tile", "size", "smallest", "floor"}


@lru_cache(maxsize=32)
def load(name: str) -> Template:
    """Return a template that travels with the package.

    Raises:
        TemplateRefused: It names an element or setting that there is not.
    """
    return parse(name, json.loads((FOLDER / f"{name}.json").read_text("utf-8")))


def parse(name: str, raw: dict[str, Any]) -> Template:
    """Return a template from decoded JSON; the reason of a refusal names the element.

    Raises:
        TemplateRefused: It is malformed or breaks a rule of ``template_rules``.
    """
    for where, fault in faults(raw):
        element = _named(raw, where)
        said = f"{name}: {element} {fault}".replace("  ", " ")
        raise TemplateRefused(said, values={"element": element})
    try:
        elements = tuple(_element(dict(item)) for item in raw["elements"])
        size = (float(raw["width"]), float(raw["height"]), float(raw.get("safe", 3)))
        template = Template(
            name, *size, elements, scales=bool(raw.get("scales")), paper=bool(raw.get("paper")),
            roomier=str(raw.get("roomier", "")),
        )  # fmt: skip
        check(template)
    except TemplateRefused:
        raise
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise TemplateRefused(f"{name}: {error}") from error
    return template


def _named(raw: dict[str, Any], where: str) -> str:
    """Return a place in a template with the type of the element it lies in."""
    found = _ELEMENT.match(where)
    element = raw["elements"][int(found[1])] if found else {}
    kind = element.get("type", "text") if found and isinstance(element, dict) else ""
    return f"{where} ({kind})" if kind else where


def _element(item: dict[str, Any]) -> Element:
    """Return an element of what the schema has let through."""
    kind = _TYPES[item.pop("type", "text")]
    if "texts" in item:
        item["texts"] = tuple(_element({"x": 0, "y": 0} | text) for text in item["texts"])
    return kind(**item)


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
