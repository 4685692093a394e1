"""The part of JSON Schema (2020-12) that ``template.schema.json`` is written in.

``faults`` says every place where a decoded document differs; an editor that knows JSON Schema
says the same while a template is being written.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

__all__ = ["faults", "template_schema"]

Schema = dict[str, Any]
Found = Iterator[tuple[str, str]]
"""Where in the document, and what is wrong there."""

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}


@lru_cache(maxsize=1)
def template_schema() -> Schema:
    """Return the schema of templates that travels with the package."""
    path = Path(__file__).with_name("template.schema.json")
    schema: Schema = json.loads(path.read_text("utf-8"))
    return schema


def faults(value: Any, schema: Schema | None = None) -> Found:
    """Yield what of a document breaks a schema, by default that of templates.

    >>> list(faults({"width": 90, "height": "tall", "elements": [{"type": "seal"}]}))[0]
    ('height', "cannot be 'tall': it is no number")
    """
    root = template_schema() if schema is None else schema
    yield from _check(value, root, root, "")


def _check(value: Any, schema: Schema, root: Schema, where: str) -> Found:
    if "$ref" in schema:
        named = schema["$ref"].removeprefix("#/$defs/")
        yield from _check(value, root["$defs"][named], root, where)
        return
    if "type" in schema and not _is_a(value, schema["type"]):
        yield where, f"cannot be {value!r}: it is no {schema['type']}"
        return
    for name, test in _TESTS.items():
        if name in schema and (fault := test(value, schema[name])):
            yield where, fault
    if isinstance(value, dict):
        yield from _object(value, schema, root, where)
    if isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from _check(item, schema["items"], root, f"{where}[{index}]")
    for rule in schema.get("allOf", ()):
        if not any(True for _ in _check(value, rule.get("if", {}), root, where)):
            yield from _check(value, rule["then"], root, where)


def _object(value: dict[str, Any], schema: Schema, root: Schema, where: str) -> Found:
    known: Schema = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield where, f"lacks {name}"
    for name, inner in value.items():
        if name in known:
            yield from _check(inner, known[name], root, f"{where}.{name}".lstrip("."))
        elif schema.get("additionalProperties") is False:
            yield where, f"knows no {name}"


def _is_a(value: Any, name: str) -> bool:
    return isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def _said(holds: Callable[[Any, Any], bool], words: str) -> Callable[[Any, Any], str]:
    return lambda value, bound: "" if holds(value, bound) else f"{value!r} {words} {bound}"


_TESTS: dict[str, Callable[[Any, Any], str]] = {
    "const": _said(lambda value, one: value == one, "is not"),
    "enum": lambda value, some: "" if value in some else f"{value!r} is none of {', '.join(some)}",
    "minimum": _said(lambda value, bound: value >= bound, "is less than"),
    "maximum": _said(lambda value, bound: value <= bound, "is more than"),
    "exclusiveMinimum": _said(lambda value, bound: value > bound, "is not more than"),
    "minItems": lambda value, bound: "" if len(value) >= bound else "is empty",
    "pattern": _said(lambda value, form: re.search(form, value) is not None, "is not written like"),
}
