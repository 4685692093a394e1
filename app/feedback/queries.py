"""Reads of feedback: exact fresh counts, and the words that were released.

Counts are month rollup plus the tail that is not folded yet, in one statement and so of one
moment: equal to a recount of the records at any time.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, union_all
from sqlmodel import Session, SQLModel, col

from app.feedback.masking import without_traces
from app.feedback.models import Feedback, MonthCount, Release, StatisticsDelta
from app.feedback.rules import Kind, ReleaseState
from app.jalali import jalali_month

__all__ = [
    "ReleasedWords",
    "WaitingWords",
    "city_messages",
    "released_words",
    "subject_counts",
    "week_of",
]


# month rollup and unfolded tail
_COUNTED: tuple[tuple[Any, Any], ...] = (
    (MonthCount, MonthCount.count),
    (StatisticsDelta, StatisticsDelta.amount),
)


@dataclass(frozen=True, slots=True)
class WaitingWords:
    """One text that waits for a handler's word."""

    feedback_id: int
    text: str
    kind: Kind
    mood: int | None
    subject_name_fa: str
    subject_name_en: str
    unit_name_fa: str
    unit_name_en: str
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class ReleasedWords:
    """One text as the person and the unit may read it: the week, never the hour or the citizen.

    ``month`` is for the rules of release and is shown to nobody.
    """

    feedback_id: int
    week: date
    kind: Kind
    mood: int | None
    text: str
    masked: bool
    month: str


def subject_counts(
    session: Session, subject_id: int, *by: str, since: str = "", until: str = "9999-12"
) -> Counter[tuple[Any, ...]]:
    """Return the messages of one person or place by the columns asked for, in one statement.

    Args:
        session: For reading.
        subject_id: 0 for those that name neither person nor place.
        by: Columns of the month count: ``unit_id``, ``month``, ``channel``, ``kind``, ``mood``
            (0: none was given).  Ask for few: a page reads a row for each combination.
        since: First month (``1405-09``); ``until`` is the last one.
        until: See ``since``.
    """
    parts = [
        select(*(getattr(table, name) for name in by), amount.label("n")).where(
            table.subject_id == subject_id, table.month >= since, table.month <= until
        )
        for table, amount in _COUNTED
    ]
    both = union_all(*parts).subquery()
    key = [both.c[name] for name in by]
    total = func.sum(both.c.n)
    query = select(*key, total).group_by(*key).having(total != 0).order_by(*key)
    return Counter({tuple(row[:-1]): row[-1] for row in session.execute(query)})


def city_messages(session: Session, month: str) -> int:
    """Return how many messages the whole city got in a Jalali month; one statement."""
    parts = [
        select(func.coalesce(func.sum(amount), 0).label("n")).where(table.month == month)
        for table, amount in _COUNTED
    ]
    both = union_all(*parts).subquery()
    return int(session.execute(select(func.sum(both.c.n))).scalar() or 0)


def released_words(
    session: Session, subject_id: int, *, zone: ZoneInfo, before: int | None = None, limit: int = 20
) -> list[ReleasedWords]:
    """Return what the person, the place and their managers may read, newest first."""
    said, held = Feedback, Release
    query = (
        select(*_columns(said, "id created_at kind mood"), *_columns(held, "text state"))
        .join(held, col(held.feedback_id) == col(said.id))
        .where(
            col(said.subject_id) == subject_id,
            col(said.told_at).is_not(None),  # so that bare ratings are not even looked at
            col(held.state).in_([ReleaseState.RELEASED, ReleaseState.MASKED]),
        )
        .order_by(col(said.id).desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(col(said.id) < before)
    return [_released(row, zone) for row in session.execute(query)]


def week_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the Saturday that opens the week of an instant, in the city's zone.

    >>> from datetime import UTC
    >>> week_of(datetime(2026, 11, 22, 8, 40, tzinfo=UTC), ZoneInfo("Asia/Tehran"))
    datetime.date(2026, 11, 21)
    """
    day = moment.astimezone(zone).date()
    return day - timedelta(days=(day.weekday() + 2) % 7)


def _released(row: Any, zone: ZoneInfo) -> ReleasedWords:
    feedback_id, at, kind, mood, words, state = row
    return ReleasedWords(
        feedback_id=feedback_id,
        week=week_of(at, zone),
        kind=kind,
        mood=mood,
        text=without_traces(words),
        masked=state is ReleaseState.MASKED,
        month=jalali_month(at, zone),
    )


def _columns(table: type[SQLModel], names: str) -> list[Any]:
    return [col(getattr(table, name)) for name in names.split()]
