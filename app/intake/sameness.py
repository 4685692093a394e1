"""Before one more case is opened: is it what others have reported here already? (places only)"""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from app.cases.echoes.queries import SameCase, same_open
from app.cases.echoes.service import join
from app.directory.models import Subject
from app.directory.rules import EMPLOYEE
from app.feedback.models import Feedback
from app.feedback.rules import Identity, Kind
from app.feedback.words import Words

__all__ = ["as_one_more_voice", "count_in", "same_as"]


def same_as(session: Session, nonce: str, words: Words, *, now: datetime) -> SameCase | None:
    """Return the open case these words may repeat; ``None`` if they would open no case anyway.

    An open case about a person is never shown.
    """
    if words.kind is not Kind.COMPLAINT or not words.wants_answer:
        return None
    about = (
        select(col(Feedback.subject_id))
        .join(Subject, col(Subject.id) == col(Feedback.subject_id))
        .where(col(Feedback.submission) == nonce, col(Subject.kind) != EMPLOYEE)
    )
    subject_id = session.exec(about).first()
    return same_open(session, subject_id=subject_id, category_key=words.category, now=now)


def as_one_more_voice(words: Words) -> Words:
    """Return the words as they are kept when they join a case: without a wish or a number."""
    return replace(words, wants_answer=False, identity=Identity.ANONYMOUS, phone="", name="")


def count_in(session: Session, nonce: str, same: SameCase, *, now: datetime) -> None:
    """Count the citizen of these words among those who wait for the case."""
    join(session, same.case_id, submission=nonce, now=now)
