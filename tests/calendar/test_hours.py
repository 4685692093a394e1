"""What a day may hold."""

import pytest

from app.calendar.hours import check_hours, check_week
from app.errors import Invalid


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ([[480, 720], [700, 960]], "hours_overlap"),
        ([[480, 960], [500, 600]], "hours_overlap"),
        ([[480, 960], [480, 960]], "hours_overlap"),
        ([[480, 480]], "hours_bounds"),
        ([[960, 480]], "hours_bounds"),
        ([[-1, 480]], "hours_bounds"),
        ([[480, 1441]], "hours_bounds"),
        ([[480]], "hours_shape"),
        ([[480, 500, 520]], "hours_shape"),
        ([["480", "500"]], "hours_shape"),
        ([[480.0, 500.5]], "hours_shape"),
        ([[False, True]], "hours_shape"),
    ],
)
def test_hours_no_day_can_have_are_refused(hours: list[list[int]], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_hours(hours)

    assert (refusal.value.code, refusal.value.field) == (code, "hours")


def test_intervals_may_touch_and_come_in_any_order() -> None:
    assert check_hours([[720, 960], [480, 720]]) == ((480, 720), (720, 960))


def test_no_interval_means_closed_and_midnight_to_midnight_is_a_day() -> None:
    assert check_hours([]) == ()
    assert check_hours([[0, 1440]]) == ((0, 1440),)


@pytest.mark.parametrize("weekday", [0, 8])
def test_a_weekday_is_one_to_seven(weekday: int) -> None:
    with pytest.raises(Invalid, match="hours_weekday"):
        check_week({weekday: [[480, 960]]})
