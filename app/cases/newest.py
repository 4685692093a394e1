"""The newest closed case: where figures begin while the current month has none."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from app.cases.conflicts import visible
from app.cases.models import Case
from app.rights import Person

__all__ = ["newest_closed"]


def newest_closed(session: Session, person: Person) -> datetime | None:
    """Return when the newest case this person sees was registered that is answered and closed."""
    done = (col(Case.first_answered_at).is_not(None), col(Case.closed_at).is_not(None))
    found = select(func.max(col(Case.registered_at))).where(visible(person), *done)
    return session.exec(found).one()
