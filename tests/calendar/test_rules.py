"""Laws of the clock, on random calendars, starts, budgets and pauses."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calendar import rules
from app.calendar.hours import Hours, Pattern, WorkingCalendar, check_hours
from app.errors import Refused
from tests.calendar.clocks import ALWAYS, A, at, day, week, with_exception, with_pattern

MOVED = with_exception(with_pattern(A, "05-01", week(((450, 870),))), "05-10", ((720, 735),))
BERLIN = replace(A, zone=ZoneInfo("Europe/Berlin"))
calendars = st.sampled_from([A, ALWAYS, MOVED, BERLIN])
instants = st.integers(
    int(datetime(2022, 1, 1, tzinfo=UTC).timestamp()),
    int(datetime(2027, 6, 1, tzinfo=UTC).timestamp()),
).map(lambda second: datetime.fromtimestamp(second, UTC))
budgets = st.integers(1, 3000)
lengths = st.integers(0, 5 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


@st.composite
def pauses_after(draw: st.DrawFn, start: datetime) -> list[rules.Pause]:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        begins = start + draw(lengths)
        found.append((begins, begins + draw(lengths)))
    return found


def slow_due(calendar: WorkingCalendar, start: datetime, minutes: int) -> datetime:
    """Count minute by minute, by asking the hours of the day."""
    while minutes:
        local = start.astimezone(calendar.zone)
        reading = local.hour * 60 + local.minute
        if any(opens <= reading < closes for opens, closes in calendar.hours(local.date())):
            minutes -= 1
        start += timedelta(minutes=1)
    return start


@given(calendars, instants, budgets, st.data())
@settings(max_examples=300, deadline=None)
def test_exactly_the_budget_lies_before_the_due_and_none_of_it_after(
    calendar: WorkingCalendar, start: datetime, minutes: int, data: st.DataObject
) -> None:
    pauses = data.draw(pauses_after(start))
    budget = timedelta(minutes=minutes)

    due = rules.due(calendar, start, minutes, pauses)

    assert rules.working_time(calendar, start, due, pauses) == budget
    second_before = due - timedelta(seconds=1)
    assert rules.working_time(calendar, start, second_before, pauses) < budget


@given(calendars, instants, lengths, budgets)
@settings(max_examples=200, deadline=None)
def test_who_files_later_is_never_due_earlier(
    calendar: WorkingCalendar, start: datetime, later: timedelta, minutes: int
) -> None:
    assert rules.due(calendar, start, minutes) <= rules.due(calendar, start + later, minutes)


@given(calendars, instants, budgets, st.data())
@settings(max_examples=200, deadline=None)
def test_a_pause_never_shortens_a_due(
    calendar: WorkingCalendar, start: datetime, minutes: int, data: st.DataObject
) -> None:
    pauses = data.draw(pauses_after(start))

    assert rules.due(calendar, start, minutes) <= rules.due(calendar, start, minutes, pauses)


@given(calendars, instants, lengths, lengths)
@settings(max_examples=200, deadline=None)
def test_working_time_adds_up_over_neighbouring_stretches(
    calendar: WorkingCalendar, start: datetime, one: timedelta, two: timedelta
) -> None:
    middle, end = start + one, start + one + two

    parts = rules.working_time(calendar, start, middle), rules.working_time(calendar, middle, end)
    assert sum(parts, timedelta()) == rules.working_time(calendar, start, end)


@given(instants, st.integers(1, 600))
@settings(max_examples=40, deadline=None)
def test_the_clock_agrees_with_counting_minute_by_minute(start: datetime, minutes: int) -> None:
    start = start.replace(second=0)

    assert rules.due(MOVED, start, minutes) == slow_due(MOVED, start, minutes)


def test_no_budget_is_due_at_once_and_a_stretch_backwards_is_empty() -> None:
    start = at("09-06 03:00")

    assert rules.due(A, start, 0) == start
    assert rules.working_time(A, start, at("09-01 09:00")) == timedelta(0)


def test_pauses_that_overlap_or_lie_outside_count_once() -> None:
    hour = timedelta(hours=1)
    start = at("09-01 09:00")
    pauses = [
        (start + hour, start + 2 * hour),
        (start + hour / 2, start + 1.5 * hour),
        (start - 5 * hour, start - hour),
        (start + hour, start + hour),
    ]

    assert rules.working_time(A, start, at("09-01 12:00"), pauses) == 1.5 * hour


def test_a_calendar_that_never_opens_refuses_to_promise() -> None:
    closed = WorkingCalendar(code="SHUT")

    with pytest.raises(Refused, match="calendar_closed"):
        rules.due(closed, at("09-01 09:00"), 1)
    with pytest.raises(Refused, match="calendar_closed"):
        rules.day_window(closed, at("09-01 09:00"), 1)


def test_a_naive_time_is_no_instant() -> None:
    with pytest.raises(ValueError, match="naive"):
        rules.due(A, datetime(2026, 11, 22, 9, 0), 1)  # noqa: DTZ001  that is the point


def test_a_window_has_at_least_one_day() -> None:
    with pytest.raises(ValueError, match="at least one"):
        rules.day_window(A, at("09-01 09:00"), 0)


@pytest.mark.parametrize(
    ("on", "hours", "worked"),
    [
        pytest.param(date(2022, 3, 22), ((0, 480),), 7, id="clocks jump over midnight"),
        pytest.param(date(2022, 3, 22), ((0, 60),), 0, id="an hour that was never read"),
        pytest.param(date(2022, 3, 22), ((30, 120),), 1, id="opening within the jump"),
        pytest.param(date(2022, 9, 21), ((1320, 1440),), 3, id="an hour that was read twice"),
    ],
)
def test_hours_across_a_clock_change_count_what_really_passed(
    on: date, hours: Hours, worked: int
) -> None:
    calendar = WorkingCalendar(code="NIGHT", exceptions={on: hours})
    before = datetime(on.year, on.month, on.day, tzinfo=UTC) - timedelta(days=1)

    passed = rules.working_time(calendar, before, before + timedelta(days=3))

    assert passed == timedelta(hours=worked)


def test_the_latest_pattern_that_contains_a_day_wins_and_ends_on_its_last_day() -> None:
    summer = Pattern(day("04-01"), day("04-31"), week(check_hours([[420, 780]])))
    calendar = replace(A, patterns=(summer, *A.patterns))

    assert calendar.hours(day("03-31")) == ((480, 960),)
    assert calendar.hours(day("04-01")) == ((420, 780),)
    assert calendar.hours(day("04-31")) == ((420, 780),)
    assert calendar.hours(day("05-03")) == ((480, 960),)


def test_ten_thousand_open_cases_are_recomputed_with_few_days_looked_at_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = at("01-05 09:00")
    starts = [first + timedelta(minutes=47 * n) for n in range(10_000)]
    closed = with_exception(A, "09-08", ())
    looked, hours = [], WorkingCalendar.hours
    monkeypatch.setattr(
        WorkingCalendar, "hours", lambda self, on: looked.append(on) or hours(self, on)
    )

    dues = [rules.due(closed, s, 180, [(s, s + timedelta(hours=1))]) for s in starts]

    assert dues == sorted(dues)
    assert len(looked) < 100_000
