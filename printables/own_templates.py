"""Whole templates of an organisation, in place of the house's own.

What is read here keeps every rule of a template and more, so that an own design still prints,
lands where the stock expects it and can be read: the size of the one it replaces, its symbol, and
the number and the host in letters wherever the house says them.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from string import Formatter
from typing import Any, NoReturn

from printables.design import Design
from printables.elements import Block, Symbol, Template, Text
from printables.errors import TemplateRefused
from printables.template import FOLDER, load, parse
from printables.template_rules import Fault

__all__ = ["BYTES_MAX", "names", "own_template", "read_own", "shown_text"]

BYTES_MAX = 64_000
_NEEDED = ("code", "host")


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """Return the names of the templates there are, each of which may be replaced."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def read_own(name: str, text: bytes) -> str:
    """Return an organisation's template as it is kept, or refuse it.

    Args:
        name: Of the house's template it stands in for.
        text: JSON of ``template.schema.json``.

    Raises:
        TemplateRefused: Names the element and what is wrong with it; the first fault found.
    """
    if name not in names():
        raise TemplateRefused(f"there is no template {name!r}", "unknown", {"name": name})
    raw = _decoded(text)
    own = parse(name, raw)
    _compare(load(name), own)
    return json.dumps(raw, ensure_ascii=False, sort_keys=True)


def shown_text(name: str, design: Design) -> str:
    """Return the JSON of a template as a design has it, written to be read and changed."""
    kept = dict(design.templates).get(name) or (FOLDER / f"{name}.json").read_text("utf-8")
    return json.dumps(json.loads(kept), ensure_ascii=False, indent=2) + "\n"


@lru_cache(maxsize=64)
def own_template(name: str, design: Design) -> Template | None:
    """Return what a design has in place of a template, nothing if it leaves the house's."""
    kept = dict(design.templates).get(name)
    if kept is None:
        return None
    mark = hashlib.sha256(kept.encode()).hexdigest()[:8]  # two own ones of a run stay apart
    return parse(f"{name}~{mark}", json.loads(kept))


def _decoded(text: bytes) -> dict[str, Any]:
    if len(text) > BYTES_MAX:
        raise TemplateRefused(f"the file has more than {BYTES_MAX} bytes", "too_large")
    try:
        raw = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise TemplateRefused(f"this is no JSON: {error}", "no_json") from error
    if not isinstance(raw, dict):
        raise TemplateRefused("this is no JSON object", "no_json")
    return raw


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _compare(house: Template, own: Template) -> None:
    """Refuse a template that cannot take the place of the house's."""
    for reason, fault, values in _differences(house, own):
        raise TemplateRefused(f"{house.name}: {fault}", reason, values)


def _differences(house: Template, own: Template) -> Iterator[Fault]:
    size = (house.width, house.height)
    if max(abs(own.width - size[0]), abs(own.height - size[1])) > 0.01:
        width, height = (f"{length:g}" for length in size)
        said = {"width": width, "height": height}
        yield "size", f"the size must be {width} x {height} mm", said
    for word, ours, theirs in (
        ("scales", house.scales, own.scales),
        ("paper", house.paper, own.paper),
    ):
        if ours != theirs:
            setting = str(ours).lower()
            yield "use", f"{word} must be {setting}", {"name": word, "setting": setting}
    if own.roomier and own.roomier not in names():
        yield "unknown", f"roomier names no template: {own.roomier}", {"name": own.roomier}
    wanted, there = (sum(isinstance(e, Symbol) for e in one.elements) for one in (house, own))
    if wanted != there:
        yield "symbols", f"there must be {wanted} symbol", {"count": str(wanted)}
    for value in sorted(set(_values(house)) & set(_NEEDED) - set(_values(own))):
        said = {"name": f"{{{value}}}"}
        yield "needed", f"no text says {{{value}}}, by which people find false signs", said


def _values(template: Template) -> Iterator[str]:
    """Yield the values that are said whenever the badge is printed."""
    for element in template.elements:
        texts = element.texts if isinstance(element, Block) else (element,)
        for text in texts:
            if isinstance(text, Text) and not text.when and not element.when:
                yield from (name for _, name, _, _ in Formatter().parse(text.value) if name)
