"""Take an entry of a queue into one's hands, and close it with a reason."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from app import audit
from app.errors import Refused
from app.scores.reviews.models import ScoreReview
from app.scores.reviews.rules import Queue, check_reason

__all__ = ["Entry", "close", "take"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Which entry is meant: a person's or a unit's."""

    queue: Queue
    subject_id: int | None = None
    unit_id: int | None = None

    @property
    def name(self) -> str:
        """What the staff log calls it."""
        return f"subject:{self.subject_id}" if self.subject_id else f"unit:{self.unit_id}"


def take(session: Session, entry: Entry, *, actor_id: int, now: datetime) -> ScoreReview:
    """Note that this person looks at the entry; taking what one has already changes nothing.

    Raises:
        Refused: Somebody else looks at it.
    """
    held = _open(session, entry)
    if held is not None:
        if held.reviewer_id != actor_id:
            raise Refused("review_taken")
        return held
    row = ScoreReview(
        queue=entry.queue,
        subject_id=entry.subject_id,
        unit_id=entry.unit_id,
        reviewer_id=actor_id,
        taken_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise Refused("review_taken") from error
    _log(session, "review.take", entry, actor_id=actor_id, now=now)
    return row


def close(
    session: Session, entry: Entry, *, reason: str, actor_id: int, now: datetime
) -> ScoreReview:
    """Close the entry with a reason of at least 20 characters; what nobody took is taken first.

    It comes back only when the person leaves the queue and enters it anew.

    Raises:
        Refused: Somebody else looks at it.
        Invalid: The reason says too little.
    """
    said = check_reason(reason)
    row = take(session, entry, actor_id=actor_id, now=now)
    row.closed_at, row.reason = now, said[:2000]
    session.add(row)
    _log(session, "review.close", entry, actor_id=actor_id, now=now)
    return row


def _open(session: Session, entry: Entry) -> ScoreReview | None:
    query = select(ScoreReview).where(
        col(ScoreReview.queue) == entry.queue,
        col(ScoreReview.subject_id) == entry.subject_id,
        col(ScoreReview.unit_id) == entry.unit_id,
        col(ScoreReview.closed_at).is_(None),
    )
    return session.scalars(query).first()


def _log(session: Session, action: str, entry: Entry, *, actor_id: int, now: datetime) -> None:
    detail = {"queue": entry.queue.value}
    audit.append(session, action, actor_id=actor_id, now=now, object=entry.name, detail=detail)
