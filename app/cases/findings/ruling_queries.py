"""What the scores must know of findings: whose ratings weigh, and whose wait."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import and_, or_
from sqlmodel import Session, col

from app.cases.findings.models import Finding
from app.cases.findings.states import BLAMING, FindingState
from app.cases.models import Case
from app.cases.rules import CaseState

__all__ = ["SETTLED", "rulings", "withheld"]

SETTLED = (FindingState.DECIDED, FindingState.FINAL)


def rulings(session: Session, feedback_ids: Collection[int]) -> dict[int, str]:
    """Return how the findings of these messages stand; a message without one has no entry.

    Values are ``pending`` (not decided, or under staff appeal), else the result.
    """
    covered = _covered().where(col(Case.feedback_id).in_(list(feedback_ids)))
    return {
        feedback_id: "pending" if state not in SETTLED or result is None else result.value
        for feedback_id, state, result in session.execute(covered)
    }


def withheld(session: Session) -> frozenset[int]:
    """Return the messages whose rating weighs nothing for now.

    Theirs is a finding that is not decided, is under staff appeal, or did not hold the person at
    fault.  A message joined to another case shares that case's finding.
    """
    against = and_(col(Finding.state).in_(SETTLED), col(Finding.result).in_(list(BLAMING)))
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
