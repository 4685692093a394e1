"""A citizen has the own data erased: number, name, words and photos go, a stub stays.

Rating, kind, category, unit and date stay counted, so that nobody's erasure changes anybody's
score; device and network are keyed hashes that name nobody and end by their own term.  With them
ends the sketch of the words, by which copies of them are still told.
"""

from datetime import datetime

from sqlmodel import Session, select

from app.db import ensure
from app.feedback.erasing.models import Erasure
from app.feedback.erasing.sketching import sketched
from app.feedback.models import Attachment, Contact, Feedback, Release
from app.feedback.rules import ReleaseState
from app.feedback.thanks import retell_thanks

__all__ = ["erase"]


def erase(session: Session, feedback_id: int, *, words_key: bytes, now: datetime) -> list[str]:
    """Erase one message; a second time changes nothing.

    Args:
        session: Open unit of work; the row is locked for the rest of it.
        feedback_id: The own message, opened by receipt or by a proven number.
        words_key: Key of the sketch that stays of the words.
        now: Instant of the wish.

    Returns:
        Names of the photos whose files are to be deleted once this is stored.
    """
    found = select(Feedback).where(Feedback.id == feedback_id).with_for_update()
    row = session.exec(found.execution_options(populate_existing=True)).one()
    sketch = sketched(row.text, words_key)
    ensure(session, Erasure(feedback_id=feedback_id, at=now, sketch=sketch))
    row.text = row.text_folded = ""
    row.receipt_hash = None
    session.add(row)
    if contact := session.get(Contact, feedback_id):
        session.delete(contact)
    if waiting := session.get(Release, feedback_id):
        waiting.text, waiting.state = "", ReleaseState.WITHHELD
        session.add(waiting)
    names = _drop_photos(session, feedback_id)
    retell_thanks(session, feedback_id, "")
    session.flush()
    return names


def _drop_photos(session: Session, feedback_id: int) -> list[str]:
    photos = session.exec(select(Attachment).where(Attachment.feedback_id == feedback_id)).all()
    for photo in photos:
        session.delete(photo)
    return [photo.name for photo in photos]
