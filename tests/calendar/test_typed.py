"""Days and hours as people type them."""

from datetime import date

import pytest

from app.calendar.typed import day_text, hours_text, parse_day, parse_hours
from app.errors import Invalid


@pytest.mark.parametrize("typed", ["1405-12-29", "۱۴۰۵/۱۲/۲۹", " 1405.12.29 ", "2027-03-20"])
def test_a_day_is_read_in_either_calendar_and_script(typed: str) -> None:
    assert parse_day(typed) == date(2027, 3, 20)


@pytest.mark.parametrize(
    "typed",
    ["", "1405-12-30", "1405-13-01", "2026-02-30", "1700-01-01", "9999-01-01", "۱-۲-۳", "x"],
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        parse_day(typed)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("", ()),
        ("0-24", ((0, 1440),)),
        ("8:30 - 12، 13–16", ((510, 720), (780, 960))),
        ("۸ تا ۱۲ و ۱۳ تا ۱۶", ((480, 720), (780, 960))),
        ("13-16; 8-12", ((480, 720), (780, 960))),
        ("8-12, 12-16", ((480, 720), (720, 960))),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, hours: object) -> None:
    assert parse_hours(typed) == hours


@pytest.mark.parametrize(
    "typed", ["8", "8-12-16", "8:60-9", "24:01-25", "8-8", "8-12,11-13", "-", "٪"]
)
def test_hours_no_day_can_have_are_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        parse_hours(typed)


def test_what_is_written_back_can_be_typed_again() -> None:
    hours, day = ((480, 725), (780, 1440)), date(2026, 11, 22)

    assert parse_hours(hours_text(hours)) == hours
    assert {parse_day(day_text(day, locale)) for locale in ("fa", "en")} == {day}
