"""The 25 worked examples of the working-time clock; each due is promised to a citizen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.calendar import rules
from tests.calendar.clocks import ALWAYS, EXAMPLES, A, at, day, week, with_exception, with_pattern

RAMADAN = with_exception(with_pattern(A, "11-19", week(((540, 840),))), "12-11", ((660, 840),))
WINTER = with_pattern(A, "10-01", week(((480, 840),)))
THREE_HOURS = 180


@pytest.mark.parametrize(
    ("start", "due"), [pytest.param(*row, id=name) for name, row in EXAMPLES.items()]
)
def test_an_answer_is_due_after_three_working_hours(start: str, due: str) -> None:
    assert rules.due(A, at(start), THREE_HOURS) == at(due)


@pytest.mark.parametrize(
    ("start", "share", "due"),
    [
        ("09-01 09:10", 0.50, "09-01 10:40"),
        ("09-01 09:10", 0.75, "09-01 11:25"),
        ("09-01 09:10", 1.50, "09-01 13:40"),
        ("09-01 09:10", 2.00, "09-01 15:10"),
        ("09-01 09:10", 3.00, "09-02 10:10"),
        ("09-04 15:30", 1.50, "09-05 12:00"),
        ("09-04 15:30", 2.00, "09-07 09:30"),
    ],
)
def test_the_ladder_climbs_at_shares_of_the_budget(start: str, share: float, due: str) -> None:
    assert rules.due(A, at(start), int(THREE_HOURS * share)) == at(due)


@pytest.mark.parametrize(
    ("stop", "met"),
    [("09-01 15:59:59", True), ("09-01 16:00:00", False), ("09-01 18:00", False)],
)
def test_8_an_answer_at_the_due_instant_is_late(stop: str, met: bool) -> None:
    due = rules.due(A, at("09-01 13:00"), THREE_HOURS)

    assert rules.met(at(stop), due) is met


@pytest.mark.parametrize(
    ("start", "asked", "replied", "due"),
    [
        pytest.param("09-01 09:00", "09-01 10:00", "09-01 14:00", "09-01 16:00", id="11"),
        pytest.param("09-01 09:00", "09-01 10:00", "09-01 20:00", "09-02 10:00", id="11 evening"),
        pytest.param("09-04 14:00", "09-04 15:00", "09-06 12:00", "09-07 10:00", id="12"),
    ],
)
def test_the_deadline_waits_while_the_citizen_is_asked(
    start: str, asked: str, replied: str, due: str
) -> None:
    assert rules.due(A, at(start), THREE_HOURS, [(at(asked), at(replied))]) == at(due)


def test_13_a_question_that_never_arrived_pauses_nothing() -> None:
    assert rules.due(A, at("09-01 09:00"), THREE_HOURS, []) == at("09-01 12:00")


def test_14_a_day_cut_short_moves_what_is_left_to_the_next() -> None:
    cut = with_exception(A, "09-07", ((480, 720),))

    assert rules.due(A, at("09-07 10:00"), THREE_HOURS) == at("09-07 13:00")
    assert rules.due(cut, at("09-07 10:00"), THREE_HOURS) == at("09-08 09:00")


def test_15_a_day_closed_in_the_evening_moves_the_due_over_it() -> None:
    closed = with_exception(A, "09-08", ())

    assert rules.due(A, at("09-07 15:00"), THREE_HOURS) == at("09-08 10:00")
    assert rules.due(closed, at("09-07 15:00"), THREE_HOURS) == at("09-09 10:00")


def test_16_a_late_start_in_ramadan_counts_from_the_late_start() -> None:
    assert rules.due(RAMADAN, at("12-10 13:00"), THREE_HOURS) == at("12-11 13:00")


def test_17_the_reviewed_date_of_a_lunar_holiday_decides() -> None:
    wrong = RAMADAN.holidays - {day("12-09")} | {day("12-10")}

    assert rules.due(RAMADAN, at("12-09 10:00"), THREE_HOURS) == at("12-10 12:00")
    assert rules.due(replace(RAMADAN, holidays=wrong), at("12-09 10:00"), THREE_HOURS) == at(
        "12-09 13:00"
    )


@pytest.mark.parametrize(
    ("start", "due"), [("09-30 15:00", "10-01 10:00"), ("10-01 13:00", "10-05 10:00")]
)
def test_18_winter_hours_begin_on_their_day(start: str, due: str) -> None:
    assert rules.due(WINTER, at(start), THREE_HOURS) == at(due)


@pytest.mark.parametrize(
    ("claimed", "refuted", "used", "due"),
    [
        pytest.param("09-01 10:30", "09-01 11:30", 90, "09-01 13:00", id="19 ninety left"),
        pytest.param("09-01 11:50", "09-01 12:30", 170, "09-01 13:30", id="20 never under an hour"),
    ],
)
def test_a_refuted_fix_resumes_with_what_was_left(
    claimed: str, refuted: str, used: int, due: str
) -> None:
    spent = rules.working_time(A, at("09-01 09:00"), at(claimed))
    left = max(timedelta(minutes=THREE_HOURS) - spent, timedelta(minutes=60))

    assert spent == timedelta(minutes=used)
    assert rules.due_after(A, at(refuted), left) == at(due)


def test_21_a_case_reopened_on_friday_is_due_on_saturday() -> None:
    assert rules.due(A, at("09-06 22:00"), THREE_HOURS) == at("09-07 11:00")


def test_22_danger_is_answered_around_the_clock() -> None:
    assert rules.due(ALWAYS, at("09-06 03:00"), THREE_HOURS) == at("09-06 06:00")


@pytest.mark.parametrize(
    ("claimed", "call", "outcome"),
    [
        ("09-04 15:40", "09-05 08:40", "09-05 12:00"),
        ("09-05 11:50", "09-07 08:50", "09-07 16:00"),
    ],
)
def test_23_the_verification_call_has_its_own_clock(claimed: str, call: str, outcome: str) -> None:
    assert rules.due(A, at(claimed), 60) == at(call)
    assert rules.day_window(A, at(claimed), 1) == at(outcome)


@pytest.mark.parametrize(
    ("start", "days", "closing"),
    [
        pytest.param("09-03 10:00", 2, "09-05 12:00", id="staff reply"),
        pytest.param("09-05 09:00", 3, "09-09 16:00", id="appeal"),
        pytest.param("09-22 10:00", 10, "10-05 16:00", id="finding over a holiday"),
    ],
)
def test_24_a_window_of_days_ends_at_closing_time(start: str, days: int, closing: str) -> None:
    assert rules.day_window(A, at(start), days) == at(closing)


def test_25_clocks_that_go_back_shorten_only_what_the_clock_shows() -> None:
    due = rules.due(ALWAYS, datetime(2022, 9, 21, 17, 30, tzinfo=UTC), THREE_HOURS)

    assert due == datetime(2022, 9, 21, 20, 30, tzinfo=UTC)
    assert due.astimezone(ALWAYS.zone).isoformat() == "2022-09-22T00:00:00+03:30"
