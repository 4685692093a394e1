"""The answer clock of a case: which calendar it runs by, what is used, when it is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from app.calendar.queries import shipped, working_calendar
from app.calendar.rules import WorkingCalendar, day_window, due, due_after, met, working_time
from app.cases.models import Case
from app.cases.rules import TERMS, Policy, after_refusal
from app.errors import Missing
from app.quick_sql import Store

__all__ = [
    "Promise",
    "appeal_due",
    "calendar_of",
    "left",
    "promise",
    "restart",
    "resume",
    "stop",
    "used",
    "used_by",
    "verify_due",
    "window",
]

_ALWAYS = "ALWAYS"


@dataclass(frozen=True, slots=True)
class Promise:
    """What the citizen is promised; the budget is frozen on the case."""

    calendar_id: int | None
    budget_minutes: int
    due_at: datetime


def promise(store: Store, policy: Policy, unit_path: str, now: datetime) -> Promise:
    """Return the promise of a policy, by the calendar of the unit that must answer.

    A budget of days becomes the working minutes up to the closing instant of the last day.
    """
    terms = TERMS[policy]
    calendar = _calendar(store, always=terms.always, unit_path=unit_path)
    if terms.days:
        due_at = day_window(calendar, now, terms.days)
        minutes = int(working_time(calendar, now, due_at).total_seconds()) // 60
    else:
        due_at, minutes = due(calendar, now, terms.minutes), terms.minutes
    return Promise(calendar.id, minutes, due_at)


def used(session: Session, case: Case, now: datetime) -> timedelta:
    """Return the working time the answer clock has run; a stopped clock stands still."""
    if case.answered_at is not None or now <= case.clock_from_at:
        return timedelta(seconds=case.used_seconds)
    return used_by(calendar_of(session, case.calendar_id), case, now)


def used_by(calendar: WorkingCalendar, case: Case, now: datetime) -> timedelta:
    """Return the same with the calendar of the case at hand."""
    before = timedelta(seconds=case.used_seconds)
    if case.answered_at is not None:
        return before
    return before + working_time(calendar, case.clock_from_at, now)


def left(session: Session, case: Case, now: datetime) -> timedelta:
    """Return the working time until the case is due; negative by what it is late."""
    calendar = calendar_of(session, case.calendar_id)
    if now < case.due_at:
        return working_time(calendar, now, case.due_at)
    return -working_time(calendar, case.due_at, now)


def resume(session: Session, case: Case, now: datetime) -> None:
    """Let the clock run on from the instant of a refuted fix, an hour at least."""
    rest = after_refusal(
        timedelta(minutes=case.budget_minutes), timedelta(seconds=case.used_seconds)
    )
    _run(session, case, now, rest)


def restart(session: Session, case: Case, now: datetime) -> None:
    """Give a new cycle its full budget."""
    case.used_seconds = 0
    _run(session, case, now, timedelta(minutes=case.budget_minutes))


def stop(session: Session, case: Case, now: datetime) -> None:
    """Stop the answer clock; the first answer of the first cycle is kept for the figures."""
    case.used_seconds = int(used(session, case, now).total_seconds())
    case.answered_at = now
    if case.cycle == 1 and case.first_answered_at is None:
        case.first_answered_at, case.first_used_seconds = now, case.used_seconds
        case.first_met = met(now, case.due_at)


def appeal_due(session: Session, now: datetime) -> datetime:
    """Return by when an appeal is decided: three working days of the city."""
    return window(session, now, 3)


def window(session: Session, start: datetime, days: int) -> datetime:
    """Return the closing instant of the city's so-many-th working day after this one."""
    return day_window(_calendar(session, always=False, unit_path=""), start, days)


def _run(session: Session, case: Case, now: datetime, rest: timedelta) -> None:
    case.clock_from_at, case.answered_at, case.promised_at = now, None, None
    case.rest_seconds = int(rest.total_seconds())
    case.due_at = due_after(calendar_of(session, case.calendar_id), now, rest)


def verify_due(session: Session, now: datetime) -> datetime:
    """Return by when the citizen's word should be in: one working day of the city."""
    return window(session, now, 1)


def calendar_of(session: Session, calendar_id: int | None) -> WorkingCalendar:
    """Return the calendar frozen on a case; one that was never stored is the shipped one."""
    if calendar_id is None:
        return shipped()
    return working_calendar(session, calendar_id=calendar_id)


def _calendar(store: Store, *, always: bool, unit_path: str) -> WorkingCalendar:
    try:
        if always:
            return working_calendar(store, code=_ALWAYS)
        return working_calendar(store, unit_path=unit_path)
    except Missing:
        return shipped(_ALWAYS) if always else shipped()
