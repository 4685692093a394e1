"""The working-time clock: how much of a calendar lies between two instants.

W(a, b) is ``working_time``; ``due`` is inf{t >= start : W(start, t) >= budget}; ``met`` compares
strictly; ``day_window`` counts days.  Instants are aware and counted in whole seconds.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from app.calendar.hours import CITY_ZONE, Pattern, WorkingCalendar, check_hours, check_week
from app.errors import Refused

__all__ = [
    "CITY_ZONE",
    "HORIZON_DAYS",
    "Pattern",
    "Pause",
    "WorkingCalendar",
    "check_hours",
    "check_week",
    "day_window",
    "due",
    "due_after",
    "met",
    "working_time",
]

Pause = tuple[datetime, datetime]
Span = tuple[int, int]

HORIZON_DAYS = 20 * 366
_DAY = timedelta(days=1)


def working_time(
    calendar: WorkingCalendar, start: datetime, stop: datetime, pauses: Iterable[Pause] = ()
) -> timedelta:
    """Return W(start, stop): the worked time in [start, stop) without the pauses.

    Args:
        calendar: Whose hours count.
        start: Aware instant; ``stop`` at or before it gives zero.
        stop: Aware instant, not counted itself.
        pauses: Half-open, in any order, overlapping or not; an open one ends where the caller
            wants to count to.
    """
    first, last = _unix(start), _unix(stop)
    total = 0
    for opens, closes in _free(calendar, start, _holes(pauses)):
        if opens >= last:
            break
        total += max(0, min(closes, last) - max(opens, first))
    return timedelta(seconds=total)


def due(
    calendar: WorkingCalendar,
    start: datetime,
    budget_minutes: int,
    pauses: Iterable[Pause] = (),
) -> datetime:
    """Return the instant at which ``budget_minutes`` of working time after ``start`` are used up.

    A budget that ends at closing time is due at closing time, not the next morning.

    Raises:
        Refused: ``calendar_closed``: the calendar does not hold so much within twenty years.
    """
    return due_after(calendar, start, timedelta(minutes=budget_minutes), pauses)


def due_after(
    calendar: WorkingCalendar, start: datetime, budget: timedelta, pauses: Iterable[Pause] = ()
) -> datetime:
    """Return ``due`` for a budget that is not whole minutes, as what is left after a refuted fix.

    Raises:
        Refused: As ``due``.
    """
    first, left = _unix(start), int(budget.total_seconds())
    if left <= 0:
        return _instant(first)
    for opens, closes in _free(calendar, start, _holes(pauses)):
        begins = max(opens, first)
        if begins + left <= closes:
            return _instant(begins + left)
        left -= max(0, closes - begins)
    raise Refused("calendar_closed", f"{calendar.code}: budget not found in {HORIZON_DAYS} days")


def met(stop: datetime, due: datetime) -> bool:
    """Return whether a clock stopped in time: strictly before it was due.

    >>> met(datetime(2026, 1, 1, 12, tzinfo=UTC), datetime(2026, 1, 1, 12, tzinfo=UTC))
    False
    """
    return _unix(stop) < _unix(due)


def day_window(calendar: WorkingCalendar, start: datetime, days: int) -> datetime:
    """Return the closing instant of the ``days``-th later local date that has working time.

    Raises:
        Refused: ``calendar_closed``: there are not so many within twenty years.
        ValueError: ``days`` is not positive.
    """
    if days < 1:
        raise ValueError("a window has at least one day")
    day = calendar.local_day(start)
    for _ in range(HORIZON_DAYS):
        day += _DAY
        if spans := calendar.spans(day):
            days -= 1
            if days == 0:
                return _instant(spans[-1][1])
    raise Refused("calendar_closed", f"{calendar.code}: no such day in {HORIZON_DAYS} days")


def _free(calendar: WorkingCalendar, start: datetime, holes: list[Span]) -> Iterator[Span]:
    """Yield the worked spans from the day of ``start`` on, in order, without the holes."""
    day = calendar.local_day(start)
    for _ in range(HORIZON_DAYS):
        for span in calendar.spans(day):
            if holes:
                yield from _without(span, holes)
            else:
                yield span
        day += _DAY


def _without(span: Span, holes: list[Span]) -> Iterator[Span]:
    opens, closes = span
    for begins, ends in holes:
        if ends <= opens or begins >= closes:
            continue
        if opens < begins:
            yield opens, begins
        opens = ends
        if opens >= closes:
            return
    yield opens, closes


def _holes(pauses: Iterable[Pause]) -> list[Span]:
    """Return the pauses in order; ``_without`` takes care of those that overlap."""
    spans = ((_unix(begins), _unix(ends)) for begins, ends in pauses)
    return sorted(span for span in spans if span[0] < span[1])


def _unix(instant: datetime) -> int:
    """Return whole Unix seconds.

    Raises:
        ValueError: The time is naive; its zone would be a guess.
    """
    if instant.tzinfo is None:
        raise ValueError("a naive time has no place on a clock")
    return int(instant.timestamp() // 1)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
