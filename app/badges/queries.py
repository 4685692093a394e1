"""The read behind a scan: whose badge it is and what stands on the page, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.directory.models import Employee, Facility, FacilityKind, FacilityLine, Subject, Unit
from app.directory.rules import EMPLOYEE, SubjectStatus

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


def subject_for_serial(session: Session, serial: str) -> SubjectPage | None:
    """Return the page of a badge by its serial (ten hexadecimal digits); one statement."""
    return _page(session, col(Badge.serial) == serial)


def subject_for_typed_code(session: Session, code: str) -> SubjectPage | None:
    """Return the page of a badge by the nine digits under its symbol; one statement."""
    return _page(session, col(Badge.typed_code) == code)


def _page(session: Session, wanted: ColumnElement[bool]) -> SubjectPage | None:
    rows = session.execute(_query().where(wanted)).all()
    if not rows:
        return None
    first: list[Any] = list(rows[0])
    values = [*first[:-4], _lines(rows, *first[-4:-2])]
    return SubjectPage(*values)


def _lines(rows: Sequence[Any], number: str, colour: str) -> tuple[Line, ...]:
    """Return the lines the rows of one badge carry: one row each, or one row without any."""
    found = tuple(Line(row[-2], row[-1] or "") for row in rows if row[-2])
    return found or ((Line(number, colour),) if number else ())


def _query() -> Any:
    line = aliased(Facility)
    return (
        select(
            *_columns(Badge, "id serial key_id typed_code status expires_at ended_at"),
            *_columns(Subject, "id kind code name_fa name_en site service_type status"),
            *_columns(Unit, "id path name_fa name_en"),
            *_or_blank(Employee, "job_title photo"),
            *_or_blank(FacilityKind, "name_fa name_en"),
            *_or_blank(Facility, "address line_number line_colour"),
            *_columns(line, "line_number line_colour"),
        )
        .select_from(Badge)
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .outerjoin(Employee, col(Employee.subject_id) == col(Subject.id))
        .outerjoin(Facility, col(Facility.subject_id) == col(Subject.id))
        .outerjoin(FacilityKind, col(FacilityKind.code) == col(Facility.kind))
        .outerjoin(FacilityLine, col(FacilityLine.facility_id) == col(Facility.subject_id))
        .outerjoin(
            line,
            and_(col(line.subject_id) == col(FacilityLine.line_id), col(line.line_number) != ""),
        )
        .order_by(col(FacilityLine.place), col(line.code))
    )


def _columns(table: Any, names: str) -> list[Any]:
    return [getattr(table, name) for name in names.split()]


def _or_blank(table: Any, names: str) -> list[Any]:
    return [func.coalesce(column, "") for column in _columns(table, names)]
