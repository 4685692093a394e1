"""The value every clock counts by: a working calendar, and the hours of a day.

``Hours`` are half-open intervals in minutes of the local day; ``check_hours`` refuses what no day
can have; ``WorkingCalendar`` answers which instants of a local day are worked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.errors import Invalid

__all__ = [
    "CITY_ZONE",
    "CLOSED",
    "DAY_MINUTES",
    "Hours",
    "Pattern",
    "WorkingCalendar",
    "check_hours",
    "check_week",
]

Hours = tuple[tuple[int, int], ...]
Span = tuple[int, int]

CITY_ZONE = ZoneInfo("Asia/Tehran")
DAY_MINUTES = 1440
CLOSED: Hours = ()
_ALL_DAY: Hours = ((0, DAY_MINUTES),)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Hours by ISO weekday (Monday 1), from ``valid_from`` to ``valid_until``, both included."""

    valid_from: date
    valid_until: date | None
    week: Mapping[int, Hours]

    def covers(self, day: date) -> bool:
        """Return whether the pattern speaks for ``day``."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which instants count as working time; inheritance is settled when it is built.

    Attributes:
        code: Name of the calendar it was built for.
        zone: Time zone of its days, from the tz database.
        always: Open 24 x 7, whatever the rest says.
        patterns: In the order in which they win: own ones first, the latest start first.
        holidays: Days off, of every holiday set the calendar follows.
        exceptions: Hours of single days; they win over holidays and patterns.
        id: Row of the calendar, if it is stored.
    """

    code: str
    zone: ZoneInfo = CITY_ZONE
    always: bool = False
    patterns: tuple[Pattern, ...] = ()
    holidays: frozenset[date] = frozenset()
    exceptions: Mapping[date, Hours] = field(default_factory=dict)
    id: int | None = field(default=None, compare=False)
    _spans: dict[date, tuple[Span, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def hours(self, day: date) -> Hours:
        """Return the local hours of ``day``: what was said of it goes before the week."""
        if self.always:
            return _ALL_DAY
        if day in self.exceptions:
            return self.exceptions[day]
        if day in self.holidays:
            return CLOSED
        for pattern in self.patterns:
            if pattern.covers(day):
                return pattern.week.get(day.isoweekday(), CLOSED)
        return CLOSED

    def spans(self, day: date) -> tuple[Span, ...]:
        """Return the worked time of a local day as half-open spans of Unix seconds."""
        found = self._spans.get(day)
        if found is None:
            found = tuple(self._worked(day))
            self._spans[day] = found
        return found

    def local_day(self, instant: datetime) -> date:
        """Return the local date of an aware instant."""
        return instant.astimezone(self.zone).date()

    def _worked(self, day: date) -> Iterator[Span]:
        for opens, closes in self.hours(day):
            span = _first_reading(self.zone, day, opens), _first_reading(self.zone, day, closes)
            if span[0] < span[1]:
                yield span


def check_hours(hours: Iterable[Iterable[int]]) -> Hours:
    """Return the intervals of one day in order, once they are sound.

    Intervals that touch are two intervals; a night shift is two days.

    >>> check_hours([[840, 960], [480, 720]])
    ((480, 720), (840, 960))

    Raises:
        Invalid: ``hours_shape``, ``hours_bounds`` (not within 0-1440, or empty), ``hours_overlap``.
    """
    pairs = sorted(_pair(interval) for interval in hours)
    for opens, closes in pairs:
        if not 0 <= opens < closes <= DAY_MINUTES:
            raise Invalid("hours_bounds", field="hours", detail=f"{opens}-{closes}")
    for (_, closes), (opens, _) in pairwise(pairs):
        if opens < closes:
            raise Invalid("hours_overlap", field="hours", detail=f"{opens} is before {closes}")
    return tuple(pairs)


def check_week(week: Mapping[int, Iterable[Iterable[int]]]) -> dict[int, Hours]:
    """Return the hours of each ISO weekday, once they are sound; a day left out is closed.

    Raises:
        Invalid: As ``check_hours``; or ``hours_weekday``, for a key that is not 1-7.
    """
    if strange := [day for day in week if day not in range(1, 8)]:
        raise Invalid("hours_weekday", field="hours", detail=str(strange[0]))
    return {day: check_hours(hours) for day, hours in week.items()}


def _pair(interval: Iterable[int]) -> tuple[int, int]:
    numbers = tuple(interval)
    if len(numbers) != 2 or any(type(number) is not int for number in numbers):
        raise Invalid("hours_shape", field="hours", detail="an interval is two whole minutes")
    return numbers[0], numbers[1]


@lru_cache(maxsize=4096)
def _first_reading(zone: ZoneInfo, day: date, minute: int) -> int:
    """Return the first Unix second at which the local clock reads ``minute`` of ``day`` or later.

    Read twice (clocks go back): the first time.  Never read (clocks go forward): the jump.
    """
    local = datetime.combine(day, time()) + timedelta(minutes=minute)
    before, after = _unix(local.replace(tzinfo=zone)), _unix(local.replace(tzinfo=zone, fold=1))
    return before if before <= after else _jump(zone, local, after, before)


def _jump(zone: ZoneInfo, local: datetime, low: int, high: int) -> int:
    """Halve the gap until the second at which the clock jumps past ``local``."""
    while high - low > 1:
        middle = (low + high) // 2
        reading = datetime.fromtimestamp(middle, zone).replace(tzinfo=None)
        low, high = (low, middle) if reading >= local else (middle, high)
    return high


def _unix(instant: datetime) -> int:
    return int(instant.astimezone(UTC).timestamp())
