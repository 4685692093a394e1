"""A change of calendars, as those who count by them are told of it in the same unit of work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from app.calendar.hours import WorkingCalendar
from app.calendar.many import working_calendars
from app.calendar.models import Calendar

__all__ = ["AfterChange", "Change", "snapshot"]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed.

    Attributes:
        code: Calendar that was changed, ``""`` for the days off of all of them.
        first: First day whose hours may have changed.
        reason: Why; given for every change of past days.
        actor_id: Who decided.
        before: Every calendar by id as it was before the change.
    """

    code: str
    first: date
    reason: str
    actor_id: int | None
    before: Mapping[int, WorkingCalendar]


class AfterChange(Protocol):
    """What a higher feature does about its clocks."""

    def __call__(
        self, session: Session, change: Change, *, now: datetime, zone: ZoneInfo
    ) -> object:
        """Count anew, in the unit of work of the change."""


def snapshot(session: Session, *, zone: ZoneInfo) -> dict[int, WorkingCalendar]:
    """Return every calendar as it stands, in four statements."""
    ids = session.exec(select(col(Calendar.id))).all()
    return working_calendars(session, [number for number in ids if number], zone=zone)
