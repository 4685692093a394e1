"""Running clocks after a change of calendars.

A change of today or later: what was worked stays worked, what is left runs by the new hours.  A
change of past days: the clock is counted anew from where it began.  Either way no deadline comes
earlier than half an hour from now, and citizens hear of moves of half an hour or more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from app.calendar.change import Change, snapshot
from app.calendar.rules import WorkingCalendar, day_window, due_after, working_time
from app.cases import chain
from app.cases.excuses import excuse
from app.cases.models import Case
from app.cases.rules import TERMS, Policy
from app.cases.windows import recount_windows
from app.feedback.models import Feedback
from app.feedback.rules import Identity
from app.notices.service import Addressed, enqueue_each

__all__ = ["NOTICE_FROM", "Recount", "recount"]

NOTICE_FROM = timedelta(minutes=30)
NEVER_BEFORE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Recount:
    """How many deadlines moved, how many citizens were told, how many breaches were excused."""

    moved: int
    told: int
    excused: int


@dataclass(frozen=True, slots=True)
class _Shift:
    case: Case
    locale: str
    by: timedelta


def recount(session: Session, change: Change, *, now: datetime, zone: ZoneInfo) -> Recount:
    """Count every open deadline anew in the unit of work of a calendar's change.

    Each case whose deadline moved gets one step, C14 goes where it moved by half an hour or more,
    and missed deadlines that a correction of the past would have met are excused.
    """
    after = snapshot(session, zone=zone)
    changed = {number for number in after if after[number] != change.before.get(number)}
    past = change.first < now.astimezone(zone).date()
    shifts = list(_shifts(session, change, after, changed, past=past, now=now))
    session.flush()
    word = f"calendar {change.code or 'days off'} {change.first}"
    moved = [shift.case for shift in shifts]
    chain.append_each(session, moved, "calendar", actor_id=change.actor_id, now=now, reason=word)
    recount_windows(session, day=change.first, actor_id=change.actor_id, now=now, reason=word)
    told = enqueue_each(session, "C14", _letters(shifts, change, now), now=now)
    excused = excuse(session, change, after, changed, now=now, zone=zone) if past else 0
    return Recount(len(shifts), told, excused)


def moved_due(
    case: Case, old: WorkingCalendar, new: WorkingCalendar, *, past: bool, now: datetime
) -> datetime:
    """Return the new deadline of a clock that is not late yet; the case itself stays as it is."""
    days = TERMS[Policy(case.policy)].days
    if days and case.clock_from_at == case.registered_at and not case.paused_seconds:
        found = day_window(new, case.registered_at, days)
    else:
        start = case.clock_from_at if past else max(now, case.clock_from_at)
        left = working_time(old, start, case.due_at)
        if left <= timedelta():
            return case.due_at
        found = due_after(new, start, left)
    return max(found, min(case.due_at, now + NEVER_BEFORE))


def _shifts(
    session: Session,
    change: Change,
    after: dict[int, WorkingCalendar],
    changed: set[int],
    *,
    past: bool,
    now: datetime,
) -> Iterator[_Shift]:
    running = (
        select(Case, col(Feedback.locale))
        .join(Feedback, col(Feedback.id) == col(Case.feedback_id))
        .where(
            col(Case.answered_at).is_(None),
            col(Case.closed_at).is_(None),
            col(Case.due_at) > now,
            col(Case.calendar_id).in_(changed),
        )
        .order_by(col(Case.id))
        .with_for_update(of=Case)
    )
    for case, locale in session.exec(running).all():
        number = case.calendar_id or 0
        before, promised = change.before.get(number, after[number]), case.due_at
        _run_by(case, before, after[number], past=past, now=now)
        if case.due_at != promised:
            yield _Shift(case, locale, abs(case.due_at - promised))


def _run_by(
    case: Case, old: WorkingCalendar, new: WorkingCalendar, *, past: bool, now: datetime
) -> None:
    """Move the deadline, and keep what was worked where today's hours were changed."""
    if case.pause_from_at is not None and case.clock_from_at > now:
        rest = working_time(old, case.clock_from_at, case.due_at)
        pause = working_time(old, now, case.clock_from_at)
        case.clock_from_at = due_after(new, now, pause)
        case.due_at = due_after(new, case.clock_from_at, rest)
        return
    found = moved_due(case, old, new, past=past, now=now)
    worked = working_time(old, case.clock_from_at, now)
    if not past and worked != working_time(new, case.clock_from_at, now):
        case.used_seconds += int(worked.total_seconds())
        case.clock_from_at, case.rest_seconds = now, _seconds(working_time(old, now, case.due_at))
    case.due_at = found


def _letters(shifts: Iterable[_Shift], change: Change, now: datetime) -> Iterator[Addressed]:
    for shift in shifts:
        case = shift.case
        if shift.by < NOTICE_FROM or case.identity is Identity.ANONYMOUS:
            continue
        yield Addressed(
            event=f"case:{case.id}:calendar:{now.isoformat(timespec='seconds')}",
            recipient=f"feedback:{case.feedback_id}",
            locale=shift.locale,
            params={
                "code": case.tracking_code,
                "due": case.due_at.isoformat(),
                "date": change.first.isoformat(),
                "link": f"/t/{case.tracking_code}",
            },
            urgent=case.policy is Policy.SAFETY,
        )


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
