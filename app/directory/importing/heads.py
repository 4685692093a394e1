"""The head of a file as a person chooses columns by: names, a few samples, a guess at each.

National id and mobile columns are named but never sampled, and no field can be read from them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.directory.importing.headers import (
    FIELDS,
    REQUIRED,
    Choice,
    columns_of,
    guess,
    head_key,
    is_never_kept,
    known_field,
)
from app.directory.importing.reading import HEAD_ROWS, table_rows
from app.directory.rules import Kind
from app.errors import Invalid
from app.text import clean_name

__all__ = ["Column", "Head", "faults", "read_head"]

_SAMPLES = 3
_LOOKED_AT = 40
Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place from 0, its header, what stands in it first, the field guessed."""

    place: int
    name: str
    samples: tuple[str, ...]
    field: str
    barred: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a file; ``shape`` is equal for files with the same columns in the same order."""

    row: int
    columns: tuple[Column, ...]
    shape: str

    @property
    def guessed(self) -> Choice:
        """What the headers say by themselves."""
        return Choice(self.row, {one.place: one.field for one in self.columns if one.field})


def read_head(path: Path, kind: Kind) -> Head:
    """Return the columns of a file with the first things that stand in them.

    Raises:
        Invalid: It is no table, or an empty one.
    """
    rows = list(islice(table_rows(path), HEAD_ROWS + _LOOKED_AT))
    if not rows:
        raise Invalid("empty_file")
    at = _head_at(rows[:HEAD_ROWS], kind)
    number, names = rows[at]
    below = [cells for _, cells in rows[at + 1 :]]
    shape = json.dumps([kind.value, number, [head_key(name) for name in names]])
    return Head(
        number,
        tuple(_columns(kind, names, below)),
        hashlib.sha256(shape.encode()).hexdigest(),
    )


def faults(kind: Kind, fields: Mapping[int, str], head: Head) -> dict[int | str, str]:
    """Return what speaks against a choice, by place of a column or by a field that is missing.

    The reasons are ``twice``, ``unknown``, ``never_kept`` and ``missing``.
    """
    found: dict[int | str, str] = {}
    barred = {one.place for one in head.columns if one.barred}
    seen: set[str] = set()
    for place, name in fields.items():
        if name not in FIELDS[kind]:
            found[place] = "unknown"
        elif place in barred:
            found[place] = "never_kept"
        elif name in seen:
            found[place] = "twice"
        seen.add(name)
    for either in REQUIRED[kind]:
        if not seen.intersection(either):
            found[either[0]] = "missing"
    return found


def _head_at(rows: list[Row], kind: Kind) -> int:
    """Return which row is the head: one whose columns are known, or like known ones, else the
    first that is nearly as full as the others."""
    for index, (_, cells) in enumerate(rows):
        try:
            columns_of(kind, cells, {})
        except Invalid:
            continue
        return index
    alike = [len(_guesses(kind, cells)) for _, cells in rows]
    if max(alike):
        return alike.index(max(alike))
    filled = [sum(bool(cell.strip()) for cell in cells) for _, cells in rows]
    return next(index for index, count in enumerate(filled) if count >= max(filled) * 0.6)


def _columns(kind: Kind, names: list[str], below: list[list[str]]) -> list[Column]:
    fields = _guesses(kind, names)
    return [
        Column(
            place,
            clean_name(name)[:80],
            () if is_never_kept(name) else _samples_of(place, below),
            fields.get(place, ""),
            is_never_kept(name),
        )
        for place, name in enumerate(names)
    ]


def _samples_of(place: int, below: list[list[str]]) -> tuple[str, ...]:
    cells = (clean_name(row[place])[:40] for row in below if place < len(row))
    return tuple(islice(dict.fromkeys(filter(None, cells)), _SAMPLES))


def _guesses(kind: Kind, names: list[str]) -> dict[int, str]:
    """Return a field for each place, none twice; headers that are known come first."""
    fields: dict[int, str] = {}
    for said in (known_field, guess):
        for place, name in enumerate(names):
            field = "" if place in fields or is_never_kept(name) else said(kind, name)
            if field and field not in fields.values():
                fields[place] = field
    return fields
