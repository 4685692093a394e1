"""What the person named reads: that there is a finding, and one of them whole."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from app.cases.findings.models import Finding
from app.cases.findings.states import FindingState, Measure, Result
from app.cases.models import Case
from app.errors import Missing
from app.rights import Person

__all__ = ["OwnFinding", "OwnRow", "of_person", "own_finding"]


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One line of a person's own page: that there is a finding, and what can be done."""

    public_id: str
    state: FindingState
    week: date | None
    notified_at: datetime
    reply_due_at: datetime | None
    decided_at: datetime | None
    appeal_until: datetime | None
    result: Result | None


@dataclass(frozen=True, slots=True)
class OwnFinding:
    """Everything the person named reads; nothing of the case, nobody's name, no proposal."""

    public_id: str
    category: str
    state: FindingState
    week: date | None
    summary: str
    reply_due_at: datetime | None
    reply: str
    replied_at: datetime | None
    result: Result | None
    measure: Measure
    reasons: str
    decided_at: datetime | None
    appeal_until: datetime | None
    appeal: str
    appealed_at: datetime | None
    appeal_due_at: datetime | None
    final_reasons: str
    final_at: datetime | None
    may_reply: bool
    may_appeal: bool


def of_person(session: Session, subject_id: int) -> list[OwnRow]:
    """Return the findings an employee was told of, newest first."""
    found = (
        select(Finding)
        .where(col(Finding.subject_id) == subject_id, col(Finding.notified_at).is_not(None))
        .order_by(col(Finding.notified_at).desc())
    )
    return [
        OwnRow(
            row.public_id,
            _seen(row),
            row.week,
            row.notified_at or row.alleged_at,
            row.reply_due_at,
            row.decided_at,
            row.appeal_until,
            row.result if row.decided_at else None,
        )
        for row in session.exec(found)
    ]


def own_finding(session: Session, person: Person, public_id: str, *, now: datetime) -> OwnFinding:
    """Return one finding to the person it names.

    Raises:
        Missing: No such finding about this person, or none they were told of.
    """
    found = select(Finding, col(Case.category)).join(Case, col(Case.id) == col(Finding.case_id))
    row = session.exec(found.where(col(Finding.public_id) == public_id)).first()
    if row is None or person.subject_id is None or row[0].subject_id != person.subject_id:
        raise Missing("unknown")
    finding, category = row
    if finding.notified_at is None:
        raise Missing("unknown")
    decided = finding.decided_at is not None
    replies = finding.state is FindingState.NOTIFIED and finding.reply_due_at is not None
    appeals = finding.state is FindingState.DECIDED and finding.appeal_until is not None
    return OwnFinding(
        public_id=finding.public_id,
        category=category,
        state=_seen(finding),
        week=finding.week,
        summary=finding.summary,
        reply_due_at=finding.reply_due_at,
        reply=finding.reply,
        replied_at=finding.replied_at,
        result=finding.result if decided else None,
        measure=finding.measure if decided else Measure.NONE,
        reasons=finding.reasons if decided else "",
        decided_at=finding.decided_at,
        appeal_until=finding.appeal_until,
        appeal=finding.appeal,
        appealed_at=finding.appealed_at,
        appeal_due_at=finding.appeal_due_at,
        final_reasons=finding.final_reasons,
        final_at=finding.final_at,
        may_reply=replies and now < (finding.reply_due_at or now),
        may_appeal=appeals and now < (finding.appeal_until or now),
    )


def _seen(finding: Finding) -> FindingState:
    """Return the state as the person reads it: a proposal is nobody's business yet."""
    if finding.state is not FindingState.PROPOSED:
        return finding.state
    return FindingState(finding.stood)
