"""Writes of the days off: proposed, confirmed, taken out; each act is in the staff log."""

from datetime import date, datetime

from sqlmodel import Session, select

from app.calendar.acts import record
from app.calendar.models import Holiday
from app.calendar.shipped import HOLIDAY_SET
from app.db import ensure
from app.errors import Invalid, Missing
from app.text import clean, clean_name

__all__ = ["add_holiday", "confirm_holiday", "remove_holiday"]


def add_holiday(
    session: Session,
    day: date,
    *,
    name_fa: str,
    name_en: str = "",
    holiday_set: str = HOLIDAY_SET,
    tentative: bool = False,
    source: str = "",
    reason: str = "",
    actor_id: int | None,
    now: datetime,
) -> Holiday:
    """Add a day off to a set; a day that is there already keeps its words.

    Raises:
        Invalid: ``holiday_set``: the set has no name.
    """
    if not holiday_set:
        raise Invalid("holiday_set", field="holiday_set")
    row = Holiday(
        holiday_set=holiday_set,
        day=day,
        name_fa=clean_name(name_fa),
        name_en=clean_name(name_en),
        tentative=tentative,
        source=clean(source),
    )
    if ensure(session, row):
        detail = {"day": str(day), "reason": clean(reason)}
        record(session, "holiday", holiday_set, detail, actor_id=actor_id, now=now)
    return _holiday(session, day, holiday_set)


def confirm_holiday(
    session: Session,
    day: date,
    *,
    holiday_set: str = HOLIDAY_SET,
    actor_id: int | None,
    now: datetime,
) -> Holiday:
    """Turn a tentative day off into a certain one.

    Raises:
        Missing: The set has no such day.
    """
    row = _holiday(session, day, holiday_set)
    if row.tentative:
        row.tentative = False
        record(
            session, "holiday_confirmed", holiday_set, {"day": str(day)}, actor_id=actor_id, now=now
        )
    return row


def remove_holiday(
    session: Session,
    day: date,
    *,
    holiday_set: str = HOLIDAY_SET,
    reason: str = "",
    actor_id: int | None,
    now: datetime,
) -> None:
    """Make a day off an ordinary day again, as when the moon was seen a day earlier.

    Raises:
        Missing: The set has no such day.
    """
    session.delete(_holiday(session, day, holiday_set))
    detail = {"day": str(day), "reason": clean(reason)}
    record(session, "holiday_removed", holiday_set, detail, actor_id=actor_id, now=now)


def _holiday(session: Session, day: date, holiday_set: str) -> Holiday:
    row = session.exec(
        select(Holiday).where(Holiday.holiday_set == holiday_set, Holiday.day == day)
    ).first()
    if row is None:
        raise Missing("holiday", f"{holiday_set} {day}")
    return row
