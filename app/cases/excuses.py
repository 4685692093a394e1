"""Missed deadlines that a correction of past days would have met and so excuses.

The breach stays on record as it happened; beside it stands which correction excuses it, why, and
what the deadline would have been.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, or_, select

from app.audit import append as log
from app.calendar.change import Change
from app.calendar.rules import WorkingCalendar, due_after, met
from app.cases import chain
from app.cases.models import BreachExcuse, Case
from app.db import ensure

__all__ = ["excuse"]


def excuse(
    session: Session,
    change: Change,
    after: Mapping[int, WorkingCalendar],
    changed: Collection[int],
    *,
    now: datetime,
    zone: ZoneInfo,
) -> int:
    """Excuse the breaches that the corrected calendars undo; return how many, each once a cycle."""
    excused = [
        case
        for case in _missed(session, change, changed, now=now, zone=zone)
        if _excused(session, case, change, after[case.calendar_id or 0], now=now)
    ]
    word = f"calendar {change.code or 'days off'} {change.first}"
    chain.append_each(session, excused, "excused", actor_id=change.actor_id, now=now, reason=word)
    if excused:
        detail = {"day": str(change.first), "reason": change.reason, "cases": len(excused)}
        log(
            session,
            "calendar.excused",
            actor_id=change.actor_id,
            now=now,
            object=f"calendar:{change.code or 'ir'}",
            detail=detail,
        )
    return len(excused)


def _missed(
    session: Session, change: Change, changed: Collection[int], *, now: datetime, zone: ZoneInfo
) -> list[Case]:
    """Return the cases that missed a deadline on or after the first corrected day, locked."""
    since = datetime.combine(change.first, time(), zone)
    stopped = col(Case.answered_at)
    found = (
        select(Case)
        .where(
            col(Case.due_at).between(since, now),
            or_(stopped.is_(None), stopped >= col(Case.due_at)),
            col(Case.calendar_id).in_(changed),
        )
        .order_by(col(Case.id))
        .with_for_update(of=Case)
    )
    return list(session.exec(found))


def _excused(
    session: Session, case: Case, change: Change, calendar: WorkingCalendar, *, now: datetime
) -> bool:
    restated = due_after(calendar, case.clock_from_at, timedelta(seconds=case.rest_seconds))
    if not met(case.answered_at or now, restated):
        return False
    return ensure(
        session,
        BreachExcuse(
            case_id=case.id or 0,
            cycle=case.cycle,
            calendar=change.code,
            day=change.first,
            reason=change.reason,
            due_at=case.due_at,
            restated_due_at=restated,
            decided_by=change.actor_id,
            at=now,
        ),
    )
