"""Calls about a claimed fix: who may call, what comes of a call, when nobody can be reached (T12).

Three tries in two half-days are enough; a wrong number or a citizen who will not speak ends the
calling at once.  The citizen's own word by text message or page takes the call off the list.
Where calls are a sample, who is not called is asked by text alone (``sampling.silence``).
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlmodel import Session, col, select

from app import audit
from app.calendar.rules import CITY_ZONE
from app.cases import telling
from app.cases.call_list import callable_case
from app.cases.citizen import close, send_back
from app.cases.contact import Revealed, opened
from app.cases.models import CallAttempt, Case
from app.cases.moving import Hand, move, record
from app.cases.rating import put_rating
from app.cases.routing import colleagues
from app.cases.rules import CallOutcome, CaseRole, CaseState
from app.cases.sampling.models import CallDraw
from app.cases.sampling.queries import draw_of
from app.cases.sampling.rules import CallWhy
from app.cases.sampling.silence import SILENT, silent
from app.errors import Invalid, Missing
from app.feedback.models import Contact
from app.feedback.rules import Identity
from app.rights import Person, Role
from app.vault import Vault

__all__ = ["TRIES", "Call", "close_unreached", "dial", "exhausted", "half_day", "record_call"]

TRIES, HALF_DAYS = 3, 2
UNTIL = timedelta(hours=168)
_AGAIN = timedelta(hours=2)
_NOON = time(12)
_REACHED = {CallOutcome.FIXED, CallOutcome.PARTLY, CallOutcome.NOT_FIXED}
_ENDED = {CallOutcome.WRONG_NUMBER, CallOutcome.REFUSED}


@dataclass(frozen=True, slots=True)
class Call:
    """What the verifier writes down after a call."""

    outcome: CallOutcome
    words: str = ""
    again_at: datetime | None = None
    score: int | None = None
    may_name: bool = False
    reference: str = ""
    recording: str = ""


def half_day(at: datetime) -> str:
    """Return the half of the city's day an instant lies in.

    >>> from datetime import UTC
    >>> half_day(datetime(2026, 11, 22, 8, 40, tzinfo=UTC))
    '2026-11-22b'
    """
    local = at.astimezone(CITY_ZONE)
    return f"{local.date().isoformat()}{'a' if local.time() < _NOON else 'b'}"


def dial(session: Session, vault: Vault, code: str, *, by: Person, now: datetime) -> Revealed:
    """Show the number for the open call; written down, but not counted as a look.

    Raises:
        Missing: No such call for this person, or no number was left.
        Refused: ``claimants_unit``.
    """
    case = callable_case(session, code, by)
    contact = session.get(Contact, case.feedback_id)
    if contact is None:
        raise Missing("no_contact")
    record(session, case, Hand(CaseRole.VER, by.id), "dialled", now=now)
    audit.append(session, "contact.call", actor_id=by.id, now=now, object=f"case:{code}")
    return opened(vault, contact)


def record_call(session: Session, code: str, call: Call, *, by: Person, now: datetime) -> Case:
    """Write down how a call ended and do what follows from it.

    Args:
        session: Open unit of work.
        code: Tracking code of a case whose claimed fix is checked.
        call: Outcome, the citizen's words, and what else was said.
        by: A verifier, not of the unit that claimed it.
        now: Instant of the call.

    Raises:
        Missing: No such call for this person.
        Invalid: ``again_missing``: a call back needs its hour; ``score``: not 1-5.
        Refused: ``claimants_unit``.
    """
    case = callable_case(session, code, by)
    if call.outcome is CallOutcome.CALL_BACK and (call.again_at is None or call.again_at <= now):
        raise Invalid("again_missing", field="again_at")
    hand = Hand(CaseRole.VER, by.id)
    session.add(_attempt(case, call, by, now))
    session.flush()
    record(session, case, hand, "called", now=now, reason=call.outcome.value)
    if call.outcome in _REACHED:
        _heard(session, case, call, hand, now)
    else:
        _missed(session, case, call, now)
    return case


def exhausted(session: Session, case: Case) -> bool:
    """Return whether enough was tried to reach the citizen about this claim."""
    tries = session.exec(
        select(CallAttempt).where(
            CallAttempt.case_id == case.id, col(CallAttempt.claim) == case.answered_at
        )
    ).all()
    if any(attempt.outcome in _ENDED for attempt in tries):
        return True
    return len(tries) >= TRIES and len({attempt.half_day for attempt in tries}) >= HALF_DAYS


def close_unreached(session: Session, case: Case, *, now: datetime) -> bool:
    """Close a case whose citizen could not be asked, or kept silent (T12); return whether so."""
    if case.state is not CaseState.FIX_CLAIMED or case.answered_at is None:
        return False
    drawn = draw_of(session, case)
    by_text = drawn is not None and drawn.why is CallWhy.BY_TEXT
    if not _time_is_over(session, case, case.answered_at, drawn if by_text else None, now):
        return False
    hand, until = Hand(CaseRole.SYS), (now + UNTIL).isoformat()
    kind, reason = "closed_unverified", CallWhy.BY_TEXT.value if by_text else ""
    made = move(session, case, CaseState.CLOSED_UNVERIFIED, hand, kind, now=now, reason=reason)
    notice, event = SILENT if by_text else made.notice, f"unreached:{case.version}"
    telling.tell_citizen(session, case, notice, event=event, now=now, until=until)
    return True


def _time_is_over(
    session: Session, case: Case, claimed: datetime, by_text: CallDraw | None, now: datetime
) -> bool:
    """A week for who can only read the page; else the way of the text, or of the calls."""
    if case.identity is Identity.ANONYMOUS or session.get(Contact, case.feedback_id) is None:
        return now - claimed >= UNTIL
    if by_text is not None:
        return silent(session, case, by_text, now=now)
    due = case.verify_due_at
    return due is not None and now >= due and exhausted(session, case)


def _attempt(case: Case, call: Call, by: Person, now: datetime) -> CallAttempt:
    return CallAttempt(
        case_id=case.id or 0,
        claim=case.answered_at or now,
        verifier_id=by.id,
        at=now,
        half_day=half_day(now),
        outcome=call.outcome,
        reference=call.reference.strip()[:60],
        recording=call.recording.strip()[:60],
    )


def _heard(session: Session, case: Case, call: Call, hand: Hand, now: datetime) -> None:
    if call.score is not None:
        put_rating(session, case, call.score, now=now)
    if call.may_name and case.identity is Identity.CONFIDENTIAL:
        case.identity = Identity.OPEN
        record(session, case, hand, "consented", now=now)
    if call.outcome is CallOutcome.FIXED:
        close(session, case, hand, now=now)
    else:
        send_back(session, case, hand, words=call.words, now=now)


def _missed(session: Session, case: Case, call: Call, now: datetime) -> None:
    case.call_from_at = call.again_at or now + _AGAIN
    if call.outcome in _ENDED:
        case.call_from_at = None
    session.add(case)
    if call.outcome in {CallOutcome.NO_ANSWER, CallOutcome.BUSY, CallOutcome.WRONG_NUMBER}:
        event = f"missed:{case.cycle}.{case.false_fixes}"
        telling.tell_citizen(session, case, "C07", event=event, now=now)
    if call.outcome is CallOutcome.WRONG_NUMBER:
        operators = colleagues(
            session, unit_path="", roles=(Role.OPERATOR,), named_subject_id=case.named_subject_id
        )
        event, number = f"wrong_number:{case.version}", case.tracking_code
        telling.tell_staff(session, case, "S09", operators, event=event, now=now, id=number)
