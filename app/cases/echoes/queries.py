"""An open case a citizen may mean as well: about a place, never about a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.cases.echoes.rules import voices
from app.cases.models import Case
from app.cases.rules import OPEN, CaseState, Policy, category

__all__ = ["SAME_DAYS", "SameCase", "same_open"]

SAME_DAYS = 30


@dataclass(frozen=True, slots=True)
class SameCase:
    """What a citizen is told of it: how many said so, and by when it is to be answered."""

    case_id: int
    voices: int
    due_at: datetime


def same_open(
    session: Session, *, subject_id: int | None, category_key: str | None, now: datetime
) -> SameCase | None:
    """Return the oldest open case of thirty days about the same place and matter.

    Conduct and danger are never asked about: each such report is a case of its own.
    """
    entry = category(category_key)
    if subject_id is None or entry is None or entry.conduct or entry.policy == Policy.SAFETY:
        return None
    found = (
        select(Case)
        .where(
            Case.subject_id == subject_id,
            col(Case.named_subject_id).is_(None),
            Case.category == entry.slug,
            col(Case.state).in_([*OPEN, CaseState.FIX_CLAIMED]),
            col(Case.to_inspection).is_(False),
            col(Case.registered_at) >= now - timedelta(days=SAME_DAYS),
        )
        .order_by(col(Case.id))
        .limit(1)
    )
    case = session.exec(found).first()
    if case is None:
        return None
    return SameCase(case.id or 0, voices(case.echoes), case.promised_at or case.due_at)
