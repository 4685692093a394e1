"""Writes of the calendars: installing, hours from a day on, one-day exceptions."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from persiantools.jdatetime import JalaliDate
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.calendar import shipped
from app.calendar.acts import record
from app.calendar.hours import Hours, check_hours, check_week
from app.calendar.models import Calendar, DayException, Holiday, HolidayYear, WeeklyPattern
from app.db import ensure
from app.errors import Invalid, Missing, Refused
from app.text import clean, clean_name

__all__ = [
    "add_calendar",
    "add_exception",
    "install",
    "remove_exception",
    "remove_pattern",
    "set_pattern",
]

Week = Mapping[int, Iterable[Iterable[int]]]


def install(session: Session) -> None:
    """Store the shipped calendars and days off; harmless when they are there.

    What a city changed stays changed: the pattern comes only with a new calendar, days off only
    for years of which the set holds none, so that a removed day does not come back.
    """
    for row in shipped.calendars():
        new = Calendar(
            code=row.code,
            name_fa=row.name_fa,
            name_en=row.name_en,
            always=row.always,
            holiday_set=row.holiday_set,
        )
        if ensure(session, new) and not row.always:
            calendar = _calendar(session, row.code)
            _store_pattern(session, calendar, row.valid_from, None, row.week)
    _install_holidays(session)
    session.flush()


def add_calendar(
    session: Session,
    code: str,
    *,
    name_fa: str,
    name_en: str = "",
    unit_path: str = "",
    holiday_set: str = shipped.HOLIDAY_SET,
    actor_id: int | None,
    now: datetime,
) -> Calendar:
    """Add a calendar of a unit, which inherits from those above, or of no unit, standing alone.

    Args:
        session: Open unit of work; flushed, never committed here.
        code: Its name in settings and on the command line.
        name_fa: Name in Persian; ``name_en`` beside it.
        unit_path: Path of the unit, as ``/1/7/``; one calendar a unit.
        holiday_set: Set of days off, nested by slashes (``ir/07``); empty for none.
        actor_id: Account that acts; ``None`` for the product.
        now: Aware instant of the act.

    Raises:
        Refused: ``calendar_exists``, ``calendar_of_unit_exists``.
    """
    taken = select(Calendar.id).where(Calendar.unit_path == unit_path)
    if unit_path and session.exec(taken).first():
        raise Refused("calendar_of_unit_exists", unit_path)
    row = Calendar(
        code=code,
        name_fa=clean_name(name_fa),
        name_en=clean_name(name_en),
        unit_path=unit_path,
        holiday_set=holiday_set,
    )
    if not ensure(session, row):
        raise Refused("calendar_exists", code)
    record(session, "add", code, {"unit_path": unit_path}, actor_id=actor_id, now=now)
    return _calendar(session, code)


def set_pattern(
    session: Session,
    code: str,
    *,
    valid_from: date,
    hours: Week,
    valid_until: date | None = None,
    reason: str = "",
    actor_id: int | None,
    now: datetime,
) -> WeeklyPattern:
    """Set the weekly hours of a calendar from a day on; the same start is replaced.

    Args:
        session: Open unit of work; flushed, never committed here.
        code: Code of the calendar.
        valid_from: First day; the latest start that contains a date wins.
        hours: Half-open minute intervals by ISO weekday 1-7; a weekday left out is closed.
        valid_until: Last day, included; afterwards the pattern before it holds again.
        reason: Why, for the log.
        actor_id: Account that acts; ``None`` for the product.
        now: Aware instant of the act.

    Raises:
        Missing: No such calendar.
        Invalid: Overlapping or impossible hours, or an end before the start; nothing is stored.
    """
    week = check_week(hours)
    if valid_until is not None and valid_until < valid_from:
        raise Invalid("pattern_ends_early", field="valid_until")
    calendar = _calendar(session, code)
    row = _store_pattern(session, calendar, valid_from, valid_until, week)
    detail = {
        "from": str(valid_from),
        "until": str(valid_until or ""),
        "hours": row.hours,
        "reason": clean(reason),
    }
    record(session, "pattern", code, detail, actor_id=actor_id, now=now)
    return row


def remove_pattern(
    session: Session,
    code: str,
    *,
    valid_from: date,
    reason: str = "",
    actor_id: int | None,
    now: datetime,
) -> None:
    """Take weekly hours out; those before them, or of the calendars above, hold again.

    Raises:
        Missing: No such calendar, or no hours that begin on that day.
        Refused: ``last_pattern``: a calendar of no unit would be closed for ever.
    """
    calendar = _calendar(session, code)
    rows = session.exec(select(WeeklyPattern).where(WeeklyPattern.calendar_id == calendar.id)).all()
    found = [row for row in rows if row.valid_from == valid_from]
    if not found:
        raise Missing("pattern", f"{code} {valid_from}")
    if len(rows) == 1 and not calendar.unit_path:
        raise Refused("last_pattern", code)
    detail = {"from": str(valid_from), "hours": found[0].hours, "reason": clean(reason)}
    session.delete(found[0])
    record(session, "pattern_removed", code, detail, actor_id=actor_id, now=now)


def add_exception(
    session: Session,
    code: str,
    *,
    day: date,
    hours: Iterable[Iterable[int]] = (),
    reason: str,
    actor_id: int | None,
    now: datetime,
) -> DayException:
    """Give one day other hours; a second decision about the same day replaces the first.

    Args:
        session: Open unit of work; flushed, never committed here.
        code: Code of the calendar; the calendars below it inherit the day.
        day: Local date.
        hours: Half-open minute intervals; none means closed.
        reason: Why, for the log and the citizen's notice.
        actor_id: Account that decides.
        now: Aware instant of the decision.

    Raises:
        Missing: No such calendar.
        Invalid: Overlapping or impossible hours, or no reason; nothing is stored.
    """
    checked, reason = check_hours(hours), clean(reason)
    if not 1 <= len(reason) <= 400:
        raise Invalid("reason_length", field="reason")
    calendar_id = _calendar(session, code).id or 0
    ensure(session, DayException(calendar_id=calendar_id, day=day, reason=reason, decided_at=now))
    row = session.exec(_exception(calendar_id, day)).one()
    row.hours, row.reason = _stored(checked), reason
    row.decided_by, row.decided_at = actor_id, now
    session.flush()
    detail = {"day": str(day), "hours": row.hours, "reason": reason}
    record(session, "exception", code, detail, actor_id=actor_id, now=now)
    return row


def remove_exception(
    session: Session,
    code: str,
    *,
    day: date,
    reason: str = "",
    actor_id: int | None,
    now: datetime,
) -> None:
    """Take an exception back; the day has its usual hours again.

    Raises:
        Missing: No such calendar, or no exception on that day.
    """
    row = session.exec(_exception(_calendar(session, code).id or 0, day)).first()
    if row is None:
        raise Missing("day_exception", f"{code} {day}")
    detail = {"day": str(day), "hours": row.hours, "reason": clean(reason)}
    session.delete(row)
    record(session, "exception_removed", code, detail, actor_id=actor_id, now=now)


def _install_holidays(session: Session) -> None:
    stored = session.exec(
        select(col(Holiday.day)).where(Holiday.holiday_set == shipped.HOLIDAY_SET)
    )
    years = {_jalali_year(day) for day in stored}
    for row in shipped.holidays():
        if _jalali_year(row.day) not in years:
            ensure(
                session,
                Holiday(
                    holiday_set=shipped.HOLIDAY_SET,
                    day=row.day,
                    name_fa=row.name_fa,
                    name_en=row.name_en,
                    tentative=row.tentative,
                    source=row.source,
                ),
            )

    for year in shipped.reviewed_years():
        ensure(session, HolidayYear(holiday_set=shipped.HOLIDAY_SET, year=year))


def _jalali_year(day: date) -> int:
    return int(JalaliDate.to_jalali(day).year)


def _store_pattern(
    session: Session,
    calendar: Calendar,
    valid_from: date,
    valid_until: date | None,
    week: Mapping[int, Hours],
) -> WeeklyPattern:
    calendar_id = calendar.id or 0
    ensure(session, WeeklyPattern(calendar_id=calendar_id, valid_from=valid_from))
    same = select(WeeklyPattern).where(
        WeeklyPattern.calendar_id == calendar_id, WeeklyPattern.valid_from == valid_from
    )
    row = session.exec(same).one()
    row.valid_until = valid_until
    row.hours = {str(day): _stored(hours) for day, hours in week.items()}
    session.flush()
    return row


def _calendar(session: Session, code: str) -> Calendar:
    row = session.exec(select(Calendar).where(col(Calendar.code) == code)).first()
    if row is None:
        raise Missing("calendar", code)
    return row


def _exception(calendar_id: int, day: date) -> SelectOfScalar[DayException]:
    return select(DayException).where(
        DayException.calendar_id == calendar_id, DayException.day == day
    )


def _stored(hours: Hours) -> list[list[int]]:
    return [list(interval) for interval in hours]
