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

__all__ = ["Bearer", "Line", "SubjectPage"]
__all__ += ["bearer_of_serial", "subject_for_serial", "subject_for_typed_code"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line a place lies on: its number and the colour its operator gave it (``#rrggbb``)."""

    number: str
    colour: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """One badge and what a message by it is about: all a tap has to know."""

    badge_id: int
    key_id: int
    status: BadgeStatus
    expires_at: datetime | None
    subject_id: int
    subject_status: SubjectStatus
    site: str
    service_type: str | None
    unit_id: int

    def standing(self, now: datetime) -> BadgeStatus:
        """Return what the badge is worth at this instant."""
        if self.status is BadgeStatus.ACTIVE and self.expires_at and self.expires_at <= now:
            return BadgeStatus.EXPIRED
        if self.status is BadgeStatus.ACTIVE and self.subject_status is not SubjectStatus.ACTIVE:
            return BadgeStatus.SUSPENDED
        return self.status


@dataclass(frozen=True, slots=True)
class SubjectPage(Bearer):
    """One badge with the person or place it speaks for, ready to show.

    ``lines`` holds the lines of a station, or of a line itself its own number and colour.
    """

    serial: str
    typed_code: str
    ended_at: datetime | None
    kind: str
    code: str
    name_fa: str
    name_en: str
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


def bearer_of_serial(store: Store, serial: str) -> Bearer | None:
    """Return whom a badge speaks for by its serial (ten hexadecimal digits); one statement."""
    rows = select_rows(store, _bearer(), wanted=serial)
    return Bearer(*rows[0]) if rows else None


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
            *_of_bearer(badge, subject),
            *_columns(badge, "serial typed_code ended_at"),
            *_columns(subject, "kind code name_fa name_en"),
            *_columns(unit, "path name_fa name_en"),
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


@cache
def _bearer() -> Any:
    badge, subject = _table(Badge), _table(Subject)
    return (
        select(*_of_bearer(badge, subject))
        .join_from(badge, subject, subject.c.id == badge.c.subject_id)
        .where(badge.c.serial == bindparam("wanted"))
    )


def _of_bearer(badge: Any, subject: Any) -> list[Any]:
    """Return the columns of ``Bearer``."""
    return [
        *_columns(badge, "id key_id status expires_at"),
        *_columns(subject, "id status site service_type unit_id"),
    ]


def _table(model: type[SQLModel]) -> Table:
    return cast(Table, inspect(model).local_table)


def _columns(table: Any, names: str) -> list[Any]:
    return [table.c[name] for name in names.split()]


def _or_blank(table: Any, names: str) -> list[Any]:
    return [func.coalesce(column, "") for column in _columns(table, names)]
