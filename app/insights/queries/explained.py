"""One employee's score with all that explains it; the same for HR, the employee and the paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, false, or_, select
from sqlmodel import Session, col

from app.directory.models import Employee, Subject, Unit
from app.directory.rules import EMPLOYEE
from app.errors import Missing
from app.scores.queries import shown
from app.scores.rules import Shown
from app.scores.trends import Point, history

__all__ = ["Explained", "explained"]


@dataclass(frozen=True, slots=True)
class Explained:
    """Who, and what may be said of the score today and on nights before."""

    public_id: str
    name_fa: str
    name_en: str
    title: str
    unit_fa: str
    unit_en: str
    shown: Shown
    points: tuple[Point, ...]


def explained(
    session: Session,
    *,
    public_id: str = "",
    paths: Sequence[str] = (),
    subject_id: int | None = None,
) -> Explained:
    """Return the explanation of an employee within these subtrees, or of this very employee.

    At most four statements.

    Raises:
        Missing: No such employee, or out of reach.
    """
    inside = or_(*(col(Unit.path).startswith(path) for path in paths)) if paths else false()
    wanted = (
        col(Subject.id) == subject_id
        if subject_id is not None
        else (col(Subject.public_id) == public_id) & inside
    )
    row = session.execute(_people().where(wanted)).first()
    if row is None:
        raise Missing("unknown")
    subject, employee, unit = row
    return Explained(
        subject.public_id,
        subject.name_fa,
        subject.name_en,
        employee.job_title,
        unit.name_fa,
        unit.name_en,
        shown(session, subject),
        tuple(history(session, subject)),
    )


def _people() -> Select[*tuple[Any, ...]]:
    return (
        select(Subject, Employee, Unit)
        .join(Employee, col(Employee.subject_id) == col(Subject.id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(col(Subject.kind) == EMPLOYEE)
    )
