"""The calendars the product brings along: A (office hours), ALWAYS, and the days off of Iran.

They are data (``calendars.json``, ``iran_1405.json``); a city stores its own copy with
``service.install`` and edits that.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from app.calendar.hours import CITY_ZONE, Hours, Pattern, WorkingCalendar, check_week
from app.errors import Missing

__all__ = [
    "HOLIDAY_SET",
    "ShippedCalendar",
    "ShippedHoliday",
    "calendars",
    "holidays",
    "reviewed_years",
    "shipped",
]

HOLIDAY_SET = "ir"
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class ShippedHoliday:
    """One day off; a tentative one counts until it is confirmed or removed."""

    day: date
    name_fa: str
    name_en: str
    tentative: bool
    source: str


@dataclass(frozen=True, slots=True)
class ShippedCalendar:
    """One calendar as it comes with the product."""

    code: str
    name_fa: str
    name_en: str
    always: bool
    holiday_set: str
    valid_from: date
    week: dict[int, Hours]


@cache
def holidays() -> tuple[ShippedHoliday, ...]:
    """Return the shipped days off, in order; see the note in the file for what is missing."""
    book = _read("iran_1405.json")
    years = {int(year): (book["source"], rows) for year, rows in book["reviewed"].items()}
    years |= {year: (book["fixed_source"], []) for year in book["fixed_only"]}
    found: dict[date, ShippedHoliday] = {}
    for year, (source, rows) in years.items():
        for row in [*book["fixed"], *rows]:
            holiday = _holiday(year, row, source)
            found[holiday.day] = holiday
    return tuple(found[day] for day in sorted(found))


@cache
def reviewed_years() -> tuple[int, ...]:
    """Return the Jalali years whose days off were reviewed before they were shipped."""
    return tuple(int(year) for year in _read("iran_1405.json")["reviewed"])


@cache
def calendars() -> tuple[ShippedCalendar, ...]:
    """Return the shipped calendars."""
    return tuple(_calendar(row) for row in _read("calendars.json"))


def shipped(code: str = "A", *, zone: ZoneInfo = CITY_ZONE) -> WorkingCalendar:
    """Return a shipped calendar ready to count by; no database is asked.

    Raises:
        Missing: ``calendar``: none of that code is shipped.
    """
    for row in calendars():
        if row.code == code:
            return WorkingCalendar(
                code=row.code,
                zone=zone,
                always=row.always,
                patterns=(Pattern(row.valid_from, None, row.week),),
                holidays=frozenset(h.day for h in holidays() if row.holiday_set == HOLIDAY_SET),
            )
    raise Missing("calendar", code)


def _read(name: str) -> Any:
    return json.loads((_FOLDER / name).read_text(encoding="utf-8"))


def _holiday(year: int, row: dict[str, Any], source: str) -> ShippedHoliday:
    month, day = map(int, row["day"].split("-"))
    return ShippedHoliday(
        day=JalaliDate(year, month, day).to_gregorian(),
        name_fa=row["fa"],
        name_en=row["en"],
        tentative=row.get("tentative", False),
        source=source,
    )


def _calendar(row: dict[str, Any]) -> ShippedCalendar:
    return ShippedCalendar(
        code=row["code"],
        name_fa=row["name_fa"],
        name_en=row["name_en"],
        always=row["always"],
        holiday_set=row["holiday_set"],
        valid_from=date.fromisoformat(row["valid_from"]),
        week=check_week({int(day): hours for day, hours in row["hours"].items()}),
    )
