"""How a case that ended comes back: reopened (T17), appealed (T18), the appeal decided (T19).

Each return is a new cycle with a full budget, at level 1, and not for who answered before.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, exists, select

from app.cases import clocks, telling
from app.cases.models import Case, CaseStep
from app.cases.moving import Hand, locked_for_citizen, move
from app.cases.routing import concerned, nearest
from app.cases.rules import CaseRole, CaseState, check_answer
from app.cases.turn import said, take
from app.errors import Refused
from app.rights import Person, Role

__all__ = ["APPEAL", "REOPEN", "appeal", "decide_appeal", "had_part", "inspect_again", "reopen"]

REOPEN = timedelta(hours=168)
APPEAL = timedelta(days=30)


def reopen(session: Session, feedback_id: int, *, words: str = "", now: datetime) -> Case:
    """Open a case again at the citizen's wish within a week (T17); the second wish is an appeal.

    A late answer to a question, after the case was closed for want of it, is not counted.

    Raises:
        Missing: The message opened no case.
        Refused: ``move``; ``week_over``: more than 168 hours have passed; as ``appeal``.
    """
    case = locked_for_citizen(session, feedback_id)
    late_reply = case.state is CaseState.CLOSED_NO_REPLY
    if case.reopens and not late_reply:
        return appeal(session, feedback_id, words=words, now=now)
    if case.closed_at is not None and now - case.closed_at > REOPEN:
        raise Refused("week_over")
    case.reopens += not late_reply
    _again(session, case, Hand(CaseRole.CIT), "reopened", now=now, public=words.strip())
    return case


def inspect_again(
    session: Session,
    code: str,
    *,
    reason: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """Open a case again from inspection, at any time and with a reason (T17).

    Raises:
        Missing: No such case.
        Invalid: ``reason_missing``.
        Refused: ``move``, ``changed_meanwhile``.
    """
    turn = take(session, code, CaseState.IN_PROGRESS, by=by, now=now, version=version)
    if turn.hand.role is not CaseRole.INS or turn.case.closed_at is None:
        raise Refused("move", "only inspection opens a closed case")
    words = said(reason)
    _again(session, turn.case, turn.hand, "reopened", now=now, internal=words)
    return turn.case


def appeal(session: Session, feedback_id: int, *, words: str, now: datetime) -> Case:
    """Take the citizen's appeal within thirty days, once (T18).

    Raises:
        Missing: The message opened no case.
        Refused: ``move``; ``once``: there was an appeal; ``month_over``.
    """
    case = locked_for_citizen(session, feedback_id)
    if case.appealed_at is not None:
        raise Refused("once")
    if case.closed_at is not None and now - case.closed_at > APPEAL:
        raise Refused("month_over")
    hand = Hand(CaseRole.CIT)
    case.appealed_at, case.appeal_due_at = now, clocks.appeal_due(session, now)
    made = move(
        session, case, CaseState.UNDER_APPEAL, hand, "appealed", now=now, public=words.strip()
    )
    due = case.appeal_due_at.isoformat()
    telling.tell_citizen(session, case, made.notice, event="appealed", now=now, due=due)
    _tell_reviewers(session, case, now)
    return case


def decide_appeal(
    session: Session,
    code: str,
    *,
    granted: bool,
    reasons: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """Decide an appeal with written reasons (T19): work on it again, or the end of the road here.

    Args:
        session: Open unit of work.
        code: Tracking code.
        granted: Whether the case is worked on again, by somebody else.
        reasons: As the citizen reads them; a refusal names where else to turn.
        by: An appeal reviewer who had no part in the case.
        now: Stops the clock of the appeal.
        version: What the person saw.

    Raises:
        Missing: No such case.
        Invalid: ``answer_short``.
        Refused: ``move``, ``changed_meanwhile``; ``had_part``.
    """
    new = CaseState.IN_PROGRESS if granted else CaseState.CLOSED_FINAL
    turn = take(session, code, new, by=by, now=now, version=version)
    if had_part(session, turn.case, by.id):
        raise Refused("had_part")
    words = check_answer(reasons)
    if not granted:
        return turn.move("appeal_refused", public=words)
    _again(session, turn.case, turn.hand, "appeal_granted", now=now, public=words)
    return turn.case


def had_part(session: Session, case: Case, account_id: int) -> bool:
    """Return whether this member of staff has acted on the case outside an appeal."""
    acted = exists().where(
        col(CaseStep.case_id) == case.id,
        col(CaseStep.actor_id) == account_id,
        col(CaseStep.role) != CaseRole.APP.value,
    )
    return bool(session.exec(select(acted)).one()) or case.handler_id == account_id


def _again(
    session: Session,
    case: Case,
    hand: Hand,
    kind: str,
    *,
    now: datetime,
    public: str = "",
    internal: str = "",
) -> None:
    case.barred_id = case.claimant_id or case.handler_id or case.barred_id
    case.handler_id = case.claimant_id = case.remedy = case.verify_due_at = None
    case.cycle, case.level, case.questions = case.cycle + 1, 1, 0
    clocks.restart(session, case, now)
    made = move(
        session, case, CaseState.IN_PROGRESS, hand, kind, now=now, public=public, internal=internal
    )
    telling.tell_citizen(session, case, made.notice, event=f"{kind}:{case.version}", now=now)
    telling.tell_desk(session, case, event=f"{kind}:{case.version}", now=now)


def _tell_reviewers(session: Session, case: Case, now: datetime) -> None:
    people = concerned(session, case, (Role.APPEAL_REVIEWER,))
    free = [
        who
        for who in nearest(people, Role.APPEAL_REVIEWER)
        if not had_part(session, case, who.account_id)
    ]
    telling.tell_staff(session, case, "S01", free, event="appealed", now=now)
