"""A Jalali month of a calendar, day by day: the hours, and why they are what they are."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate
from sqlmodel import Session, col, select

from app.calendar.hours import Hours, WorkingCalendar
from app.calendar.models import DayException, Holiday
from app.calendar.queries import Layer, chain_of, nested_sets, working_calendar
from app.errors import Invalid

__all__ = ["Because", "Day", "Month", "holidays_between", "month"]


class Because(StrEnum):
    """Which rule gave a day its hours."""

    ALWAYS = "always"
    EXCEPTION = "exception"
    HOLIDAY = "holiday"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Day:
    """One day; ``name_*`` is the holiday, ``reason`` the words of the exception.

    ``inherited`` is the code of the calendar whose exception it is, if not the calendar's own.
    """

    day: date
    number: int
    hours: Hours
    because: Because
    name_fa: str = ""
    name_en: str = ""
    tentative: bool = False
    reason: str = ""
    inherited: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks that begin on Saturday; ``None`` fills the days of other months."""

    key: str
    before: str
    after: str
    weeks: tuple[tuple[Day | None, ...], ...]

    @property
    def days(self) -> list[Day]:
        """The days of the month, in order."""
        return [day for week in self.weeks for day in week if day is not None]

    @property
    def special(self) -> list[Day]:
        """The days that are not as the week says."""
        return [day for day in self.days if day.because in {Because.EXCEPTION, Because.HOLIDAY}]


def month(session: Session, code: str, key: str, *, zone: ZoneInfo) -> Month:
    """Return a month of a calendar as everybody counts by it, inheritance settled.

    Args:
        session: Open session; at most seven statements.
        code: Code of the calendar.
        key: Jalali year and month, ``1405-09``.
        zone: The city's time zone.

    Raises:
        Missing: No such calendar.
        Invalid: ``month``: no such month.
    """
    first, last = _bounds(key)
    hours = working_calendar(session, code=code, zone=zone)
    chain = chain_of(session, code)
    off = {row.day: row for row in holidays_between(session, chain[0].holiday_set, first, last)}
    other = _exceptions(session, chain, first, last)
    days: list[Day | None] = [None] * ((first.isoweekday() + 1) % 7)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        days.append(_day(hours, day, off.get(day), other.get(day)))
    days += [None] * (-len(days) % 7)
    weeks = tuple(tuple(days[at : at + 7]) for at in range(0, len(days), 7))
    return Month(key, _key(first - timedelta(days=1)), _key(last + timedelta(days=1)), weeks)


def holidays_between(session: Session, holiday_set: str, first: date, last: date) -> list[Holiday]:
    """Return the days off of a set and those it nests in, between two days, both included."""
    rows = select(Holiday).where(
        col(Holiday.holiday_set).in_(nested_sets(holiday_set)),
        col(Holiday.day).between(first, last),
    )
    return list(session.exec(rows.order_by(col(Holiday.day))))


def _exceptions(
    session: Session, chain: list[Layer], first: date, last: date
) -> dict[date, tuple[DayException, str]]:
    """Return the exception that wins on each day, with the code of another calendar's."""
    codes = {row.id: row.code for row in chain}
    order = [row.id for row in chain]
    rows = session.exec(
        select(DayException).where(
            col(DayException.calendar_id).in_(order), col(DayException.day).between(first, last)
        )
    ).all()
    return {
        row.day: (row, codes[row.calendar_id] if row.calendar_id != order[0] else "")
        for row in sorted(rows, key=lambda row: order.index(row.calendar_id), reverse=True)
    }


def _day(
    hours: WorkingCalendar,
    day: date,
    off: Holiday | None,
    other: tuple[DayException, str] | None,
) -> Day:
    found = Day(day, int(JalaliDate(day).day), hours.hours(day), Because.WEEK)
    if hours.always:
        return replace(found, because=Because.ALWAYS)
    if off is not None:
        found = replace(
            found,
            because=Because.HOLIDAY,
            name_fa=off.name_fa,
            name_en=off.name_en,
            tentative=off.tentative,
        )
    if other is not None:
        row, inherited = other
        found = replace(found, because=Because.EXCEPTION, reason=row.reason, inherited=inherited)
    return found


def _bounds(key: str) -> tuple[date, date]:
    year, _, number = key.partition("-")
    if not (year.isdecimal() and number.isdecimal() and len(key) <= 7):
        raise Invalid("month", field="month")
    whole = int(year), int(number)
    if whole[0] not in range(1300, 1500) or whole[1] not in range(1, 13):
        raise Invalid("month", field="month")
    first: date = JalaliDate(*whole, 1).to_gregorian()
    following = (whole[0] + whole[1] // 12, whole[1] % 12 + 1)
    after: date = JalaliDate(*following, 1).to_gregorian()
    return first, after - timedelta(days=1)


def _key(day: date) -> str:
    jalali = JalaliDate(day)
    return f"{jalali.year}-{jalali.month:02d}"
