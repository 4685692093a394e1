"""What several citizens of the demo city report of one place, and a case put right."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.cases import service as cases
from app.cases.echoes.rules import MANY
from app.cases.echoes.service import join
from app.cases.models import Case
from app.cases.rules import OPEN
from app.feedback.models import Feedback
from app.rights import Person

__all__ = ["put_right", "raise_voices"]

_SHARED = ("ACC", "CLN", "CRW")


def raise_voices(session: Session, *, now: datetime) -> None:
    """Let four more citizens say "me too" to the newest open case about the upkeep of a place."""
    found = select(col(Case.id)).where(
        col(Case.state).in_(OPEN),
        col(Case.category).in_(_SHARED),
        col(Case.named_subject_id).is_(None),
        col(Case.subject_id).is_not(None),
    )
    case_id = session.exec(
        found.order_by(col(Case.registered_at).desc(), col(Case.id).desc()).limit(1)
    ).first()
    for number in range(1, MANY if case_id else 0):
        at = now - timedelta(minutes=9 * (MANY - number))
        join(session, case_id or 0, submission=f"demo-voice-{number}", now=at)


def put_right(
    session: Session, text: str, category: str, why: str, *, by: Person, now: datetime
) -> None:
    """Put what was told by telephone under the category it belongs to."""
    told = select(Feedback.tracking_code).where(col(Feedback.text) == text)
    for code in session.exec(told).all():
        cases.recode(session, code, category_key=category, reason=why, by=by, now=now)
