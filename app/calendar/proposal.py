"""A year of days off as the ``holidays`` package has it: a proposal, never more.

For 1405 it is right on 25 of 26 dates; of later years its lunar dates are estimates, and it knows
no city's closures.  So a person confirms, day by day, and lunar days stay tentative.
"""

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

import holidays
from persiantools.jdatetime import JalaliDate

from app.text import clean_name

__all__ = ["PACKAGE", "Proposed", "jalali_year_days", "proposed_year"]

PACKAGE = f"holidays {version('holidays')}"
_ESTIMATED = (" (تخمینی)", " (estimated)")


@dataclass(frozen=True, slots=True)
class Proposed:
    """One day the package holds for a day off; ``tentative`` where it says it estimates."""

    day: date
    name_fa: str
    name_en: str
    tentative: bool


def jalali_year_days(year: int) -> tuple[date, date]:
    """Return the first and the last day of a Jalali year.

    >>> jalali_year_days(1405)
    (datetime.date(2026, 3, 21), datetime.date(2027, 3, 20))
    """
    first: date = JalaliDate(year, 1, 1).to_gregorian()
    following: date = JalaliDate(year + 1, 1, 1).to_gregorian()
    return first, date.fromordinal(following.toordinal() - 1)


def proposed_year(year: int) -> list[Proposed]:
    """Return what the package holds for the days off of a Jalali year, in order.

    >>> [one.day.isoformat() for one in proposed_year(1406)][:2]
    ['2027-03-21', '2027-03-22']
    """
    first, last = jalali_year_days(year)
    years = {first.year, last.year}
    persian = holidays.country_holidays("IR", years=years, language="fa_IR")
    english = holidays.country_holidays("IR", years=years, language="en_US")
    return [
        Proposed(
            day,
            _plain(persian[day]),
            _plain(english.get(day, "")),
            any(mark in persian[day] for mark in _ESTIMATED),
        )
        for day in sorted(persian)
        if first <= day <= last
    ]


def _plain(name: str) -> str:
    for mark in _ESTIMATED:
        name = name.replace(mark, "")
    return clean_name(name.replace("؛", "؛ ").replace(";", "، " if "ا" in name else "; "))[:200]
