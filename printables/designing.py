"""Lay a design over the templates, and refuse one that would spoil a print.

What comes out keeps the same rules as any template (``template_rules``), so a design can neither
enter the quiet zone, nor leave the trim, nor lose contrast; words must also fit their room.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from printables.design import COLOURS, HOUSE, SLOTS, Design
from printables.elements import Block, Drawn, Element, Emblem, Template, Text
from printables.errors import TemplateRefused
from printables.label import label
from printables.left_to_right import turned
from printables.own_templates import names, own_template
from printables.palette import resolve
from printables.shaping import normalise
from printables.template import load
from printables.template_rules import check as check_template
from printables.template_rules import check_room

__all__ = ["NAME_MAX", "PHONE_MAX", "applied", "check", "template_for"]

NAME_MAX = 80
PHONE_MAX = 20
_LABELS = ((75.0, 40.0), (80.0, 50.0), (63.5, 29.6), (40.0, 40.0), (70.0, 36.0))
_PAINTED = ("fill", "stroke", "over", "ground", "tint")


@lru_cache(maxsize=256)
def template_for(name: str, design: Design) -> Template:
    """Return the template of this name as the badges of an organisation have it.

    One of its own is drawn as it stands, with the logo, colours and words of the design; it is
    never turned, since whoever drew it knows the side from which it is read.

    Raises:
        TemplateRefused: The design would spoil the print.
    """
    own = own_template(name, design)
    if own is None:
        return applied(load(name), design)
    return applied(own, replace(design, english=False, templates=()))


@lru_cache(maxsize=256)
def applied(template: Template, design: Design) -> Template:
    """Return a template as this organisation has it.

    Raises:
        TemplateRefused: The design would spoil the print.
    """
    if design == HOUSE:
        return template
    changed = tuple(_changed(element, design) for element in template.elements)
    made = replace(template, name=f"{template.name}@{design.digest}", elements=changed)
    made = turned(made) if design.english else made
    check_template(made)
    return made


def check(design: Design) -> None:
    """Refuse a design that would spoil any print.

    Raises:
        TemplateRefused: Names what is wrong by ``reason`` and ``values``; the first one found.
    """
    _check_values(design)
    known = _known(design)
    for template in _templates(design):
        for text in _texts(template):
            named = {name for _, name, _, _ in Formatter().parse(text.value) if name}
            if named and named <= known.keys():
                check_room(text, text.value.format_map(known))


def _check_values(design: Design) -> None:
    for name, colour in design.colours:
        try:
            resolve(colour)
        except ValueError as error:
            raise TemplateRefused(str(error), "unknown", {"name": colour}) from error
        if name not in COLOURS:
            raise TemplateRefused(f"no colour to change: {name}", "unknown", {"name": name})
    limits = [(words, SLOTS.get(slot, 0)) for slot, words in design.wording]
    limits += [(design.name_fa, NAME_MAX), (design.name_en, NAME_MAX), (design.phone, PHONE_MAX)]
    for words, limit in limits:
        if len(words) > limit:
            raise TemplateRefused("words over their limit", "too_long", {"words": words})
        if words and not normalise(words):
            raise TemplateRefused("words without a letter", "unprintable", {"words": words})


def _known(design: Design) -> dict[str, str]:
    """Return the values of a badge that the design decides."""
    city = design.name_en if design.english else design.name_fa
    said = {"city": city, "phone": design.phone, "question": design.word("question")}
    return {name: words for name, words in said.items() if words}


def _templates(design: Design) -> Iterator[Template]:
    for name in names():
        yield template_for(name, design)
    for size in _LABELS:
        yield applied(label(*size), design)


def _texts(template: Template) -> Iterator[Text]:
    for element in template.elements:
        if isinstance(element, Text):
            yield element
        elif isinstance(element, Block):
            for text in element.texts:
                yield replace(text, w=element.w)


def _changed(element: Element, design: Design) -> Element:
    if isinstance(element, Drawn) and element.name == "mark" and design.logo:
        e = element
        return Emblem(x=e.x, y=e.y, w=e.w, h=e.w, when=e.when, logo=design.logo, tint=e.tint)
    changes: dict[str, Any] = dict(_painted(element, design))
    if isinstance(element, Text):
        changes["value"] = _worded(element, design)
    if isinstance(element, Block):
        changes["texts"] = tuple(_changed(text, design) for text in element.texts)
    return replace(element, **changes) if changes else element


def _painted(element: Element, design: Design) -> Iterator[tuple[str, str]]:
    own = {COLOURS[name]: colour for name, colour in design.colours if name in COLOURS}
    for name in _PAINTED:
        if (colour := getattr(element, name, "")) in own:
            yield name, own[colour]


def _worded(text: Text, design: Design) -> str:
    if text.slot and (words := design.word(text.slot)):
        return words.replace("{", "{{").replace("}", "}}")
    return _english().get(text.value, text.value) if design.english else text.value


@lru_cache(maxsize=1)
def _english() -> dict[str, str]:
    read: dict[str, str] = json.loads(Path(__file__).with_name("english.json").read_text("utf-8"))
    return read
