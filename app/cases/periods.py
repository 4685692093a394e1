"""Jalali periods of the reports: a month, a season, half a year, a year."""

from datetime import datetime, time

from persiantools.jdatetime import JalaliDate

from app.calendar.rules import CITY_ZONE

__all__ = ["LENGTHS", "asked_length", "asked_month", "bounds", "step"]

LENGTHS = (1, 3, 6, 12)
_MONTHS, _YEARS = range(1, 13), range(1390, 1500)
_LONG = len("1405-09")


def asked_month(typed: str, this: str) -> str:
    """Return the month an address asks for, else the one given beside it.

    >>> asked_month("1405-08", "1405-09"), asked_month("1405-13", "1405-09")
    ('1405-08', '1405-09')
    """
    year, _dash, number = typed.partition("-")
    if not (year.isdecimal() and number.isdecimal() and len(typed) == _LONG):
        return this
    return typed if int(year) in _YEARS and int(number) in _MONTHS else this


def asked_length(typed: str) -> int:
    """Return how many months an address asks for: 1, 3, 6 or 12."""
    return int(typed) if typed in {str(months) for months in LENGTHS} else 1


def step(month: str, way: int) -> str:
    """Return the month so many months later.

    >>> step("1405-11", 3), step("1405-01", -1)
    ('1406-02', '1404-12')
    """
    year, number = map(int, month.split("-"))
    place = year * 12 + number - 1 + way
    return f"{place // 12:04d}-{place % 12 + 1:02d}"


def bounds(month: str, months: int = 1) -> tuple[datetime, datetime]:
    """Return the first instant of a period and the first one after it, in the city's zone.

    Args:
        month: Last month of the period, ``1405-09``.
        months: How long it is.
    """
    return _first_day(step(month, 1 - months)), _first_day(step(month, 1))


def _first_day(month: str) -> datetime:
    year, number = map(int, month.split("-"))
    return datetime.combine(JalaliDate(year, number, 1).to_gregorian(), time(), CITY_ZONE)
