"""Reads of findings: the desk's list, one finding, the person's own, and what scores must know."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from app.cases.conflicts import roles_on, visible
from app.cases.findings.alleging import may_allege
from app.cases.findings.models import Finding
from app.cases.findings.states import BLAMING, FindingState, Measure, Result
from app.cases.models import Case
from app.cases.rules import CATEGORIES, CaseRole, CaseState
from app.directory.models import Subject
from app.errors import Missing
from app.rights import Person

__all__ = [
    "LIST_MOST",
    "DeskRow",
    "OwnFinding",
    "OwnRow",
    "code_of",
    "desk_list",
    "finding_of_case",
    "of_person",
    "own_finding",
    "rulings",
    "withheld",
]

LIST_MOST = 100
_SETTLED = (FindingState.DECIDED, FindingState.FINAL)
_CONDUCT = [entry.slug for entry in CATEGORIES.values() if entry.conduct]


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One line of the desk's list; without a state the finding is not opened yet."""

    code: str
    category: str
    state: FindingState | None
    result: Result | None
    due_at: datetime
    reply_due_at: datetime | None
    subject_fa: str
    subject_en: str

    def late(self, now: datetime) -> bool:
        """Whether it should have been decided."""
        return self.state is not None and self.state not in _DONE and now >= self.due_at


_DONE = {FindingState.DECIDED, FindingState.STAFF_APPEAL, FindingState.FINAL}


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


def desk_list(session: Session, person: Person, *, done: bool = False) -> list[DeskRow]:
    """Return the findings of visible cases, due first; conduct without a finding stands first.

    Args:
        session: Reads only.
        person: The reader; a case not visible to them has no line.
        done: Whether those that are settled are wanted instead.
    """
    state = col(Finding.state)
    wanted = state.in_(_SETTLED) if done else or_(_to_open(), state.not_in(_SETTLED))
    found = (
        sa.select(
            col(Case.tracking_code),
            col(Case.category),
            state,
            col(Finding.result),
            sa.func.coalesce(col(Finding.due_at), col(Case.due_at)),
            col(Finding.reply_due_at),
            col(Subject.name_fa),
            col(Subject.name_en),
        )
        .outerjoin(Finding, col(Finding.case_id) == col(Case.id))
        .join(Subject, col(Subject.id) == col(Case.named_subject_id))
        .where(visible(person), wanted)
        .order_by(col(Finding.id).is_not(None), col(Finding.due_at), col(Case.due_at))
        .limit(LIST_MOST)
    )
    return [DeskRow(*row) for row in session.execute(found)]


def _to_open() -> ColumnElement[bool]:
    return and_(
        col(Finding.id).is_(None),
        col(Case.category).in_(_CONDUCT),
        col(Case.state).not_in([CaseState.MERGED, CaseState.QUARANTINE, CaseState.WITHDRAWN]),
    )


def finding_of_case(session: Session, person: Person, case: Case) -> tuple[Finding | None, bool]:
    """Return the finding of a case the person sees, and whether one may be opened by them."""
    finding = session.exec(select(Finding).where(col(Finding.case_id) == case.id)).first()
    roles = roles_on(person, case)
    opener = bool({CaseRole.TRI, CaseRole.INS} & set(roles))
    return finding, finding is None and opener and may_allege(case, roles)


def code_of(session: Session, person: Person, public_id: str) -> str:
    """Return the tracking code of a finding's case.

    Raises:
        Missing: No such finding, or none this person may know of.
    """
    found = select(Case.tracking_code).join(Finding, col(Finding.case_id) == col(Case.id))
    code = session.exec(found.where(col(Finding.public_id) == public_id, visible(person))).first()
    if code is None:
        raise Missing("unknown")
    return code


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


def rulings(session: Session, feedback_ids: Collection[int]) -> dict[int, str]:
    """Return how the findings of these messages stand; a message without one has no entry.

    Values are ``pending`` (not decided, or under staff appeal), else the result.
    """
    covered = _covered().where(col(Case.feedback_id).in_(list(feedback_ids)))
    return {
        feedback_id: "pending" if state not in _SETTLED or result is None else result.value
        for feedback_id, state, result in session.execute(covered)
    }


def withheld(session: Session) -> frozenset[int]:
    """Return the messages whose rating weighs nothing for now (SCORING.md 3).

    Theirs is a finding that is not decided, is under staff appeal, or did not hold the person at
    fault.  A message joined to another case shares that case's finding.
    """
    against = and_(col(Finding.state).in_(_SETTLED), col(Finding.result).in_(list(BLAMING)))
    return frozenset(row[0] for row in session.execute(_covered().where(~against)))


def _covered() -> Any:
    mine = or_(
        col(Finding.case_id) == col(Case.id),
        and_(
            col(Case.state) == CaseState.MERGED,
            col(Finding.case_id) == col(Case.master_id),
            col(Finding.subject_id) == col(Case.named_subject_id),
        ),
    )
    return sa.select(col(Case.feedback_id), col(Finding.state), col(Finding.result)).join(
        Finding, mine
    )


def _seen(finding: Finding) -> FindingState:
    """Return the state as the person reads it: a proposal is nobody's business yet."""
    if finding.state is not FindingState.PROPOSED:
        return finding.state
    return FindingState(finding.stood)
