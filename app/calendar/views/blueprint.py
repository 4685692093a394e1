"""What the views of the calendar desk share: names from higher features, days, one way to change.

Calendars stand below every other feature, so what those know is handed down when the application
is wired: the units of a reader (``UNITS_OF``) and what a change does to running clocks
(``AFTER_CHANGE``).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Protocol

from flask import Blueprint, current_app
from sqlmodel import Session

from app import clock
from app.calendar.change import AfterChange, Change, snapshot
from app.calendar.typed import parse_day
from app.errors import Invalid, Missing
from app.rights import Action, Person, reach
from app.web import house, me, writing

__all__ = [
    "AFTER_CHANGE",
    "UNITS_OF",
    "UnitChoice",
    "bp",
    "changing",
    "check_past",
    "day_of",
    "today",
    "units",
]

bp = Blueprint("calendar", __name__, url_prefix="/desk/calendars")

AFTER_CHANGE = "takrim.after_calendar_change"
"""Name under ``app.extensions`` of what higher features do about clocks that run."""
UNITS_OF = "takrim.units_of"
"""Name under ``app.extensions`` of how the units below some paths are read."""


class UnitChoice(Protocol):
    """What this desk knows of a unit."""

    @property
    def code(self) -> str:
        """Code of the unit, as people type it."""

    @property
    def path(self) -> str:
        """Its path, as a calendar stores it."""


UnitsOf = Callable[[Session, Sequence[str]], Sequence[UnitChoice]]


def units(session: Session, person: Person) -> Sequence[UnitChoice]:
    """Return the units whose calendars this person may change."""
    ask: UnitsOf | None = current_app.extensions.get(UNITS_OF)
    return ask(session, reach(person, Action.EDIT_CALENDARS)) if ask else []


def today() -> date:
    """Return the city's date."""
    return clock.now().astimezone(house().settings.zone).date()


def day_of(text: str) -> date:
    """Return the day an address names.

    Raises:
        Missing: It names none.
    """
    try:
        return parse_day(text)
    except Invalid:
        raise Missing("day", text[:20]) from None


def check_past(first: date, reason: str | None) -> str:
    """Return the reason of a change; one that reaches into the past needs it.

    Raises:
        Invalid: ``reason_missing``.
    """
    if first < today() and not (reason or "").strip():
        raise Invalid("reason_missing", field="reason")
    return (reason or "").strip()


@contextmanager
def changing(code: str, first: date, *, reason: str = "") -> Iterator[Session]:
    """Open the unit of work of a change; at its end the clocks that run are counted anew.

    Args:
        code: Calendar that changes, or ``""`` for the days off of all.
        first: First day whose hours change.
        reason: Why, for changes of the past.
    """
    after: AfterChange | None = current_app.extensions.get(AFTER_CHANGE)
    now, zone = clock.now(), house().settings.zone
    with writing() as session:
        before = snapshot(session, zone=zone) if after else {}
        yield session
        if after:
            change = Change(code, first, reason, me().id, before)
            after(session, change, now=now, zone=zone)
