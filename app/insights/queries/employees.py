"""The HR reviewer's screens: find employees, read one employee's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlmodel import Session, col

from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.directory.models import Employee, ServiceType, Subject, SubjectUnit, Unit
from app.directory.rules import EMPLOYEE, SubjectStatus
from app.errors import Missing
from app.feedback.breakdown import voices_by_kind
from app.feedback.queries import ReleasedWords, released_words, subject_counts
from app.insights.queries.finding import PAGE, after_row, path_of, within, worded
from app.insights.rules import SMALLEST_CELL, veiled
from app.scores.decisions.replying import replies
from app.scores.queries import shown
from app.scores.rules import Shown
from app.scores.trends import Point, history

__all__ = ["EmployeePage", "EmployeeRow", "Stay", "employee_page", "employees", "kind_cells"]


@dataclass(frozen=True, slots=True)
class EmployeeRow:
    """One line of the list; it carries no figure, so that it cannot be sorted by one."""

    public_id: str
    name_fa: str
    name_en: str
    number: str
    title: str
    unit_fa: str
    unit_en: str
    active: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """A unit and the time spent in it."""

    unit_fa: str
    unit_en: str
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class EmployeePage:
    """Everything the page of one employee says."""

    row: EmployeeRow
    service_fa: str
    service_en: str
    badge: str
    shown: Shown
    points: tuple[Point, ...]
    kinds: dict[str, int | None]
    words: tuple[ReleasedWords, ...]
    replies: dict[int, str]
    stays: tuple[Stay, ...]


def employees(
    session: Session,
    paths: Sequence[str],
    *,
    text: str = "",
    unit: str = "",
    after: str = "",
    left: bool = False,
    limit: int = PAGE,
) -> list[EmployeeRow]:
    """Return employees of the subtrees in the order of their names, one row more than ``limit``.

    Args:
        session: For reading.
        paths: Unit paths the reader reaches.
        text: Words of a name, title or number, in any spelling and any digits.
        unit: Code of a unit whose subtree is wanted.
        after: Public id of the last row of the page before.
        left: Whether those who left are wanted instead of those who are there.
        limit: Rows of a page.

    Raises:
        Missing: No such unit in the reader's reach, or no such last row.
    """
    status = SubjectStatus.LEFT if left else SubjectStatus.ACTIVE
    query = _rows().where(within(paths), col(Subject.status) == status, *worded(text))
    if unit:
        query = query.where(col(Unit.path).startswith(path_of(session, unit, paths)))
    if after:
        query = query.where(after_row(session, after))
    query = query.order_by(col(Subject.sort_key), col(Subject.id)).limit(limit + 1)
    return [_row(found) for found in session.execute(query)]


def employee_page(
    session: Session, public_id: str, paths: Sequence[str], *, zone: ZoneInfo
) -> EmployeePage:
    """Return one employee's page; at most ten statements.

    Raises:
        Missing: No such employee, or out of the reader's reach.
    """
    query = _rows().add_columns(Subject, ServiceType)
    query = query.outerjoin(ServiceType, col(ServiceType.code) == col(Subject.service_type))
    one = session.execute(query.where(within(paths), col(Subject.public_id) == public_id)).first()
    if one is None:
        raise Missing("unknown")
    *found, subject, service = one
    words = tuple(released_words(session, found[0], zone=zone))
    return EmployeePage(
        row=_row(found),
        service_fa=service.name_fa if service else "",
        service_en=service.name_en if service else "",
        badge=_badge(session, found[0]),
        shown=shown(session, subject),
        points=tuple(history(session, subject)),
        kinds=kind_cells(session, found[0]),
        words=words,
        replies=replies(session, [one.feedback_id for one in words]),
        stays=_stays(session, found[0]),
    )


def kind_cells(session: Session, subject_id: int) -> dict[str, int | None]:
    """Return messages by kind, all four and the bare ratings, over all months and channels.

    None is a cell with too few voices; two statements.
    """
    counts = subject_counts(session, subject_id, "kind")
    cells = {kind: counts[kind,] for kind in ("apr", "sug", "com", "crt", "none")}
    return veiled(cells, voices_by_kind(session, subject_id, enough=SMALLEST_CELL))


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Subject.id),
            col(Subject.public_id),
            col(Subject.name_fa),
            col(Subject.name_en),
            col(Employee.personnel_number),
            col(Employee.job_title),
            col(Unit.name_fa),
            col(Unit.name_en),
            col(Subject.status),
        )
        .join(Employee, col(Employee.subject_id) == col(Subject.id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(col(Subject.kind) == EMPLOYEE)
    )


def _row(found: Any) -> EmployeeRow:
    values: list[Any] = [*found[1:-1], found[-1] == SubjectStatus.ACTIVE]
    return EmployeeRow(*values)


def _badge(session: Session, subject_id: int) -> str:
    active = select(col(Badge.typed_code)).where(
        col(Badge.subject_id) == subject_id, col(Badge.status) == BadgeStatus.ACTIVE
    )
    return session.execute(active).scalar() or ""


def _stays(session: Session, subject_id: int) -> tuple[Stay, ...]:
    history = (
        select(
            col(Unit.name_fa),
            col(Unit.name_en),
            col(SubjectUnit.from_at),
            col(SubjectUnit.until_at),
        )
        .join(Unit, col(Unit.id) == col(SubjectUnit.unit_id))
        .where(col(SubjectUnit.subject_id) == subject_id)
        .order_by(col(SubjectUnit.from_at).desc())
    )
    return tuple(Stay(*row) for row in session.execute(history))
