"""Reads of feedback: exact fresh counts, and the words that were released.

Counts are month rollup plus the tail that is not folded yet, in one statement and so of one
moment: equal to a recount of the records at any time.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select, union_all
from sqlmodel import Session, SQLModel, col

from app.feedback.masking import without_traces
from app.feedback.models import Feedback, MonthCount, Release, StatisticsDelta
from app.feedback.rules import Kind, ReleaseState
from app.jalali import jalali_month

__all__ = [
    "Count",
    "ReleasedWords",
    "WaitingWords",
    "city_messages",
    "released_words",
    "subject_counts",
    "week_of",
]

_KEY = ("subject_id", "unit_id", "month", "channel", "kind", "mood")


@dataclass(frozen=True, slots=True)
class Count:
    """Messages of one rollup key; ``mood`` 0 means none was given, subject 0 none named."""

    subject_id: int
    unit_id: int
    month: str
    channel: str
    kind: str
    mood: int
    count: int


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
    session: Session, subject_id: int, *, since: str = "", until: str = "9999-12"
) -> list[Count]:
    """Return the counts of one person or place, by month (``1405-09``, both ends included)."""
    folded = _part(MonthCount, MonthCount.count, subject_id, since, until)
    tail = _part(StatisticsDelta, StatisticsDelta.amount, subject_id, since, until)
    both = union_all(folded, tail).subquery()
    key = [both.c[name] for name in _KEY]
    total = func.sum(both.c.n)
    query = select(*key, total).group_by(*key).having(total != 0).order_by(*key)
    return [Count(*row) for row in session.execute(query)]


def city_messages(session: Session, month: str) -> int:
    """Return how many messages the whole city got in a Jalali month; one statement."""
    parts = [
        select(func.coalesce(func.sum(amount), 0).label("n")).where(table.month == month)  # type: ignore[arg-type]
        for table, amount in (
            (MonthCount, MonthCount.count),
            (StatisticsDelta, StatisticsDelta.amount),
        )
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


def _part(table: Any, amount: Any, subject_id: int, since: str, until: str) -> Select[Any]:
    """Return the counts of one table, those of a subject within months."""
    keys = [getattr(table, name) for name in _KEY]
    wanted = (table.subject_id == subject_id, table.month >= since, table.month <= until)
    return select(*keys, amount.label("n")).where(*wanted)
