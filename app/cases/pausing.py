"""The pause of the answer clock while a question waits for the citizen.

A pause begins when the provider took the message with the question, and lasts forty working hours
at most over the whole case.  ``due_at`` always stands at the latest promise: as if the pause lasted
as long as it may; the citizen's answer brings it forward.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.calendar.rules import due_after, working_time
from app.cases import clocks
from app.cases.models import Case
from app.cases.recoding import first

__all__ = ["PAUSE_MOST", "QUESTIONS_MOST", "annul", "begin", "end"]

PAUSE_MOST = timedelta(hours=40)
QUESTIONS_MOST = 2


def begin(session: Session, case: Case, at: datetime) -> None:
    """Stop the clock of a waiting case; one that is late already stays late."""
    if case.pause_from_at is not None:
        return
    calendar = clocks.calendar_of(session, case.calendar_id)
    at = max(at, case.clock_from_at)
    case.used_seconds = int(clocks.used_by(calendar, case, at).total_seconds())
    rest = working_time(calendar, at, case.due_at)
    allowed = PAUSE_MOST - timedelta(seconds=case.paused_seconds)
    case.pause_from_at = at
    case.clock_from_at = due_after(calendar, at, allowed) if allowed > timedelta() else at
    _run_on(session, case, rest)


def end(session: Session, case: Case, at: datetime) -> None:
    """Let the clock run on from the citizen's answer, or from where the pause was used up."""
    if case.pause_from_at is None:
        return
    calendar = clocks.calendar_of(session, case.calendar_id)
    again = min(max(at, case.pause_from_at), case.clock_from_at)
    paused = working_time(calendar, case.pause_from_at, again)
    first.pause(session, case, case.pause_from_at, again)
    case.paused_seconds += int(paused.total_seconds())
    rest = working_time(calendar, case.clock_from_at, case.due_at)
    case.clock_from_at, case.pause_from_at = again, None
    _run_on(session, case, rest)


def annul(session: Session, case: Case) -> None:
    """Take a pause back as if it had never been: the question did not arrive."""
    if case.pause_from_at is not None:
        end(session, case, case.pause_from_at)


def _run_on(session: Session, case: Case, rest: timedelta) -> None:
    case.rest_seconds = int(rest.total_seconds())
    if rest > timedelta():
        calendar = clocks.calendar_of(session, case.calendar_id)
        case.due_at = due_after(calendar, case.clock_from_at, rest)
