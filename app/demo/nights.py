"""The nights of the demo's half year, so that scores have a history."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from app.cases.findings.queries import withheld
from app.db import Database
from app.scores.nightly.run import Night, run_night
from app.scores.nightly.telling import tell_alarms
from app.scores.rules import About

__all__ = ["live_through_nights"]

_DAYS_AGO = (150, 120, 90, 60, 30, 7)


def live_through_nights(db: Database, *, now: datetime, zone: ZoneInfo) -> None:
    """Compute the scores of persons as they stood at some nights of the half year; tell alarms."""
    for days in _DAYS_AGO:
        then = now - timedelta(days=days)
        alarmed = partial(tell_alarms, now=then)
        run_night(Night(db, then, zone, withheld, alarmed), About.EMPLOYEES)
