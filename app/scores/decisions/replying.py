"""What an employee answers to released words; nobody but HR and the unit reads it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app import audit
from app.errors import Invalid, Missing, Refused
from app.feedback.models import Feedback, Release
from app.feedback.rules import ReleaseState
from app.rights import Person
from app.scores.decisions.appeals.models import WordsReply
from app.text import clean

__all__ = ["replies", "reply"]

LONGEST = 2000


def reply(
    session: Session, person: Person, feedback_id: int, *, words: str, now: datetime
) -> WordsReply:
    """Answer released words about oneself, once; the citizen does not get it.

    Raises:
        Missing: No released words of this number about this person.
        Refused: ``replied`` before.
        Invalid: ``reply_empty`` or ``reply_long``.
    """
    released = (
        select(Release.feedback_id)
        .join(Feedback, col(Feedback.id) == col(Release.feedback_id))
        .where(
            Release.feedback_id == feedback_id,
            Feedback.subject_id == (person.subject_id or 0),
            col(Release.state).in_([ReleaseState.RELEASED, ReleaseState.MASKED]),
        )
    )
    if session.exec(released).first() is None:
        raise Missing("unknown")
    if session.get(WordsReply, feedback_id) is not None:
        raise Refused("replied")
    said = clean(words)
    if not said or len(said) > LONGEST:
        raise Invalid("reply_long" if said else "reply_empty", field="words")
    row = WordsReply(
        feedback_id=feedback_id, subject_id=person.subject_id or 0, words=said, replied_at=now
    )
    session.add(row)
    session.flush()
    about = f"feedback:{feedback_id}"
    audit.append(session, "words.reply", actor_id=person.id, now=now, object=about)
    return row


def replies(session: Session, feedback_ids: Sequence[int]) -> dict[int, str]:
    """Return what was replied to each of these texts, in one statement; none asked, none made."""
    if not feedback_ids:
        return {}
    found = select(WordsReply.feedback_id, WordsReply.words).where(
        col(WordsReply.feedback_id).in_(feedback_ids)
    )
    return dict(session.exec(found).all())
