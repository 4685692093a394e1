"""Reads of the calendar desk: which calendars an administrator sees, and what one holds.

An administrator sees the calendars of no unit, which everybody counts by or inherits, and those of
units within reach; everything else does not exist.  Calendars of no unit and the days off are
changed by the administrators of the whole city alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from app.calendar.hours import Hours
from app.calendar.models import Calendar, DayException, WeeklyPattern
from app.errors import Denied, Missing
from app.rights import Action, Person, reach

__all__ = [
    "CalendarRow",
    "ExceptionRow",
    "PatternRow",
    "calendar_row",
    "calendar_rows",
    "exceptions",
    "patterns",
    "whole_city",
]


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One calendar of the list; ``mine`` says whether this reader may change it."""

    id: int
    code: str
    name_fa: str
    name_en: str
    unit_path: str
    always: bool
    holiday_set: str
    patterns: int
    exceptions: int
    mine: bool


@dataclass(frozen=True, slots=True)
class PatternRow:
    """Weekly hours and the days they hold; ``ended`` when the last of them is past."""

    valid_from: date
    valid_until: date | None
    week: dict[int, Hours]
    ended: bool


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """Other hours on one day, who decided and why."""

    day: date
    hours: Hours
    reason: str
    decided_at: datetime


def whole_city(person: Person) -> bool:
    """Return whether the reader administers everything, not one agency or a part of it."""
    return "/" in reach(person, Action.EDIT_CALENDARS)


def calendar_rows(session: Session, person: Person) -> list[CalendarRow]:
    """Return the calendars this reader sees, the city's first, then by unit."""
    order = (func.length(col(Calendar.unit_path)), col(Calendar.unit_path), col(Calendar.code))
    found = select(Calendar, *_counts()).where(_seen(person)).order_by(*order)
    return [_row(person, *row) for row in session.exec(found)]


def calendar_row(
    session: Session, person: Person, code: str, *, to_change: bool = False
) -> CalendarRow:
    """Return one calendar.

    Raises:
        Missing: No such calendar, or not within reach.
        Denied: ``not_yours``: it may be read, but ``to_change`` was asked.
    """
    found = session.exec(
        select(Calendar, *_counts()).where(_seen(person), Calendar.code == code)
    ).first()
    if found is None:
        raise Missing("calendar", code)
    row = _row(person, *found)
    if to_change and not row.mine:
        raise Denied("not_yours", code)
    return row


def patterns(session: Session, calendar_id: int, *, today: date) -> list[PatternRow]:
    """Return the weekly hours of one calendar, the latest start first."""
    latest = col(WeeklyPattern.valid_from).desc()
    rows = select(WeeklyPattern).where(WeeklyPattern.calendar_id == calendar_id).order_by(latest)
    return [
        PatternRow(
            row.valid_from,
            row.valid_until,
            {int(day): _hours(hours) for day, hours in row.hours.items()},
            row.valid_until is not None and row.valid_until < today,
        )
        for row in session.exec(rows)
    ]


def exceptions(
    session: Session, calendar_id: int, *, first: date, last: date
) -> list[ExceptionRow]:
    """Return the one-day hours of one calendar between two days, both included."""
    rows = select(DayException).where(
        DayException.calendar_id == calendar_id, col(DayException.day).between(first, last)
    )
    return [
        ExceptionRow(row.day, _hours(row.hours), row.reason, row.decided_at)
        for row in session.exec(rows.order_by(col(DayException.day)))
    ]


def _seen(person: Person) -> ColumnElement[bool]:
    path = col(Calendar.unit_path)
    roots = reach(person, Action.EDIT_CALENDARS)
    return or_(path == "", *(path.startswith(root, autoescape=True) for root in roots))


def _counts() -> tuple[ColumnElement[int], ColumnElement[int]]:
    held = func.count(col(WeeklyPattern.id))
    weekly = select(held).where(col(WeeklyPattern.calendar_id) == col(Calendar.id))
    days = select(func.count(col(DayException.id))).where(
        col(DayException.calendar_id) == col(Calendar.id)
    )
    return weekly.correlate(Calendar).scalar_subquery(), days.correlate(Calendar).scalar_subquery()


def _row(person: Person, row: Calendar, weekly: int, days: int) -> CalendarRow:
    return CalendarRow(
        id=row.id or 0,
        code=row.code,
        name_fa=row.name_fa,
        name_en=row.name_en,
        unit_path=row.unit_path,
        always=row.always,
        holiday_set=row.holiday_set,
        patterns=weekly,
        exceptions=days,
        mine=bool(row.unit_path) or whole_city(person),
    )


def _hours(stored: Sequence[Sequence[int]]) -> Hours:
    return tuple((opens, closes) for opens, closes in stored)
