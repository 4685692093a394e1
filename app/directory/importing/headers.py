"""Which column of a file is which field: Persian and English headers, and what the officer maps."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.directory.rules import Kind
from app.errors import Invalid
from app.text import clean_name, fold

__all__ = [
    "FIELDS",
    "REQUIRED",
    "Choice",
    "columns_of",
    "guess",
    "head_key",
    "is_never_kept",
    "known_field",
    "parse_mapping",
]

REQUIRED = {
    Kind.UNITS: (("code",), ("name_fa",)),
    Kind.EMPLOYEES: (("personnel_number",), ("last_name_fa", "full_name_fa")),
    Kind.FACILITIES: (("code",), ("kind",), ("name_fa",)),
}
_LIKE = 5  # letters from which on a known header counts inside a longer one
_NEVER_KEPT = ("national_id", "mobile")


@cache
def _synonyms() -> dict[str, dict[str, list[str]]]:
    text = Path(__file__).with_name("headers.json").read_text("utf-8")
    found: dict[str, dict[str, list[str]]] = json.loads(text)
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """Which column is which, as a person chose it.

    Attributes:
        row: Where the head stands, as a spreadsheet numbers it.
        fields: Field by place of the column, from 0; a column that is not here is not read.
    """

    row: int
    fields: Mapping[int, str]


FIELDS = {kind: tuple(_synonyms()[kind]) for kind in Kind}


def parse_mapping(kind: Kind, pairs: tuple[str, ...]) -> dict[str, str]:
    """Return ``{"COLUMN": "FIELD"}`` of what was written as ``COLUMN=FIELD``.

    Raises:
        Invalid: No such field, or one that is never kept.
    """
    mapping: dict[str, str] = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        field = field.strip()
        if not equals or not column.strip():
            raise Invalid("map_form", field=pair)
        if field in _NEVER_KEPT or head_key(field) in _never_kept_headers():
            raise Invalid("never_kept", field=field)
        if field not in FIELDS[kind]:
            raise Invalid("unknown_field", field=field)
        mapping[column.strip()] = field
    return mapping


def columns_of(kind: Kind, head: list[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Return the place of each field's column; what is not recognised is not read.

    Raises:
        Invalid: A mapped column is not there, two columns say the same, one is missing, or
            it is a roster that was meant for another command.
    """
    keys = [head_key(cell) for cell in head]
    if kind is not Kind.EMPLOYEES and _names_persons(keys):
        raise Invalid("roster")
    places: dict[str, int] = {}
    for column, field in mapping.items():
        if head_key(column) not in keys:
            raise Invalid("mapped_column_missing", field=column)
        places[field] = keys.index(head_key(column))
    taken = set(places.values())
    for field, names in _synonyms()[kind].items():
        known = {head_key(name) for name in names}
        found = [i for i, key in enumerate(keys) if key in known and i not in taken]
        if field in places or not found:
            continue
        if len(found) > 1:
            raise Invalid("column_twice", field=clean_name(head[found[1]])[:80])
        places[field] = found[0]
    for either in REQUIRED[kind]:
        if not any(field in places for field in either):
            raise Invalid("column_missing", field=_synonyms()[kind][either[0]][0])
    return places


def known_field(kind: Kind, header: str) -> str:
    """Return the field whose known headers include this one, else empty."""
    return _fields_by_header(kind).get(head_key(header), "")


def guess(kind: Kind, header: str) -> str:
    """Return what a column most likely holds by its header; empty when nothing speaks for it.

    A known header counts, else the longest known one that stands whole inside it.

    >>> guess(Kind.EMPLOYEES, "شماره پرسنلی کارمند"), guess(Kind.EMPLOYEES, "رنگ")
    ('personnel_number', '')
    """
    key = head_key(header)
    inside = [n for n in _fields_by_header(kind) if len(n) >= _LIKE and n in key]
    return known_field(kind, header) or _fields_by_header(kind).get(
        max(inside, key=len, default=""), ""
    )


def is_never_kept(header: str) -> bool:
    """Return whether a column holds a national id or a mobile number, by its header."""
    key, names = head_key(header), _never_kept_headers()
    return key in names or any(len(name) >= _LIKE and name in key for name in names)


def _names_persons(keys: list[str]) -> bool:
    names = _synonyms()[Kind.EMPLOYEES]["personnel_number"]
    return not {head_key(name) for name in names}.isdisjoint(keys)


@cache
def _fields_by_header(kind: Kind) -> dict[str, str]:
    named = [
        (head_key(name), field) for field, names in _synonyms()[kind].items() for name in names
    ]
    return dict(reversed(named))


@cache
def _never_kept_headers() -> frozenset[str]:
    return frozenset(head_key(name) for names in _synonyms()["ignored"].values() for name in names)


def head_key(text: str) -> str:
    """Return by what headers are compared: folded, without blanks and signs.

    >>> head_key("  كد_واحد ") == head_key("کد واحد")
    True
    """
    return re.sub(r"[\W_]+", "", fold(text))
