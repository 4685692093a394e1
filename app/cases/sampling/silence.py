"""A claim that is asked about by text alone: reminded once, called after all, closed in silence.

Silence closes a case only when it says something: the question was taken by the provider, the
verify clock is over, a reminder was taken a day ago, and a week has gone by since the claim, as
for a citizen who reads only the page.  A message that did not arrive turns the claim into a call.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.cases import telling
from app.cases.models import Case
from app.cases.moving import Hand, record
from app.cases.sampling.models import CallDraw
from app.cases.sampling.queries import draw_of
from app.cases.sampling.rules import CallWhy
from app.cases.sampling.service import ASKED_BY_TEXT
from app.cases.states import CaseRole, CaseState
from app.notices.models import Notice
from app.notices.rules import NoticeState

__all__ = ["DAY", "REMINDER", "SILENT", "WEEK", "follow", "silent"]

REMINDER, SILENT = "C24", "C25"
WEEK, DAY = timedelta(hours=168), timedelta(hours=24)
_TAKEN = {NoticeState.ACCEPTED, NoticeState.DELIVERED}
_LOST = {NoticeState.FAILED, NoticeState.EXPIRED, NoticeState.SUPPRESSED}


def follow(session: Session, case: Case, *, now: datetime) -> bool:
    """Remind the citizen, or let the case be called about; return whether it changed."""
    drawn = draw_of(session, case)
    if drawn is None or drawn.why is not CallWhy.BY_TEXT or case.state is not CaseState.FIX_CLAIMED:
        return False
    states = {_state(session, case, ASKED_BY_TEXT, drawn.claim)}
    if drawn.reminded_at is not None:
        states.add(_state(session, case, REMINDER, drawn.reminded_at))
    if states & _LOST:
        return _call_after_all(session, case, drawn, now)
    over = case.verify_due_at is not None and now >= case.verify_due_at
    if not over or drawn.reminded_at is not None or not states <= _TAKEN:
        return False
    return _remind(session, case, drawn, now)


def silent(session: Session, case: Case, drawn: CallDraw, *, now: datetime) -> bool:
    """Return whether a citizen who was asked by text alone has let the time go by."""
    if drawn.reminded_at is None or drawn.until_at is None or now < drawn.until_at:
        return False
    reminder = _notice(session, case, REMINDER, drawn.reminded_at)
    if reminder is None or reminder.state not in _TAKEN or reminder.sent_at is None:
        return False
    return now - reminder.sent_at >= DAY


def _remind(session: Session, case: Case, drawn: CallDraw, now: datetime) -> bool:
    drawn.reminded_at = now
    drawn.until_at = max(drawn.claim + WEEK, now + 2 * DAY)
    session.add(drawn)
    until = drawn.until_at.isoformat()
    event = f"claim:{drawn.id}:reminder"
    return telling.tell_citizen(session, case, REMINDER, event=event, now=now, until=until)


def _call_after_all(session: Session, case: Case, drawn: CallDraw, now: datetime) -> bool:
    drawn.why, case.call_from_at = CallWhy.TEXT_LOST, now
    session.add(drawn)
    reason = CallWhy.TEXT_LOST.value
    record(session, case, Hand(CaseRole.SYS), "call_drawn", now=now, reason=reason)
    return True


def _state(session: Session, case: Case, template: str, at: datetime) -> NoticeState | None:
    found = _notice(session, case, template, at)
    return found.state if found is not None else None


def _notice(session: Session, case: Case, template: str, at: datetime) -> Notice | None:
    """Return the newest message of this text to the citizen that was written at this instant."""
    found = (
        select(Notice)
        .where(
            Notice.recipient == f"feedback:{case.feedback_id}",
            Notice.template == template,
            Notice.created_at == at,
        )
        .order_by(col(Notice.id).desc())
        .limit(1)
    )
    return session.exec(found.execution_options(populate_existing=True)).first()
