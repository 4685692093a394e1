"""Reads of the calendars: the one a unit counts by, ready for the clock."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.calendar.hours import CITY_ZONE, Hours, Pattern, WorkingCalendar
from app.calendar.models import Calendar, DayException, Holiday, WeeklyPattern
from app.calendar.shipped import shipped
from app.errors import Missing
from app.quick_sql import Store, select_rows

__all__ = ["CITY", "Layer", "chain_of", "forget", "nested_sets", "shipped", "working_calendar"]

CITY = "A"
_KEPT = "calendars"


class Layer(NamedTuple):
    """A calendar as one of a chain: what it adds is found by its number and its holiday set."""

    id: int
    code: str
    always: bool
    holiday_set: str


def working_calendar(
    store: Store,
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

    A store remembers what it was given until its calendars are edited (``forget``).

    Raises:
        Missing: ``calendar``: there is no such calendar, or the city's is not installed.
    """
    kept = store.info.setdefault(_KEPT, {})
    asked = (code, calendar_id, unit_path, zone)
    if asked not in kept:
        kept[asked] = _found(store, code, calendar_id, unit_path, zone)
    found: WorkingCalendar = kept[asked]
    return found


def forget(store: Store) -> None:
    """Let a store read its calendars anew; every edit ends with this."""
    store.info.pop(_KEPT, None)


def _found(
    store: Store,
    code: str | None,
    calendar_id: int | None,
    unit_path: str | None,
    zone: ZoneInfo,
) -> WorkingCalendar:
    chain = _chain(store, code, calendar_id, unit_path)
    if not chain:
        raise Missing("calendar", str(code or calendar_id or unit_path or CITY))
    own, ids = chain[0], [row.id for row in chain]
    if own.always:
        return WorkingCalendar(code=own.code, zone=zone, always=True, id=own.id)
    return WorkingCalendar(
        code=own.code,
        zone=zone,
        patterns=_patterns(store, ids),
        holidays=_holidays(store, own.holiday_set),
        exceptions=_exceptions(store, ids),
        id=own.id,
    )


def chain_of(store: Store, code: str) -> list[Layer]:
    """Return a calendar and those it inherits from, the nearest first.

    Raises:
        Missing: ``calendar``: there is no such calendar.
    """
    if not (chain := _chain(store, code, None, None)):
        raise Missing("calendar", code)
    return [chain[0]] if chain[0].always else chain


def nested_sets(holiday_set: str) -> list[str]:
    """Return the sets a set contains: the country's, the province's, the city's.

    >>> nested_sets("ir/07/tehran")
    ['ir', 'ir/07', 'ir/07/tehran']
    """
    parts = [part for part in holiday_set.split("/") if part]
    return ["/".join(parts[: place + 1]) for place in range(len(parts))]


def _chain(
    store: Store, code: str | None, calendar_id: int | None, unit_path: str | None
) -> list[Layer]:
    """Return the calendar and its parents, the nearest first."""
    if unit_path is not None:
        return _calendars(store, _above_unit(), paths=_paths(unit_path))
    if calendar_id is not None:
        return _calendars(store, _above_calendar("id"), wanted=calendar_id)
    return _calendars(store, _above_calendar("code"), wanted=code or CITY)


def _calendars(store: Store, query: Any, **given: object) -> list[Layer]:
    return [Layer(*row) for row in select_rows(store, query, **given)]


@cache
def _above_unit() -> Any:
    """Return the statement for the calendars of some units and the city's, built once a process."""
    above = or_(
        col(Calendar.unit_path).in_(bindparam("paths", expanding=True)),
        and_(col(Calendar.code) == CITY, col(Calendar.unit_path) == ""),
    )
    return select(*_layer()).where(above).order_by(*_nearest())


@cache
def _above_calendar(column: str) -> Any:
    """Return the statement for a calendar and those it inherits from, built once a process."""
    own = aliased(Calendar)
    found = select(*_layer()).join(own, _is_or_is_above(own))
    return found.where(getattr(own, column) == bindparam("wanted")).order_by(*_nearest())


def _layer() -> tuple[Any, ...]:
    return tuple(col(getattr(Calendar, name)) for name in Layer._fields)


def _nearest() -> tuple[Any, Any]:
    return func.length(col(Calendar.unit_path)).desc(), col(Calendar.id)


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


def _patterns(store: Store, ids: list[int]) -> tuple[Pattern, ...]:
    rows = sorted(
        select_rows(store, _patterns_of(), calendars=ids),
        key=lambda row: (ids.index(row[0]), -row[1].toordinal()),
    )
    return tuple(
        Pattern(since, until, {int(day): _hours(open_) for day, open_ in hours.items()})
        for _, since, until, hours in rows
    )


@cache
def _patterns_of() -> Any:
    return select(
        col(WeeklyPattern.calendar_id),
        col(WeeklyPattern.valid_from),
        col(WeeklyPattern.valid_until),
        col(WeeklyPattern.hours),
    ).where(col(WeeklyPattern.calendar_id).in_(bindparam("calendars", expanding=True)))


def _holidays(store: Store, holiday_set: str) -> frozenset[date]:
    if not (sets := nested_sets(holiday_set)):
        return frozenset()
    return frozenset(day for (day,) in select_rows(store, _days_of(), sets=sets))


@cache
def _days_of() -> Any:
    return select(col(Holiday.day)).where(
        col(Holiday.holiday_set).in_(bindparam("sets", expanding=True))
    )


def _exceptions(store: Store, ids: list[int]) -> dict[date, Hours]:
    rows = select_rows(store, _exceptions_of(), calendars=ids)
    own_last = sorted(rows, key=lambda row: ids.index(row[0]), reverse=True)
    return {day: _hours(hours) for _, day, hours in own_last}


@cache
def _exceptions_of() -> Any:
    return select(
        col(DayException.calendar_id), col(DayException.day), col(DayException.hours)
    ).where(col(DayException.calendar_id).in_(bindparam("calendars", expanding=True)))


def _hours(stored: Iterable[Iterable[int]]) -> Hours:
    return tuple((opens, closes) for opens, closes in stored)
