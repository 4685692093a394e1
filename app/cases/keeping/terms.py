"""What goes when a case was closed long enough: number and name, photos, recordings' numbers.

The text stays, without identity; so do rating, history and counts.  Messages without a case count
from their own day.  Appeals and legal holds stop the clock.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col, delete, select

from app.badges.suspicion.models import SuspicionReport
from app.cases.desk.models import PhotoRedaction
from app.cases.keeping.queries import held
from app.cases.models import CallAttempt, Case
from app.cases.rules import CaseState
from app.feedback.models import Attachment, Contact

__all__ = ["CALLS", "CONTACTS", "PHOTOS", "end_calls", "end_contacts", "end_photos"]

CONTACTS = timedelta(days=90)
PHOTOS = timedelta(days=180)
CALLS = timedelta(days=365)


def end_contacts(session: Session, *, now: datetime, limit: int = 200) -> int:
    """Erase number and name of messages past their term; return how many went."""
    old = (
        select(col(Contact.feedback_id))
        .outerjoin(Case, col(Case.feedback_id) == col(Contact.feedback_id))
        .where(_over(col(Contact.stored_at), now - CONTACTS))
        .limit(limit)
    )
    ids = list(session.exec(old))
    session.execute(delete(Contact).where(col(Contact.feedback_id).in_(ids)))
    return len(ids)


def end_photos(session: Session, *, now: datetime, limit: int = 100) -> list[str]:
    """Forget the photos of messages past their term.

    Returns:
        The names whose files are to be deleted.
    """
    old = (
        select(Attachment)
        .outerjoin(Case, col(Case.feedback_id) == col(Attachment.feedback_id))
        .where(_over(col(Attachment.stored_at), now - PHOTOS))
        .limit(limit)
    )
    photos = session.exec(old).all()
    ids = [photo.id for photo in photos]
    black = session.exec(select(PhotoRedaction).where(col(PhotoRedaction.attachment_id).in_(ids)))
    names = [photo.name for photo in photos]
    for redaction in black.all():
        names += [redaction.original] if redaction.original else []
        session.delete(redaction)
    session.flush()
    for photo in photos:
        session.delete(photo)
    session.flush()
    told = col(SuspicionReport.photo).in_(names)
    session.execute(update(SuspicionReport).where(told).values(photo=""))
    return names


def end_calls(session: Session, *, now: datetime) -> int:
    """Forget the numbers of recordings of calls a year after the case; return how many."""
    over = select(col(Case.id)).where(_ended(now - CALLS), ~held())
    old = (col(CallAttempt.recording) != "", col(CallAttempt.case_id).in_(over))
    done: Any = session.execute(update(CallAttempt).where(*old).values(recording=""))
    return int(done.rowcount)


def _over(stored: Any, before: datetime) -> ColumnElement[bool]:
    """Return the condition that the term of a message, joined to its case if any, is over."""
    alone = and_(col(Case.id).is_(None), stored <= before)
    return or_(alone, and_(_ended(before), ~held()))


def _ended(before: datetime) -> ColumnElement[bool]:
    return and_(col(Case.closed_at) <= before, col(Case.state) != CaseState.UNDER_APPEAL)
