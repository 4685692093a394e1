"""Many complaints about one person at once: flagged for whoever answers, never held back.

More than five in an hour, or in a week more than three times what the eight weeks before brought in
the mean.  A flag says "look who asks for what"; it changes no clock and no desk.
"""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from app.cases.models import Case
from app.quick_sql import Store, select_rows

__all__ = ["is_burst"]

HOUR_MOST, TIMES, WEEKS = 5, 3, 8
_HOUR, _WEEK = timedelta(hours=1), timedelta(days=7)


def is_burst(store: Store, named_subject_id: int, *, now: datetime) -> bool:
    """Return whether one more complaint about a person, at this instant, belongs to a burst.

    A person about whom the eight weeks brought less than one a week has no mean to exceed; there
    the hour alone decides.
    """
    since = {"hour": now - _HOUR, "week": now - _WEEK, "weeks": now - _WEEK * (WEEKS + 1)}
    ((in_hour, in_week, earlier),) = select_rows(
        store, _counted(), subject=named_subject_id, now=now, **since
    )
    mean = earlier / WEEKS
    return bool(in_hour + 1 > HOUR_MOST or (mean >= 1 and in_week + 1 > TIMES * mean))


@cache
def _counted() -> sa.Select[Any]:
    """Return the statement that counts the last hour, the last week and the weeks before."""
    at: Any = col(Case.registered_at)
    week: Any = sa.bindparam("week")
    counts = (
        sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
        for condition in (at > sa.bindparam("hour"), at > week, at <= week)
    )
    return sa.select(*counts).where(
        col(Case.named_subject_id) == sa.bindparam("subject"),
        at > sa.bindparam("weeks"),
        at <= sa.bindparam("now"),
    )
