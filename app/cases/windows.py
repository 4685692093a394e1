"""Windows of whole working days after a change of calendars: verification, appeals, findings.

They are counted anew from where they began by the calendar as it is now; what is over stays over,
and nothing comes earlier than half an hour from now.  A citizen who appealed was
told a day and hour, and is told the new one.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, or_, select

from app.cases import chain, clocks, telling
from app.cases.findings.alleging import DECIDE_DAYS, INTERIM_DAYS, REPLY_DAYS
from app.cases.findings.hearing import APPEAL_DAYS, REVIEW_DAYS
from app.cases.findings.models import Finding
from app.cases.models import Case
from app.cases.rules import CaseState

__all__ = ["recount_windows"]

NEVER_BEFORE = NOTICE_FROM = timedelta(minutes=30)
_VERIFY_DAYS, _APPEAL_DAYS = 1, 3


def recount_windows(
    session: Session, *, day: date, actor_id: int | None, now: datetime, reason: str
) -> int:
    """Count the open windows of cases and findings anew; return how many moved.

    Args:
        session: The unit of work of the calendar's change.
        day: First day that changed, as citizens are told it.
        actor_id: Who changed the calendar.
        now: Aware instant.
        reason: Word for the history of the cases.
    """
    moved = [case for case in _open(session, now) if _recounted(session, case, day, now)]
    chain.append_each(session, moved, "calendar", actor_id=actor_id, now=now, reason=reason)
    findings = [one for one in _findings(session, now) if _heard_anew(session, one, now)]
    session.flush()
    return len(moved) + len(findings)


def _open(session: Session, now: datetime) -> list[Case]:
    waits = or_(
        (col(Case.state) == CaseState.FIX_CLAIMED) & (col(Case.verify_due_at) > now),
        (col(Case.state) == CaseState.UNDER_APPEAL) & (col(Case.appeal_due_at) > now),
    )
    found = select(Case).where(waits).order_by(col(Case.id)).with_for_update(of=Case)
    return list(session.exec(found))


def _recounted(session: Session, case: Case, day: date, now: datetime) -> bool:
    if case.state is CaseState.UNDER_APPEAL:
        told = case.appeal_due_at
        case.appeal_due_at = _window(session, case.appealed_at, _APPEAL_DAYS, told, now)
        if told and case.appeal_due_at and abs(case.appeal_due_at - told) >= NOTICE_FROM:
            _tell(session, case, case.appeal_due_at, day, now)
        return case.appeal_due_at != told
    new = _window(session, case.answered_at, _VERIFY_DAYS, case.verify_due_at, now)
    changed, case.verify_due_at = new != case.verify_due_at, new
    return changed


def _tell(session: Session, case: Case, due: datetime, day: date, now: datetime) -> None:
    event = f"calendar:{now.isoformat(timespec='seconds')}"
    params = {"due": due.isoformat(), "date": day.isoformat()}
    telling.tell_citizen(session, case, "C14", event=event, now=now, **params)


def _findings(session: Session, now: datetime) -> Iterator[Finding]:
    open_ones = or_(
        col(Finding.decided_at).is_(None),
        col(Finding.appeal_until) > now,
        col(Finding.appeal_due_at) > now,
    )
    yield from session.exec(
        select(Finding).where(open_ones).order_by(col(Finding.id)).with_for_update(of=Finding)
    ).all()


def _heard_anew(session: Session, one: Finding, now: datetime) -> bool:
    """Count the windows of a finding anew; a delay of inspection keeps its own day."""
    before = (one.due_at, one.interim_at, one.reply_due_at, one.appeal_until, one.appeal_due_at)
    if one.held_until is None and one.decided_at is None:
        one.due_at = _window(session, one.alleged_at, DECIDE_DAYS, one.due_at, now) or one.due_at
        interim = _window(session, one.alleged_at, INTERIM_DAYS, one.interim_at, now)
        one.interim_at = interim or one.interim_at
    one.reply_due_at = _window(session, one.reply_from_at, REPLY_DAYS, one.reply_due_at, now)
    one.appeal_until = _window(session, one.decided_at, APPEAL_DAYS, one.appeal_until, now)
    one.appeal_due_at = _window(session, one.appealed_at, REVIEW_DAYS, one.appeal_due_at, now)
    after = (one.due_at, one.interim_at, one.reply_due_at, one.appeal_until, one.appeal_due_at)
    return before != after


def _window(
    session: Session, start: datetime | None, days: int, due: datetime | None, now: datetime
) -> datetime | None:
    """Return where a window ends by today's calendar; what is over, or never began, stays."""
    if start is None or due is None or due <= now:
        return due
    return max(clocks.window(session, start, days), min(due, now + NEVER_BEFORE))
