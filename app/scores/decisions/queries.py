"""Lists of decisions: at the desk of HR by waiting time, and those about one employee."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.directory.models import Subject, Unit
from app.people.models import Account
from app.rights import Person
from app.scores.decisions.conflicts import decidable
from app.scores.decisions.models import Decision
from app.scores.decisions.rules import DecisionState

__all__ = ["PAGE", "DecisionRow", "View", "decision_rows", "found_rows", "row_of", "rows_about"]

PAGE = 50
View = str
_OPEN = [DecisionState.DRAFTED, DecisionState.TOLD, DecisionState.HEARD, DecisionState.CONFIRMED]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One line: about whom, by whom, where it stands; it carries no score."""

    decision: Decision
    public_id: str
    name_fa: str
    name_en: str
    unit_fa: str
    unit_en: str
    writer_fa: str
    writer_en: str


def decision_rows(
    session: Session, person: Person, view: View = "open", *, after: int = 0, limit: int = PAGE
) -> list[DecisionRow]:
    """Return decisions this person may know of, the longest waiting first, one more than a page.

    Args:
        session: For reading; one statement.
        person: The reader; own and superiors' decisions do not exist.
        view: ``open``, ``mine``, ``second`` (wait for this person's signature) or ``closed``.
        after: Id of the last row of the page before.
        limit: Rows of a page.
    """
    query = found_rows().where(decidable(person, col(Decision.subject_id)), _of(view, person))
    query = query.where(col(Decision.id) > after).order_by(col(Decision.id)).limit(limit + 1)
    return [row_of(found) for found in session.execute(query)]


def rows_about(session: Session, subject_id: int) -> list[DecisionRow]:
    """Return every decision an employee was told of, newest first, in one statement."""
    query = found_rows().where(
        col(Decision.subject_id) == subject_id, col(Decision.told_at).is_not(None)
    )
    return [row_of(found) for found in session.execute(query.order_by(col(Decision.id).desc()))]


def found_rows() -> Select[*tuple[Any, ...]]:
    writer = aliased(Account)
    return (
        select(
            Decision,
            col(Subject.public_id),
            col(Subject.name_fa),
            col(Subject.name_en),
            col(Unit.name_fa),
            col(Unit.name_en),
            col(writer.name_fa),
            col(writer.name_en),
        )
        .join(Subject, col(Subject.id) == col(Decision.subject_id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .join(writer, col(writer.id) == col(Decision.decided_by))
    )


def row_of(found: Any) -> DecisionRow:
    """Return a line of what ``found_rows`` asks for."""
    return DecisionRow(*found)


def _of(view: View, person: Person) -> Any:
    waits = or_(col(Decision.state).in_(_OPEN), col(Decision.frozen).is_(True))
    if view == "mine":
        return and_(waits, col(Decision.decided_by) == person.id)
    if view == "second":
        mine = col(Decision.decided_by) != person.id
        return and_(col(Decision.state) == DecisionState.CONFIRMED, mine)
    if view == "closed":
        return and_(col(Decision.state).not_in(_OPEN), col(Decision.frozen).is_(False))
    return waits
