"""What people type about days and hours, in either script, and how it is written back.

A day is ``1405-09-12`` or ``2026-12-03``: a year below 1700 is Jalali.  Hours are intervals of the
local day, ``8-12, 13:00-16:30``; nothing typed means closed.
"""

import re
from datetime import date

from persiantools.jdatetime import JalaliDate

from app.calendar.hours import Hours, check_hours
from app.errors import Invalid
from app.text import latin_digits

__all__ = ["clock_text", "day_text", "hours_text", "parse_day", "parse_hours"]

_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?(?:-|تا|to)(\d{1,2})(?::(\d{2}))?")
_JALALI_BELOW, _JALALI_YEARS, _YEARS = 1700, range(1300, 1501), range(1922, 2121)


def parse_day(text: str) -> date:
    """Return the day somebody typed.

    >>> parse_day("۱۴۰۵/۹/۱"), parse_day("2026-11-22")
    (datetime.date(2026, 11, 22), datetime.date(2026, 11, 22))

    Raises:
        Invalid: ``day_shape``, ``day_unknown`` (no such day, or far away).
    """
    found = _DAY.fullmatch(latin_digits(text.strip()))
    if found is None:
        raise Invalid("day_shape", field="day")
    year, month, day = map(int, found.groups())
    try:
        if year in _JALALI_YEARS:
            return JalaliDate(year, month, day).to_gregorian()
        if year in _YEARS:
            return date(year, month, day)
    except ValueError:
        pass
    raise Invalid("day_unknown", field="day")


def parse_hours(text: str) -> Hours:
    """Return the intervals somebody typed, in order; none for an empty line.

    >>> parse_hours("۱۳-۱۶:۳۰، 8:00–12")
    ((480, 720), (780, 990))

    Raises:
        Invalid: ``hours_shape``, ``hours_bounds``, ``hours_overlap``.
    """
    plain = re.sub(r"[–—−]", "-", latin_digits(text))
    parts = [re.sub(r"\s", "", part) for part in re.split(r"[,،;؛\n]| و | and ", plain)]
    return check_hours([_span(part) for part in parts if part])


def hours_text(hours: Hours) -> str:
    """Return intervals as they may be typed again.

    >>> hours_text(((480, 720), (780, 1440)))
    '08:00-12:00, 13:00-24:00'
    """
    return ", ".join(f"{clock_text(opens)}-{clock_text(closes)}" for opens, closes in hours)


def clock_text(minute: int) -> str:
    """Return a minute of the day as ``08:30``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def day_text(day: date, locale: str) -> str:
    """Return a day as it may be typed again: Jalali for Persian readers.

    >>> day_text(date(2026, 11, 22), "fa"), day_text(date(2026, 11, 22), "en")
    ('1405-09-01', '2026-11-22')
    """
    return JalaliDate(day).isoformat() if locale == "fa" else day.isoformat()


def _span(part: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise Invalid("hours_shape", field="hours")
    numbers = [int(number or 0) for number in found.groups()]
    if numbers[1] > 59 or numbers[3] > 59:
        raise Invalid("hours_shape", field="hours")
    return numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
