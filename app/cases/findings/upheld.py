"""Findings that stand: decided after the person was heard, upheld, and not under appeal."""

from sqlmodel import Session, col, select

from app.cases.findings.models import Finding
from app.cases.findings.states import FindingState, Result
from app.scores.decisions.evidence import Upheld

__all__ = ["upheld_about"]

_STAND = (FindingState.DECIDED, FindingState.FINAL)
_UPHELD = (Result.UPHELD, Result.PARTLY)


def upheld_about(session: Session, subject_id: int) -> list[Upheld]:
    """Return the findings about an employee that a decision may name, newest first."""
    found = (
        select(Finding)
        .where(
            Finding.subject_id == subject_id,
            col(Finding.state).in_(_STAND),
            col(Finding.result).in_(_UPHELD),
            col(Finding.decided_at).is_not(None),
        )
        .order_by(col(Finding.id).desc())
    )
    return [
        Upheld(row.id or 0, row.decided_at, row.week, row.result is Result.PARTLY)
        for row in session.exec(found)
        if row.decided_at
    ]
