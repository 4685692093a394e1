"""What HR needs to write a commendation: whom, on what proof, with which citizen's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import false, or_, select
from sqlmodel import Session, col

from app.directory.models import Employee, ServiceType, Subject, Unit
from app.directory.rules import EMPLOYEE
from app.errors import Missing
from app.feedback.queries import ReleasedWords, released_words
from app.feedback.rules import Kind
from app.rights import Person
from app.scores.queries import shown
from app.scores.rules import Shown

__all__ = ["Commending", "commending"]


@dataclass(frozen=True, slots=True)
class Commending:
    """One employee as a commendation speaks of them; ``thanks`` are released appreciations."""

    subject: Subject
    public_id: str
    name_fa: str
    name_en: str
    title: str
    service_en: str
    unit_fa: str
    unit_en: str
    shown: Shown
    thanks: tuple[ReleasedWords, ...]


def commending(
    session: Session, public_id: str, person: Person, paths: Sequence[str], *, zone: ZoneInfo
) -> Commending:
    """Return an employee of these subtrees; at most four statements.

    Raises:
        Missing: No such employee, out of reach, or the reader or a superior of the reader.
    """
    inside = or_(*(col(Unit.path).startswith(path) for path in paths)) if paths else false()
    query = (
        select(Subject, Employee, Unit, ServiceType)
        .join(Employee, col(Employee.subject_id) == col(Subject.id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .outerjoin(ServiceType, col(ServiceType.code) == col(Subject.service_type))
        .where(col(Subject.kind) == EMPLOYEE, col(Subject.public_id) == public_id, inside)
    )
    row = session.execute(query).first()
    if row is None or row[0].id == person.subject_id or row[0].id in person.superiors:
        raise Missing("unknown")
    subject, employee, unit, service = row
    words = released_words(session, subject.id, zone=zone, limit=50)
    return Commending(
        subject, subject.public_id, subject.name_fa, subject.name_en, employee.job_title,
        service.name_en if service else "", unit.name_fa, unit.name_en, shown(session, subject),
        tuple(one for one in words if one.kind is Kind.APPRECIATION and len(one.text) <= 400),
    )  # fmt: skip
