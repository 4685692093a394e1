"""The read behind a scan: whose badge it is and what stands on the page, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, func, inspect, select
from sqlmodel import Session, SQLModel

from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.directory.models import Employee, Facility, FacilityKind, FacilityLine, Subject, Unit
from app.directory.rules import EMPLOYEE, SubjectStatus
from app.quick_sql import Store, select_rows

__all__ = ["Line", "SubjectPage", "subject_for_serial", "subject_for_typed_code"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line a place lies on: its number and the colour its operator gave it (``#rrggbb``)."""

    number: str
    colour: str


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """One badge with the person or place it speaks for, ready to show.

    ``lines`` holds the lines of a station, or of a line itself its own number and colour.
    """

    badge_id: int
    serial: str
    key_id: int
    typed_code: str
    status: BadgeStatus
    expires_at: datetime | None
    ended_at: datetime | None
    subject_id: int
    kind: str
    code: str
    name_fa: str
    name_en: str
    site: str
    service_type: str | None
    subject_status: SubjectStatus
    unit_id: int
    unit_path: str
    unit_name_fa: str
    unit_name_en: str
    job_title: str
    photo: str
    kind_name_fa: str
    kind_name_en: str
    address: str
    lines: tuple[Line, ...]

    @property
    def is_employee(self) -> bool:
        """Whether the badge speaks for a person."""
        return self.kind == EMPLOYEE

    def standing(self, now: datetime) -> BadgeStatus:
        """Return what the badge is worth at this instant."""
        if self.status is BadgeStatus.ACTIVE and self.expires_at and self.expires_at <= now:
            return BadgeStatus.EXPIRED
        if self.status is BadgeStatus.ACTIVE and self.subject_status is not SubjectStatus.ACTIVE:
            return BadgeStatus.SUSPENDED
        return self.status


def subject_for_serial(store: Store, serial: str) -> SubjectPage | None:
    """Return the page of a badge by its serial (ten hexadecimal digits); one statement."""
    return _page(store, "serial", serial)


def subject_for_typed_code(session: Session, code: str) -> SubjectPage | None:
    """Return the page of a badge by the nine digits under its symbol; one statement."""
    return _page(session, "typed_code", code)


def _page(store: Store, column: str, wanted: str) -> SubjectPage | None:
    rows = select_rows(store, _query(column), wanted=wanted)
    if not rows:
        return None
    first: list[Any] = list(rows[0])
    values = [*first[:-4], _lines(rows, *first[-4:-2])]
    return SubjectPage(*values)


def _lines(rows: Sequence[Any], number: str, colour: str) -> tuple[Line, ...]:
    """Return the lines the rows of one badge carry: one row each, or one row without any."""
    found = tuple(Line(row[-2], row[-1] or "") for row in rows if row[-2])
    return found or ((Line(number, colour),) if number else ())


@cache
def _query(column: str) -> Any:
    """Return the statement for one way to ask, built once a process: a scan must be cheap."""
    badge, subject, unit = (_table(model) for model in (Badge, Subject, Unit))
    employee, facility, kind = (_table(model) for model in (Employee, Facility, FacilityKind))
    on, line = _table(FacilityLine), _table(Facility).alias("line")
    return (
        select(
            *_columns(badge, "id serial key_id typed_code status expires_at ended_at"),
            *_columns(subject, "id kind code name_fa name_en site service_type status"),
            *_columns(unit, "id path name_fa name_en"),
            *_or_blank(employee, "job_title photo"),
            *_or_blank(kind, "name_fa name_en"),
            *_or_blank(facility, "address line_number line_colour"),
            *_columns(line, "line_number line_colour"),
        )
        .select_from(badge)
        .join(subject, subject.c.id == badge.c.subject_id)
        .join(unit, unit.c.id == subject.c.unit_id)
        .outerjoin(employee, employee.c.subject_id == subject.c.id)
        .outerjoin(facility, facility.c.subject_id == subject.c.id)
        .outerjoin(kind, kind.c.code == facility.c.kind)
        .outerjoin(on, on.c.facility_id == facility.c.subject_id)
        .outerjoin(line, and_(line.c.subject_id == on.c.line_id, line.c.line_number != ""))
        .where(badge.c[column] == bindparam("wanted"))
        .order_by(on.c.place, line.c.code)
    )


def _table(model: type[SQLModel]) -> Table:
    return cast(Table, inspect(model).local_table)


def _columns(table: Any, names: str) -> list[Any]:
    return [table.c[name] for name in names.split()]


def _or_blank(table: Any, names: str) -> list[Any]:
    return [func.coalesce(column, "") for column in _columns(table, names)]
