"""The first promise of a case, by which the figures judge it whatever it is promised later.

The figures keep the first policy.  Answered in time means that less working time of
the first calendar ran between registration and the first answer than the first policy gave, which
is the same as ``answer < due``.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.calendar.rules import WorkingCalendar, working_time
from app.cases import clocks
from app.cases.models import Case
from app.cases.recoding.models import FirstPromise
from app.db import ensure

__all__ = ["judge", "keep", "pause"]


def keep(session: Session, case: Case, now: datetime) -> None:
    """Write down what a case is promised now, once, while its first answer is still to come."""
    if case.cycle > 1 or case.first_answered_at is not None:
        return
    row: dict[str, Any] = {
        "case_id": case.id or 0,
        "policy": case.policy,
        "budget_minutes": case.budget_minutes,
        "calendar_id": case.calendar_id,
        "paused_seconds": case.paused_seconds,
        "at": now,
    }
    ensure(session, FirstPromise(**row))


def pause(session: Session, case: Case, since: datetime, until: datetime) -> None:
    """Count a pause of the answer clock in the working time of the first promise too."""
    promise = session.get(FirstPromise, case.id)
    if promise is not None:
        promise.paused_seconds += _seconds(_calendar(session, promise), since, until)
        session.add(promise)


def judge(session: Session, case: Case, now: datetime) -> None:
    """Judge the first answer, given at this instant, by the first promise if there is another."""
    promise = session.get(FirstPromise, case.id) if case.first_answered_at == now else None
    if promise is None or case.cycle > 1:
        return
    calendar = _calendar(session, promise)
    used = _seconds(calendar, case.registered_at, now) - promise.paused_seconds
    if case.pause_from_at is not None:
        used -= _seconds(calendar, case.pause_from_at, min(now, case.clock_from_at))
    case.first_used_seconds = used
    case.first_met = used < promise.budget_minutes * 60
    session.add(case)


def _calendar(session: Session, promise: FirstPromise) -> WorkingCalendar:
    return clocks.calendar_of(session, promise.calendar_id)


def _seconds(calendar: WorkingCalendar, since: datetime, until: datetime) -> int:
    return int(working_time(calendar, since, until).total_seconds()) if since < until else 0
