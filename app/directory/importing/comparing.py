"""The comparison that rosters and facility lists share: who is new, changed, the same, or left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col

from app.directory.importing.cells import RowCells
from app.directory.importing.known import KnownUnit, KnownUnits
from app.directory.importing.plan import Entry, Faults, Plan
from app.directory.importing.reading import Source
from app.directory.models import Employee, Facility, Subject
from app.directory.rules import SubjectStatus
from app.text import fold_code

__all__ = ["Comparison", "Placed", "Stored", "stored_with"]

Stored = Row[Any]
_COMMON = "id kind code organisation_id unit_id status name_fa name_en search sort_key"


def stored_with(
    session: Session, own: type[Employee] | type[Facility], names: str, *, more: str = ""
) -> list[Stored]:
    """Return the people, or the places, that are stored, for comparison.

    Args:
        session: For reading; one statement.
        own: The table of what is special about them.
        names: Its columns, with blanks between.
        more: Further columns of the subject.
    """
    common = [getattr(Subject, name) for name in f"{_COMMON} {more}".split()]
    special = [getattr(own, name) for name in names.split()]
    rows = select(*common, *special).join(own, col(own.subject_id) == col(Subject.id))
    return list(session.execute(rows).all())


@dataclass(frozen=True, slots=True)
class Placed:
    """A row that knows who it is about and where that belongs."""

    code: str
    key: str
    unit: KnownUnit | None
    stored: Stored | None

    @property
    def home(self) -> int:
        """The organisation."""
        return self.unit.organisation_id if self.unit else 0


class Comparison:
    """Rows of a file against stored subjects with ``id code organisation_id unit_id status``."""

    def __init__(self, stored: Iterable[Stored], units: KnownUnits, source: Source) -> None:
        self.faults = Faults(source.columns)
        self._units, self._source = units, source
        self._seen: dict[str, int] = {}
        self._by_code: dict[str, list[Stored]] = {}
        for subject in stored:
            self._by_code.setdefault(fold_code(subject.code), []).append(subject)
        self.plan = Plan(source.kind, source.name, source.file_hash, units.scope)

    def rows(self) -> Iterator[RowCells]:
        """Yield the rows of the file."""
        for row, cells in self._source.rows:
            yield RowCells(row, cells, self.faults)

    def place(self, cells: RowCells, field: str) -> Placed:
        """Find out whom a row is about: the code within the organisation of its unit."""
        code = cells.code(field)
        key = fold_code(code)
        if key and (first := self._seen.setdefault(key, cells.row)) != cells.row:
            cells.refuse(field, "twice", first=first)
        known = self._by_code.get(key, [])
        only = known[0].unit_id if len(known) == 1 else None
        unit = self._units.place(cells.row, cells.raw("unit_code"), only, self.faults)
        home = unit.organisation_id if unit else 0
        stored = next((one for one in known if one.organisation_id == home), None)
        if stored and not self._units.may_take(stored.unit_id):
            cells.refuse(field, "elsewhere")
        return Placed(code, key, unit, stored)

    def note(self, entry: Entry, stored: Stored | None) -> None:
        """Sort an accepted row into new, changed or unchanged."""
        if stored is None:
            self.plan.new.append(entry)
            return
        entry.id = stored.id
        entry.moved = entry.common["unit_id"] != stored.unit_id
        entry.back = stored.status is SubjectStatus.LEFT
        wanted = entry.common | entry.own
        differs = any(getattr(stored, name) != value for name, value in wanted.items())
        if differs or entry.back or entry.lines is not None:
            self.plan.changed.append(entry)
        else:
            self.plan.unchanged += 1

    def finish(self) -> Plan:
        """Judge who left, inside the scope alone, and return the plan.

        A refused row still counts as being in the file: a typing slip switches nobody off.
        """
        for key, subjects in self._by_code.items():
            for subject in subjects:
                if subject.status is SubjectStatus.LEFT or not self._units.in_scope(
                    subject.unit_id
                ):
                    continue
                self.plan.of += 1
                if key not in self._seen:
                    self.plan.left.append(subject.id)
        self.plan.refused = self.faults.sorted()
        self.plan.refused_rows = len(self.faults.rows)
        return self.plan
