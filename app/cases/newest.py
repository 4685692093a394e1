"""The newest case with an answer: where figures begin while the current month has none."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from app.cases.conflicts import visible
from app.cases.models import Case
from app.rights import Person

__all__ = ["newest_answered"]


def newest_answered(session: Session, person: Person) -> datetime | None:
    """Return when the newest answered case this person sees was registered; one statement."""
    newest = select(func.max(col(Case.registered_at)))
    return session.exec(
        newest.where(visible(person), col(Case.first_answered_at).is_not(None))
    ).one()
