"""A question to the citizen: asked (T6), answered or taken back (T7), left without an answer (T8).

What the product does by itself (``follow``, ``remind``, ``end_silence``) takes a locked case and
may be repeated at any time.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from app.cases import pausing, telling
from app.cases.models import Case
from app.cases.moving import Hand, locked_for_citizen, move, record
from app.cases.routing import concerned
from app.cases.rules import CaseRole, CaseState, check_answer
from app.cases.turn import said, take
from app.errors import Refused
from app.feedback.rules import Identity
from app.notices.models import Notice
from app.notices.rules import NoticeChannel, NoticeState
from app.rights import Person, Role

__all__ = [
    "REMIND",
    "SILENCE",
    "ask",
    "cancel_question",
    "end_silence",
    "follow",
    "remind",
    "reply",
]

REMIND = timedelta(hours=72)
SILENCE = timedelta(hours=168)
_TAKEN = {NoticeState.ACCEPTED, NoticeState.DELIVERED}
_LOST = {NoticeState.FAILED, NoticeState.EXPIRED, NoticeState.SUPPRESSED}
_NEVER_CLOSED = {"BRB", "DIS"}


def ask(
    session: Session,
    code: str,
    *,
    question: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """Ask the citizen what the desk must know (T6); the clock stops when the message was taken.

    An anonymous citizen reads the question on the page, so that the page is what takes it.

    Raises:
        Missing: No such case.
        Invalid: ``answer_short``.
        Refused: ``move``, ``changed_meanwhile``; ``two_a_cycle``: two questions were asked;
            ``pause_used_up``: the clock has stood still for forty hours.
    """
    turn = take(session, code, CaseState.WAITING_CITIZEN, by=by, now=now, version=version)
    case = turn.case
    words = check_answer(question)
    if case.questions >= pausing.QUESTIONS_MOST:
        raise Refused("two_a_cycle")
    if timedelta(seconds=case.paused_seconds) >= pausing.PAUSE_MOST:
        raise Refused("pause_used_up")
    case.questions, case.reminded_at = case.questions + 1, None
    turn.move("question", public=words, quiet=True)
    if not telling.tell_citizen(session, case, "C04", event=_event(case), now=now):
        pausing.begin(session, case, now)
    return case


def cancel_question(
    session: Session, code: str, *, by: Person, now: datetime, version: int | None = None
) -> Case:
    """Take a question back (T7); the clock runs on at once.

    Raises:
        Missing: No such case.
        Refused: ``move``, ``changed_meanwhile``.
    """
    turn = take(session, code, CaseState.IN_PROGRESS, by=by, now=now, version=version)
    case = turn.case
    if case.state is not CaseState.WAITING_CITIZEN:
        raise Refused("move", "no question waits")
    follow(session, case, now=now)
    pausing.end(session, case, now)
    return turn.move("question_cancelled")


def reply(session: Session, feedback_id: int, *, words: str, now: datetime) -> Case:
    """Take the citizen's answer to a question (T7); the same answer twice counts once.

    An answer that comes within a week after the case was closed for want of one opens it again.

    Raises:
        Missing: The message opened no case.
        Invalid: ``text_missing``.
        Refused: ``move``: no question waits.
    """
    case = locked_for_citizen(session, feedback_id)
    said(words, code="text_missing", field="reply")
    if case.state is not CaseState.WAITING_CITIZEN:
        raise Refused("move", "no question waits")
    follow(session, case, now=now)
    pausing.end(session, case, now)
    hand = Hand(CaseRole.CIT)
    move(session, case, CaseState.IN_PROGRESS, hand, "replied", now=now, public=words.strip())
    _tell_handler(session, case, "replied", now)
    return case


def follow(session: Session, case: Case, *, now: datetime) -> bool:
    """Start or annul the pause by what became of the message; return whether the case changed."""
    if case.state is not CaseState.WAITING_CITIZEN or case.identity is Identity.ANONYMOUS:
        return False
    notice = _notice(session, case)
    if notice is None:
        return False
    if notice.state in _TAKEN and case.pause_from_at is None:
        pausing.begin(session, case, notice.sent_at or now)
        record(session, case, Hand(CaseRole.SYS), "paused", now=now)
        return True
    if notice.state in _LOST:
        pausing.annul(session, case)
        hand = Hand(CaseRole.SYS)
        move(session, case, CaseState.IN_PROGRESS, hand, "question_lost", now=now)
        _tell_handler(session, case, "question_lost", now)
        return True
    return False


def remind(session: Session, case: Case, *, now: datetime) -> bool:
    """Remind the citizen (C05) after 72 hours, once a question."""
    begun = case.pause_from_at
    if case.state is not CaseState.WAITING_CITIZEN or begun is None or case.reminded_at:
        return False
    if now - begun < REMIND:
        return False
    case.reminded_at = now
    session.add(case)
    until = (begun + SILENCE).isoformat()
    event = f"{_event(case)}:reminder"
    return telling.tell_citizen(session, case, "C05", event=event, now=now, until=until)


def end_silence(session: Session, case: Case, *, now: datetime) -> bool:
    """Close a case whose question had no answer for a week (T8); bribery never ends so."""
    begun = case.pause_from_at
    if case.state is not CaseState.WAITING_CITIZEN or begun is None or now - begun < SILENCE:
        return False
    pausing.end(session, case, now)
    hand = Hand(CaseRole.SYS)
    if case.category in _NEVER_CLOSED:
        case.inspection_owns, case.handler_id = True, None
        move(session, case, CaseState.IN_PROGRESS, hand, "to_inspection", now=now)
        _tell_inspection(session, case, now)
        return True
    case.answered_at = now
    move(session, case, CaseState.CLOSED_NO_REPLY, hand, "closed_no_reply", now=now)
    return True


def _event(case: Case) -> str:
    return f"question:{case.cycle}.{case.questions}"


def _notice(session: Session, case: Case) -> Notice | None:
    found = select(Notice).where(
        Notice.event == f"case:{case.id}:{_event(case)}",
        Notice.recipient == f"feedback:{case.feedback_id}",
        Notice.channel == NoticeChannel.SMS,
    )
    return session.exec(found.execution_options(populate_existing=True)).first()


def _tell_handler(session: Session, case: Case, what: str, now: datetime) -> None:
    roles = (Role.HANDLER, Role.SPECIAL_TEAM, Role.UNIT_MANAGER, Role.INSPECTOR)
    people = concerned(session, case, roles)
    held = [who for who in people if who.account_id == case.handler_id]
    telling.tell_staff(session, case, "S01", held, event=f"{what}:{case.version}", now=now)


def _tell_inspection(session: Session, case: Case, now: datetime) -> None:
    people = concerned(session, case, (Role.INSPECTOR,))
    telling.tell_staff(session, case, "S02", people, event=f"silence:{case.version}", now=now)
