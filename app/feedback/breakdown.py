"""How many devices stand behind a count: what may be broken down is decided by voices, not taps."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.feedback.models import Feedback

__all__ = ["devices_by_kind"]


def devices_by_kind(session: Session, subject_id: int) -> dict[str, int]:
    """Return how many devices sent each kind of message; all unknown ones count as one.

    One statement over the messages of one person.
    """
    query = (
        select(col(Feedback.kind), func.count(func.distinct(col(Feedback.device))))
        .where(col(Feedback.subject_id) == subject_id)
        .group_by(col(Feedback.kind))
    )
    return {kind.value: int(devices) for kind, devices in session.execute(query)}
