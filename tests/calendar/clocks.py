"""What the clock tests speak in: Jalali days of a year, an hour, and calendar A."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from persiantools.jdatetime import JalaliDate

from app.calendar.hours import CITY_ZONE, Hours, Pattern, WorkingCalendar
from app.calendar.shipped import shipped

A = shipped()
ALWAYS = shipped("ALWAYS")

EIGHT_TO_FOUR: Hours = ((480, 960),)
EIGHT_TO_TWELVE: Hours = ((480, 720),)
SATURDAY_TO_WEDNESDAY = (6, 7, 1, 2, 3)

# The worked examples with a budget of 180 minutes on calendar A: when filed, when due.
EXAMPLES = {
    "1 within one day": ("09-01 09:10", "09-01 12:10"),
    "2 over one night": ("09-01 15:00", "09-02 10:00"),
    "3 filed at night": ("09-03 23:40", "09-04 11:00"),
    "4 into half Thursday": ("09-04 15:30", "09-05 10:30"),
    "5 over Friday": ("09-05 11:00", "09-07 10:00"),
    "6 filed on Friday": ("09-06 03:00", "09-07 11:00"),
    "7 filed at the closing instant": ("09-05 12:00:00", "09-07 11:00"),
    "8 ends at closing time": ("09-01 13:00", "09-01 16:00"),
    "9 over a holiday": ("10-01 14:30", "10-03 09:30"),
    "10 over Nowruz": ("12-27 11:30", "1406-01-05 10:30"),
}


def day(text: str) -> date:
    """``09-01`` of 1405, or with a year, ``1406-01-05``."""
    parts = [int(part) for part in text.split("-")]
    return JalaliDate(*([1405, *parts][-3:])).to_gregorian()


def at(text: str) -> datetime:
    """``09-01 09:10`` in Tehran, as UTC."""
    on, hour = text.split(" ")
    return datetime.combine(day(on), time.fromisoformat(hour), tzinfo=CITY_ZONE).astimezone(UTC)


def week(hours: Hours, thursday: Hours = ()) -> dict[int, Hours]:
    return dict.fromkeys(SATURDAY_TO_WEDNESDAY, hours) | {4: thursday}


def with_exception(calendar: WorkingCalendar, on: str, hours: Hours) -> WorkingCalendar:
    return replace(calendar, exceptions={**calendar.exceptions, day(on): hours})


def with_pattern(
    calendar: WorkingCalendar, start: str, weekly: dict[int, Hours]
) -> WorkingCalendar:
    return replace(calendar, patterns=(Pattern(day(start), None, weekly), *calendar.patterns))
