"""Reads of decisions at the desk of HR: the list by waiting time, one decision with its steps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.directory.models import Subject, Unit
from app.errors import Missing
from app.people.models import Account
from app.rights import Person
from app.scores.decisions.conflicts import decidable
from app.scores.decisions.models import Appeal, Decision, DecisionEvidence, DecisionStep
from app.scores.decisions.rules import DecisionState

__all__ = ["PAGE", "DecisionPage", "DecisionRow", "StepRow", "View", "decision_page"]
__all__ += ["decision_rows", "page_of", "rows_about"]

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


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step with the name of who took it."""

    at: datetime
    event: str
    words: str
    name_fa: str
    name_en: str


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """Everything that is known of one decision."""

    row: DecisionRow
    second_fa: str
    second_en: str
    evidence: tuple[DecisionEvidence, ...]
    steps: tuple[StepRow, ...]
    appeal: Appeal | None


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
    query = _rows().where(decidable(person, col(Decision.subject_id)), _of(view, person))
    query = query.where(col(Decision.id) > after).order_by(col(Decision.id)).limit(limit + 1)
    return [_row(found) for found in session.execute(query)]


def decision_page(session: Session, person: Person, number: str) -> DecisionPage:
    """Return one decision; five statements.

    Raises:
        Missing: Unknown, out of reach, or about the reader or a superior.
    """
    query = _rows().where(
        decidable(person, col(Decision.subject_id)), col(Decision.number) == number
    )
    found = session.execute(query).first()
    if found is None:
        raise Missing("unknown")
    return page_of(session, _row(found))


def page_of(session: Session, row: DecisionRow) -> DecisionPage:
    """Return a row with its evidence, steps and appeal; four statements."""
    decision = row.decision
    signer = session.get(Account, decision.second_by) if decision.second_by else None
    evidence = select(DecisionEvidence).where(col(DecisionEvidence.decision_id) == decision.id)
    appeal = select(Appeal).where(col(Appeal.decision_id) == decision.id)
    return DecisionPage(
        row,
        signer.name_fa if signer else "",
        signer.name_en if signer else "",
        tuple(session.execute(evidence.order_by(col(DecisionEvidence.id))).scalars()),
        _steps(session, decision.id or 0),
        session.execute(appeal).scalars().first(),
    )


def rows_about(session: Session, subject_id: int) -> list[DecisionRow]:
    """Return every decision an employee was told of, newest first, in one statement."""
    query = _rows().where(
        col(Decision.subject_id) == subject_id, col(Decision.told_at).is_not(None)
    )
    return [_row(found) for found in session.execute(query.order_by(col(Decision.id).desc()))]


def _rows() -> Select[*tuple[Any, ...]]:
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


def _row(found: Any) -> DecisionRow:
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


def _steps(session: Session, decision_id: int) -> tuple[StepRow, ...]:
    query = (
        select(
            col(DecisionStep.at),
            col(DecisionStep.event),
            col(DecisionStep.words),
            col(Account.name_fa),
            col(Account.name_en),
        )
        .outerjoin(Account, col(Account.id) == col(DecisionStep.actor_id))
        .where(col(DecisionStep.decision_id) == decision_id)
        .order_by(col(DecisionStep.id))
    )
    return tuple(
        StepRow(at, event, words, fa or "", en or "")
        for at, event, words, fa, en in session.execute(query)
    )
