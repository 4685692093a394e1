"""Who holds which entry of a queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app.people.models import Account
from app.scores.reviews.models import ScoreReview
from app.scores.reviews.rules import Held, Queue, ReviewState, state_of

__all__ = ["Look", "looks"]


@dataclass(frozen=True, slots=True)
class Look:
    """The newest review of an entry, with the reviewer's name."""

    reviewer_id: int
    reviewer_fa: str
    reviewer_en: str
    taken_at: datetime
    closed_at: datetime | None
    reason: str

    def state(self, since: datetime) -> ReviewState:
        """Return where the entry stands that has been in its queue since this instant."""
        return state_of(since, Held(self.taken_at, self.closed_at))


def looks(session: Session, queue: Queue, ids: Sequence[int]) -> dict[int, Look]:
    """Return the newest look at each person, or unit in the queue of units; one statement."""
    which = col(ScoreReview.unit_id if queue is Queue.UNIT else ScoreReview.subject_id)
    query = (
        select(which, ScoreReview, Account)
        .join(Account, col(Account.id) == col(ScoreReview.reviewer_id))
        .where(col(ScoreReview.queue) == queue, which.in_(ids))
        .order_by(col(ScoreReview.id))
    )
    return {
        key: Look(
            row.reviewer_id, who.name_fa, who.name_en, row.taken_at, row.closed_at, row.reason
        )
        for key, row, who in session.execute(query)
    }
