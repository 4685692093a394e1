"""Years of days off: what is stored against what is proposed, and a person's confirmation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from persiantools.jdatetime import JalaliDate
from sqlmodel import Session, col, select

from app.calendar.acts import record
from app.calendar.days_off import add_holiday, remove_holiday
from app.calendar.models import Holiday, HolidayYear
from app.calendar.proposal import PACKAGE, Proposed, jalali_year_days, proposed_year
from app.calendar.shipped import HOLIDAY_SET
from app.db import ensure
from app.errors import Refused

__all__ = ["WARN_DAYS", "DiffRow", "YearRow", "confirm_year", "diff", "unconfirmed", "years"]

WARN_DAYS = 60
_NEAR = 2


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One day that is stored, proposed or both.

    Attributes:
        stored: It counts as a day off today.
        proposed: The package has it.
        tentative: It depends on the moon, in what is stored or else in the proposal.
        moved_from: Proposed days within two days of a stored one that the package does not have:
            probably the same occasion on another date.
    """

    day: date
    name_fa: str
    name_en: str
    stored: bool
    proposed: bool
    tentative: bool
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class YearRow:
    """A Jalali year of the country's days off."""

    year: int
    days: int
    tentative: int
    confirmed: bool
    confirmed_at: datetime | None


def diff(session: Session, year: int) -> list[DiffRow]:
    """Return every day that is stored or proposed for a Jalali year, in order."""
    stored = {row.day: row for row in _stored(session, year)}
    offered = {row.day: row for row in proposed_year(year)}
    gone = [day for day in stored if day not in offered]
    return [
        _row(day, stored.get(day), offered.get(day), gone) for day in sorted({*stored, *offered})
    ]


def confirm_year(
    session: Session,
    year: int,
    *,
    days: Collection[date],
    actor_id: int,
    now: datetime,
) -> tuple[int, int]:
    """Make exactly ``days`` the days off of a year; return how many came and went.

    A day that comes keeps the package's words and its tentative mark.

    Raises:
        Refused: ``not_of_the_year``: a day that is neither stored nor proposed.
    """
    rows = {row.day: row for row in diff(session, year)}
    if strange := [day for day in days if day not in rows]:
        raise Refused("not_of_the_year", str(strange[0]))
    come = [row for day, row in rows.items() if day in days and not row.stored]
    gone = [day for day, row in rows.items() if row.stored and day not in days]
    for row in come:
        add_holiday(
            session,
            row.day,
            name_fa=row.name_fa,
            name_en=row.name_en,
            tentative=row.tentative,
            source=PACKAGE,
            actor_id=actor_id,
            now=now,
        )
    for day in gone:
        remove_holiday(session, day, actor_id=actor_id, now=now)
    _mark(session, year, actor_id=actor_id, now=now)
    detail = {"year": year, "days": len(days), "came": len(come), "went": len(gone)}
    record(session, "year_confirmed", HOLIDAY_SET, detail, actor_id=actor_id, now=now)
    return len(come), len(gone)


def years(session: Session, *, today: date) -> list[YearRow]:
    """Return this Jalali year and the two after it."""
    current = JalaliDate(today).year
    confirmed = {
        row.year: row
        for row in session.exec(select(HolidayYear).where(HolidayYear.holiday_set == HOLIDAY_SET))
    }
    found = []
    for year in range(current, current + 3):
        days, mark = _stored(session, year), confirmed.get(year)
        found.append(
            YearRow(
                year=year,
                days=len(days),
                tentative=sum(day.tentative for day in days),
                confirmed=mark is not None,
                confirmed_at=mark.confirmed_at if mark else None,
            )
        )
    return found


def unconfirmed(session: Session, *, today: date) -> int | None:
    """Return the Jalali year that needs confirming: this one, or the one that is 60 days away."""
    soon = JalaliDate(today).year, JalaliDate(today + timedelta(days=WARN_DAYS)).year
    confirmed = set(
        session.exec(select(col(HolidayYear.year)).where(HolidayYear.holiday_set == HOLIDAY_SET))
    )
    return next((int(year) for year in soon if year not in confirmed), None)


def _row(day: date, stored: Holiday | None, offered: Proposed | None, gone: list[date]) -> DiffRow:
    known = stored or offered
    near = [other for other in gone if abs((other - day).days) <= _NEAR and not stored]
    return DiffRow(
        day=day,
        name_fa=known.name_fa if known else "",
        name_en=known.name_en if known else "",
        stored=stored is not None,
        proposed=offered is not None,
        tentative=bool(known and known.tentative),
        moved_from=near[0] if near else None,
    )


def _stored(session: Session, year: int) -> list[Holiday]:
    first, last = jalali_year_days(year)
    rows = select(Holiday).where(
        Holiday.holiday_set == HOLIDAY_SET, col(Holiday.day).between(first, last)
    )
    return list(session.exec(rows.order_by(col(Holiday.day))))


def _mark(session: Session, year: int, *, actor_id: int, now: datetime) -> None:
    ensure(session, HolidayYear(holiday_set=HOLIDAY_SET, year=year))
    row = session.exec(
        select(HolidayYear).where(HolidayYear.holiday_set == HOLIDAY_SET, HolidayYear.year == year)
    ).one()
    row.confirmed_by, row.confirmed_at = actor_id, now
    session.add(row)
    session.flush()
