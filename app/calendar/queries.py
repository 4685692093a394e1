"""Reads of the calendars: the one a unit counts by, ready for the clock."""

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.calendar.hours import CITY_ZONE, Hours, Pattern, WorkingCalendar
from app.calendar.models import Calendar, DayException, Holiday, WeeklyPattern
from app.calendar.shipped import shipped
from app.errors import Missing

__all__ = ["CITY", "chain_of", "forget", "nested_sets", "shipped", "working_calendar"]

CITY = "A"
_KEPT = "calendars"


def working_calendar(
    session: Session,
    *,
    code: str | None = None,
    calendar_id: int | None = None,
    unit_path: str | None = None,
    zone: ZoneInfo = CITY_ZONE,
) -> WorkingCalendar:
    """Return a calendar with everything it inherits, in at most four statements.

    Ask by one of ``code``, ``calendar_id`` and ``unit_path``; by none, it is the city's.  A path
    gets the calendar of the nearest unit at or above it, else the city's.  The calendar of a unit
    inherits, day by day, from those of the units above and at last from the city's: exceptions
    (the unit's own first), then the days off of its own ``holiday_set``, then the patterns (the
    unit's own first, the latest start first), then closed.  A calendar of no unit stands alone.

    A session remembers what it was given until its calendars are edited (``forget``).

    Raises:
        Missing: ``calendar``: there is no such calendar, or the city's is not installed.
    """
    kept = session.info.setdefault(_KEPT, {})
    asked = (code, calendar_id, unit_path, zone)
    if asked not in kept:
        kept[asked] = _found(session, code, calendar_id, unit_path, zone)
    found: WorkingCalendar = kept[asked]
    return found


def forget(session: Session) -> None:
    """Let a session read its calendars anew; every edit ends with this."""
    session.info.pop(_KEPT, None)


def _found(
    session: Session,
    code: str | None,
    calendar_id: int | None,
    unit_path: str | None,
    zone: ZoneInfo,
) -> WorkingCalendar:
    chain = _chain(session, code, calendar_id, unit_path)
    if not chain:
        raise Missing("calendar", str(code or calendar_id or unit_path or CITY))
    own, ids = chain[0], [row.id or 0 for row in chain]
    if own.always:
        return WorkingCalendar(code=own.code, zone=zone, always=True, id=own.id)
    return WorkingCalendar(
        code=own.code,
        zone=zone,
        patterns=_patterns(session, ids),
        holidays=_holidays(session, own.holiday_set),
        exceptions=_exceptions(session, ids),
        id=own.id,
    )


def chain_of(session: Session, code: str) -> list[Calendar]:
    """Return a calendar and those it inherits from, the nearest first.

    Raises:
        Missing: ``calendar``: there is no such calendar.
    """
    if not (chain := _chain(session, code, None, None)):
        raise Missing("calendar", code)
    return [chain[0]] if chain[0].always else list(chain)


def nested_sets(holiday_set: str) -> list[str]:
    """Return the sets a set contains: the country's, the province's, the city's.

    >>> nested_sets("ir/07/tehran")
    ['ir', 'ir/07', 'ir/07/tehran']
    """
    parts = [part for part in holiday_set.split("/") if part]
    return ["/".join(parts[: place + 1]) for place in range(len(parts))]


def _chain(
    session: Session, code: str | None, calendar_id: int | None, unit_path: str | None
) -> Sequence[Calendar]:
    """Return the calendar and its parents, the nearest first."""
    nearest = (func.length(col(Calendar.unit_path)).desc(), col(Calendar.id))
    if unit_path is not None:
        above = or_(
            col(Calendar.unit_path).in_(_paths(unit_path)),
            and_(col(Calendar.code) == CITY, col(Calendar.unit_path) == ""),
        )
        return session.exec(select(Calendar).where(above).order_by(*nearest)).all()
    own = aliased(Calendar)
    wanted = own.id == calendar_id if calendar_id is not None else own.code == (code or CITY)
    statement = select(Calendar).join(own, _is_or_is_above(own)).where(wanted)
    return session.exec(statement.order_by(*nearest)).all()


def _is_or_is_above(own: type[Calendar]) -> ColumnElement[bool]:
    path, below = col(Calendar.unit_path), col(own.unit_path)
    above = and_(path != "", func.substr(below, 1, func.length(path)) == path)
    root = and_(path == "", col(Calendar.code) == CITY)
    return or_(
        col(Calendar.id) == col(own.id),
        and_(below != "", path != below, or_(above, root)),
    )


def _paths(unit_path: str) -> list[str]:
    """Return the paths from the root unit down to ``/1/7/9/`` itself."""
    parts = [part for part in unit_path.split("/") if part]
    return [f"/{'/'.join(parts[: place + 1])}/" for place in range(len(parts))]


def _patterns(session: Session, ids: list[int]) -> tuple[Pattern, ...]:
    rows = session.exec(select(WeeklyPattern).where(col(WeeklyPattern.calendar_id).in_(ids))).all()
    rows = sorted(rows, key=lambda row: (ids.index(row.calendar_id), -row.valid_from.toordinal()))
    return tuple(
        Pattern(
            row.valid_from,
            row.valid_until,
            {int(day): _hours(hours) for day, hours in row.hours.items()},
        )
        for row in rows
    )


def _holidays(session: Session, holiday_set: str) -> frozenset[date]:
    if not (sets := nested_sets(holiday_set)):
        return frozenset()
    return frozenset(
        session.exec(select(col(Holiday.day)).where(col(Holiday.holiday_set).in_(sets)))
    )


def _exceptions(session: Session, ids: list[int]) -> dict[date, Hours]:
    rows = session.exec(select(DayException).where(col(DayException.calendar_id).in_(ids))).all()
    rows = sorted(rows, key=lambda row: ids.index(row.calendar_id), reverse=True)
    return {row.day: _hours(row.hours) for row in rows}


def _hours(stored: Iterable[Iterable[int]]) -> Hours:
    return tuple((opens, closes) for opens, closes in stored)
