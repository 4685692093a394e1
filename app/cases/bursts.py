"""Many complaints about one person at once: flagged for whoever answers, never held back.

More than five in an hour, or in a week more than three times what the eight weeks before brought in
the mean.  A flag says "look who asks for what"; it changes no clock and no desk.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app.cases.models import Case

__all__ = ["is_burst"]

HOUR_MOST, TIMES, WEEKS = 5, 3, 8
_HOUR, _WEEK = timedelta(hours=1), timedelta(days=7)


def is_burst(session: Session, named_subject_id: int, *, now: datetime) -> bool:
    """Return whether the newest complaint about a person belongs to a burst.

    A person about whom the eight weeks brought less than one a week has no mean to exceed; there
    the hour alone decides.
    """
    at = col(Case.registered_at)
    hour, week, before = (
        sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
        for condition in (at > now - _HOUR, at > now - _WEEK, at <= now - _WEEK)
    )
    counted = sa.select(hour, week, before).where(
        col(Case.named_subject_id) == named_subject_id, at > now - _WEEK * (WEEKS + 1), at <= now
    )
    in_hour, in_week, earlier = session.execute(counted).one()
    mean = earlier / WEEKS
    return bool(in_hour > HOUR_MOST or (mean >= 1 and in_week > TIMES * mean))
