"""Reads of findings for the desks: the list, the finding of one case."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from app.cases.conflicts import roles_on, visible
from app.cases.findings.alleging import may_allege
from app.cases.findings.models import Finding
from app.cases.findings.ruling_queries import SETTLED
from app.cases.findings.states import FindingState, Result
from app.cases.models import Case
from app.cases.rules import CATEGORIES, CaseRole, CaseState
from app.directory.models import Subject
from app.errors import Missing
from app.rights import Person

__all__ = ["LIST_MOST", "DeskRow", "code_of", "desk_list", "finding_of_case"]

LIST_MOST = 100
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


def desk_list(session: Session, person: Person, *, done: bool = False) -> list[DeskRow]:
    """Return the findings of visible cases, due first; conduct without a finding stands first.

    Args:
        session: Reads only.
        person: The reader; a case not visible to them has no line.
        done: Whether those that are settled are wanted instead.
    """
    state = col(Finding.state)
    wanted = state.in_(SETTLED) if done else or_(_to_open(), state.not_in(SETTLED))
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
