"""The answer clock under another policy: the same clock, another budget.

It began when the citizen wrote and goes on: what is used and paused stays, the new budget counts
from the same instant.  A shorter promise holds at once, but never sooner than half an hour of
working time from now, as with a change of calendars: whoever is to answer learns of it only
now, and a deadline in the past would be a breach nobody could have helped.  What is late already
stays late.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from app.calendar.rules import WorkingCalendar, due_after, working_time
from app.cases import clocks
from app.cases.models import Case
from app.cases.rules import TERMS, TERMS_VERSION, Policy, after_refusal

__all__ = ["NEVER_BEFORE", "Drawn", "draw", "half_used", "run_by"]

NEVER_BEFORE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Drawn:
    """How the clock of a case would run by another policy."""

    policy: Policy
    budget_minutes: int
    calendar_id: int | None
    clock_from_at: datetime
    rest_seconds: int
    due_at: datetime


def draw(session: Session, case: Case, policy: Policy, *, now: datetime) -> Drawn:
    """Return how the clock would run by this policy; the case stays as it is.

    Danger is counted day and night; between the others the calendar of the case stays.
    """
    promised = clocks.promise(session, policy, case.unit_path, now)
    other_hours = TERMS[policy].always != TERMS[case.policy].always
    calendar_id = promised.calendar_id if other_hours else case.calendar_id
    calendar = clocks.calendar_of(session, calendar_id)
    start = _start(session, case, calendar, now) if other_hours else case.clock_from_at
    rest = _rest(case, timedelta(minutes=promised.budget_minutes))
    found = due_after(calendar, start, rest) if rest else start
    soonest = due_after(calendar, now, NEVER_BEFORE)
    due_at = max(found, min(case.due_at, soonest))
    rest_seconds = int(working_time(calendar, start, due_at).total_seconds())
    return Drawn(policy, promised.budget_minutes, calendar_id, start, rest_seconds, due_at)


def half_used(session: Session, case: Case, now: datetime) -> bool:
    """Return whether half of the time is gone."""
    return clocks.used(session, case, now) * 2 >= timedelta(minutes=case.budget_minutes)


def run_by(case: Case, drawn: Drawn, now: datetime) -> None:
    """Let a locked case run by what was drawn; an hour promised meanwhile gives way to a later."""
    case.policy, case.policy_version = drawn.policy, TERMS_VERSION
    case.budget_minutes = drawn.budget_minutes
    case.calendar_id, case.clock_from_at = drawn.calendar_id, drawn.clock_from_at
    case.rest_seconds, case.due_at = drawn.rest_seconds, drawn.due_at
    if case.due_at > now:
        case.promised_at = None


def _start(session: Session, case: Case, calendar: WorkingCalendar, now: datetime) -> datetime:
    """Return where the clock runs from; what is left of a pause is as long by the new hours."""
    if case.pause_from_at is None or case.clock_from_at <= now:
        return case.clock_from_at
    old = clocks.calendar_of(session, case.calendar_id)
    return due_after(calendar, now, working_time(old, now, case.clock_from_at))


def _rest(case: Case, budget: timedelta) -> timedelta:
    used = timedelta(seconds=case.used_seconds)
    if case.false_fixes:
        return after_refusal(budget, used)
    return max(budget - used, timedelta())
