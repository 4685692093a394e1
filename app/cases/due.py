"""How a deadline is shown: late, today or later, what is left of it, how much is used."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.calendar.rules import WorkingCalendar, working_time

__all__ = ["Group", "TimeLeft", "time_left"]

_SOON = 75


class Group(StrEnum):
    """Under which head of the inbox a case stands."""

    LATE = "late"
    TODAY = "today"
    LATER = "later"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """A deadline ready to show.

    Attributes:
        due_at: The promised instant.
        group: Head of the inbox.
        minutes: Working minutes until it, or over it when late.
        share: Percent of the budget used, 0-100.
        day_minutes: Working minutes of a full day, to say long times in days.
    """

    due_at: datetime
    group: Group
    minutes: int
    share: int
    day_minutes: int = 480

    @property
    def late(self) -> bool:
        """Whether it has passed without an answer."""
        return self.group is Group.LATE

    @property
    def soon(self) -> bool:
        """Whether the last quarter of the budget runs."""
        return not self.late and self.group is not Group.ANSWERED and self.share >= _SOON


def time_left(
    calendar: WorkingCalendar,
    *,
    due_at: datetime,
    answered_at: datetime | None,
    budget_minutes: int,
    now: datetime,
) -> TimeLeft:
    """Return what stands between now and a deadline, in working time of its calendar."""
    if answered_at is not None:
        return TimeLeft(due_at, Group.ANSWERED, 0, 100)
    if now >= due_at:
        return TimeLeft(due_at, Group.LATE, _minutes(working_time(calendar, due_at, now)), 100)
    left = _minutes(working_time(calendar, now, due_at))
    used = 100 - round(100 * min(left, budget_minutes) / max(budget_minutes, 1))
    today = calendar.local_day(due_at) == calendar.local_day(now)
    full_day = 1440 if calendar.always else 480
    return TimeLeft(due_at, Group.TODAY if today else Group.LATER, left, used, full_day)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60
