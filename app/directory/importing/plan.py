"""A plan: what applying a file would do, found by pure comparison with what is stored.

``Faults`` collects why rows are refused; ``Plan`` is the whole report before anything is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.directory.rules import Kind, many_left

__all__ = ["Entry", "Faults", "Options", "Plan", "Refusal", "Scope"]


@dataclass(frozen=True, slots=True)
class Options:
    """How the officer wants a file understood.

    Attributes:
        scope: Code of the unit whose subtree the file lists in full; empty: it lists additions.
        unit: Code of the unit for rows that name none.
        reach: Unit paths the officer may write in; ``None`` is everywhere (command line).
    """

    scope: str = ""
    unit: str = ""
    reach: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The subtree a file speaks for."""

    unit_id: int
    code: str
    path: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why one row is not taken.

    Attributes:
        row: Row of the file, as a spreadsheet numbers it.
        column: Header of the column at fault.
        code: Reason, a key of ``reasons.SENTENCES``.
        values: What the sentence needs.
    """

    row: int
    column: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


class Faults:
    """The refusals of a file, in the order found, by row."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self._columns = columns
        self._found: list[Refusal] = []
        self.rows: set[int] = set()

    def add(self, row: int, field_name: str, code: str, **values: object) -> None:
        """Refuse a row."""
        column = self._columns.get(field_name, field_name)
        self._found.append(Refusal(row, column, code, values))
        self.rows.add(row)

    def sorted(self) -> tuple[Refusal, ...]:
        """Return all refusals by row."""
        return tuple(sorted(self._found, key=lambda refusal: refusal.row))


@dataclass(slots=True)
class Entry:
    """One row to be written.

    Attributes:
        row: Row of the file.
        key: What the file's other rows call it by (folded code).
        id: Stored id, ``None`` for a new one.
        common: Columns of the subject (or unit).
        own: Columns of the employee or facility.
        parent: Of a unit: folded code of the unit above, empty for a root.
        lines: Of a facility: organisation and folded code of its lines; ``None`` keeps the stored.
        moved: Whether the unit changes.
        back: Whether it had left.
    """

    row: int
    key: str
    id: int | None
    common: dict[str, Any]
    own: dict[str, Any] = field(default_factory=dict)
    parent: str = ""
    lines: tuple[tuple[int, str], ...] | None = None
    moved: bool = False
    back: bool = False


@dataclass(slots=True)
class Plan:
    """What a file would do."""

    kind: Kind
    file_name: str
    file_hash: str
    scope: Scope | None
    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: int = 0
    left: list[int] = field(default_factory=list)
    of: int = 0
    refused: tuple[Refusal, ...] = ()
    refused_rows: int = 0
    organisations: dict[str, str] = field(default_factory=dict)

    @property
    def asks_about_left(self) -> bool:
        """Whether so many would be switched off that a person must name the number."""
        return many_left(len(self.left), self.of)

    @property
    def changes(self) -> bool:
        """Whether applying it would write anything."""
        return bool(self.new or self.changed or self.left)
