"""Days, hours, months and figures as people of each language write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.jalali import day, decimal, instant, jalali_month, localised, month_name, week

TEHRAN = ZoneInfo("Asia/Tehran")
TODAY = date(2026, 11, 25)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 11, 21, 20, 29, tzinfo=UTC), "1405-08"),
        (datetime(2026, 11, 21, 20, 30, tzinfo=UTC), "1405-09"),
        (datetime(2026, 3, 20, 20, 29, tzinfo=UTC), "1404-12"),
        (datetime(2026, 3, 20, 20, 30, tzinfo=UTC), "1405-01"),
        (datetime(2025, 3, 20, 12, 0, tzinfo=UTC), "1403-12"),  # the 30th of a leap year's Esfand
    ],
)
def test_a_month_begins_at_midnight_of_the_city(moment, month):
    assert jalali_month(moment, TEHRAN) == month


@given(at=MOMENTS)
def test_months_never_run_backwards(at):
    assert jalali_month(at, TEHRAN) <= jalali_month(at + timedelta(hours=7), TEHRAN)


def test_a_day_of_another_year_says_its_year():
    assert day(date(2026, 3, 20), "fa", today=TODAY) == "جمعه ۲۹ اسفند ۱۴۰۴"
    assert day(date(2026, 3, 20), "en", today=TODAY) == "Friday 20 March"
    assert day(date(2025, 12, 31), "en", today=TODAY) == "Wednesday 31 December 2025"


def test_a_year_is_said_or_left_out_when_asked():
    assert day(TODAY, "fa", today=TODAY, year=True) == "چهارشنبه ۴ آذر ۱۴۰۵"
    assert day(date(2020, 1, 1), "en", today=TODAY, year=False) == "Wednesday 1 January"


def test_a_promise_of_today_is_told_by_the_clock_of_the_city():
    late = datetime(2026, 11, 25, 20, 45, tzinfo=UTC)

    assert instant(late, "en", TEHRAN, now=late - timedelta(minutes=5)) == "today, 00:15"
    assert instant(late, "fa", TEHRAN, now=late - timedelta(hours=1)).startswith("پنجشنبه ۵ آذر،")


@pytest.mark.parametrize(
    ("value", "persian", "english"),
    [
        (79.84, "۷۹٫۸", "79.8"),
        (-0.6, "−۰٫۶", "−0.6"),
        (0.0, "۰٫۰", "0.0"),
        (-0.0, "۰٫۰", "0.0"),
        (-0.04, "۰٫۰", "0.0"),
        (100.0, "۱۰۰٫۰", "100.0"),
    ],
)
def test_figures_carry_the_marks_of_the_language_and_zero_has_no_sign(value, persian, english):
    assert (decimal(value, "fa"), decimal(value, "en")) == (persian, english)


@given(saturday=st.dates(date(2020, 1, 4), date(2040, 1, 1)))
def test_every_week_has_a_name_without_day_and_hour(saturday):
    assert week(saturday, "fa").startswith("هفتهٔ ")
    assert not any(c.isdigit() for c in week(saturday, "fa"))


def test_months_have_their_names_in_both_languages():
    assert month_name("1405-01", "fa") == "فروردین ۱۴۰۵"
    assert month_name("1405-12", "en") == "Esfand 1405"


@given(number=st.integers(0, 10**15))
def test_every_figure_keeps_its_value_in_persian(number):
    assert int(localised(number, "fa")) == number
    assert not any(c.isascii() for c in localised(number, "fa"))
    assert localised(number, "en") == str(number)
