"""Several working calendars at once, for a list of things that each run by their own.

Four statements however many calendars are asked for: lists stay as fast as their database.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from app.calendar.hours import CITY_ZONE, Hours, Pattern, WorkingCalendar
from app.calendar.models import Calendar, DayException, Holiday, WeeklyPattern
from app.calendar.queries import CITY, nested_sets

__all__ = ["working_calendars"]


def working_calendars(
    session: Session, calendar_ids: Iterable[int], *, zone: ZoneInfo = CITY_ZONE
) -> dict[int, WorkingCalendar]:
    """Return these calendars by id, each with what it inherits (``queries.working_calendar``)."""
    wanted = set(calendar_ids)
    if not wanted:
        return {}
    rows = session.exec(select(Calendar)).all()
    chains = {row.id: _chain(row, rows) for row in rows if row.id in wanted}
    ids = {part.id for chain in chains.values() for part in chain}
    patterns = _patterns(session, ids)
    exceptions = _exceptions(session, ids)
    days_off = _holidays(session)
    return {
        calendar_id: WorkingCalendar(
            code=chain[0].code,
            zone=zone,
            always=chain[0].always,
            patterns=tuple(p for part in chain for p in patterns.get(part.id, ())),
            holidays=frozenset(
                day for name in nested_sets(chain[0].holiday_set) for day in days_off.get(name, ())
            ),
            exceptions=_merged(chain, exceptions),
        )
        for calendar_id, chain in chains.items()
        if calendar_id is not None
    }


def _chain(own: Calendar, rows: Iterable[Calendar]) -> list[Calendar]:
    """Return a calendar and those it inherits from, the nearest first."""
    if own.always or not own.unit_path:
        return [own]
    above = [
        row
        for row in rows
        if row.id != own.id
        and row.unit_path != own.unit_path
        and (own.unit_path.startswith(row.unit_path) if row.unit_path else row.code == CITY)
    ]
    return [own, *sorted(above, key=lambda row: (-len(row.unit_path), row.id or 0))]


def _patterns(session: Session, ids: Iterable[int | None]) -> dict[int | None, list[Pattern]]:
    found: dict[int | None, list[Pattern]] = {}
    latest = col(WeeklyPattern.valid_from).desc()
    rows = select(WeeklyPattern).where(col(WeeklyPattern.calendar_id).in_(ids)).order_by(latest)
    for row in session.exec(rows):
        week = {int(day): _hours(hours) for day, hours in row.hours.items()}
        pattern = Pattern(row.valid_from, row.valid_until, week)
        found.setdefault(row.calendar_id, []).append(pattern)
    return found


def _exceptions(session: Session, ids: Iterable[int | None]) -> dict[int | None, dict[date, Hours]]:
    found: dict[int | None, dict[date, Hours]] = {}
    for row in session.exec(select(DayException).where(col(DayException.calendar_id).in_(ids))):
        found.setdefault(row.calendar_id, {})[row.day] = _hours(row.hours)
    return found


def _merged(
    chain: list[Calendar], exceptions: Mapping[int | None, Mapping[date, Hours]]
) -> dict[date, Hours]:
    merged: dict[date, Hours] = {}
    for part in reversed(chain):
        merged.update(exceptions.get(part.id, {}))
    return merged


def _holidays(session: Session) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for row in session.exec(select(Holiday)):
        found.setdefault(row.holiday_set, []).append(row.day)
    return found


def _hours(stored: Iterable[Iterable[int]]) -> Hours:
    return tuple((opens, closes) for opens, closes in stored)
