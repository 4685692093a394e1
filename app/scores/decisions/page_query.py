"""One decision with its evidence, its steps and the appeal against it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app.errors import Missing
from app.people.models import Account
from app.rights import Person
from app.scores.decisions.appeals.models import Appeal
from app.scores.decisions.conflicts import decidable
from app.scores.decisions.models import Decision, DecisionEvidence, DecisionStep
from app.scores.decisions.queries import DecisionRow, found_rows, row_of

__all__ = ["DecisionPage", "StepRow", "decision_page", "page_of"]


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


def decision_page(session: Session, person: Person, number: str) -> DecisionPage:
    """Return one decision; five statements.

    Raises:
        Missing: Unknown, out of reach, or about the reader or a superior.
    """
    query = found_rows().where(
        decidable(person, col(Decision.subject_id)), col(Decision.number) == number
    )
    found = session.execute(query).first()
    if found is None:
        raise Missing("unknown")
    return page_of(session, row_of(found))


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
