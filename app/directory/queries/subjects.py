"""People and places found by any spelling, paged by key."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlmodel import Session, col

from app.directory.models import Employee, Facility, FacilityKind, FacilityLine, Subject, Unit
from app.directory.queries.rows import Page, SubjectRow
from app.directory.queries.units import within
from app.directory.rules import EMPLOYEE, SubjectStatus
from app.errors import Missing
from app.text import fold

__all__ = ["employees", "facilities", "facility_kinds", "subject"]

Found = Select[Any]


def employees(
    session: Session,
    *,
    reach: Sequence[str] | None,
    words: str = "",
    unit_path: str = "",
    left: bool = False,
    after: str = "",
    limit: int = 50,
) -> Page:
    """Return a page of people by family name.

    Args:
        session: Open session.
        reach: Subtrees the reader may see; ``None`` is everything.
        words: Parts of name, number or job title in any spelling; all must be found.
        unit_path: Only this unit's subtree.
        left: Those who left, instead of those who are there.
        after: ``Page.after`` of the page before.
        limit: Rows a page.
    """
    statement = _subjects().where(col(Subject.kind) == EMPLOYEE, _there(left))
    return _page(session, _found(statement, words, reach, unit_path), after, limit)


def facilities(
    session: Session,
    *,
    reach: Sequence[str] | None,
    kind: str = "",
    line_id: int | None = None,
    words: str = "",
    unit_path: str = "",
    left: bool = False,
    after: str = "",
    limit: int = 50,
) -> Page:
    """Return a page of places by name; ``kind`` and ``line_id`` narrow it down."""
    statement = _subjects().where(col(Subject.kind) != EMPLOYEE, _there(left))
    if kind:
        statement = statement.where(col(Subject.kind) == kind)
    if line_id is not None:
        on_line = select(col(FacilityLine.facility_id)).where(col(FacilityLine.line_id) == line_id)
        statement = statement.where(col(Subject.id).in_(on_line))
    return _page(session, _found(statement, words, reach, unit_path), after, limit)


def subject(session: Session, public_id: str, *, reach: Sequence[str] | None = None) -> SubjectRow:
    """Return one person or place.

    Raises:
        Missing: None with this id in reach.
    """
    statement = _subjects().where(col(Subject.public_id) == public_id)
    if reach is not None:
        statement = statement.where(within(reach))
    row = session.execute(statement).first()
    if row is None:
        raise Missing("unknown")
    return SubjectRow(*row)


def facility_kinds(session: Session) -> list[FacilityKind]:
    """Return every kind of place."""
    return list(session.scalars(select(FacilityKind).order_by(col(FacilityKind.code))))


def _there(left: bool) -> ColumnElement[bool]:
    return col(Subject.status) == (SubjectStatus.LEFT if left else SubjectStatus.ACTIVE)


def _found(statement: Found, words: str, reach: Sequence[str] | None, unit_path: str) -> Found:
    if reach is not None:
        statement = statement.where(within(reach))
    if unit_path:
        statement = statement.where(within((unit_path,)))
    for word in fold(words).split()[:8]:
        statement = statement.where(col(Subject.search).contains(word, autoescape=True))
    return statement


def _page(session: Session, statement: Found, after: str, limit: int) -> Page:
    key = (col(Subject.sort_key), col(Subject.id))
    if after:
        last = session.execute(select(*key).where(col(Subject.public_id) == after)).first()
        if last is not None:
            statement = statement.where(tuple_(*key) > tuple_(*last))
    found = session.execute(statement.order_by(*key).limit(limit + 1)).all()
    rows = tuple(SubjectRow(*row) for row in found[:limit])
    return Page(rows, rows[-1].public_id if len(found) > limit else "")


def _subjects() -> Found:
    columns: tuple[Any, ...] = (
        Subject.id,
        Subject.public_id,
        Subject.kind,
        Subject.code,
        Subject.name_fa,
        Subject.name_en,
        Subject.service_type,
        Subject.site,
        Subject.status,
        Unit.id,
        Unit.code,
        Unit.name_fa,
        Unit.name_en,
        Unit.path,
        Employee.job_title,
        Employee.photo,
        Facility.latitude,
        Facility.longitude,
        Facility.address,
        Facility.line_number,
        Facility.line_colour,
    )
    return (
        select(*columns)
        .select_from(Subject)
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .outerjoin(Employee, col(Employee.subject_id) == col(Subject.id))
        .outerjoin(Facility, col(Facility.subject_id) == col(Subject.id))
    )
