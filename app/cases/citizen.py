"""The citizen's word: on a claimed fix, which only it closes or sends back, and to withdraw."""

from datetime import datetime

from sqlmodel import Session

from app.cases import clocks, telling
from app.cases.merging import set_free
from app.cases.models import Case
from app.cases.moving import Hand, last_step, locked_for_citizen, move
from app.cases.recoding import first
from app.cases.routing import concerned, nearest
from app.cases.rules import CaseRole, CaseState, check_move
from app.rights import Role

__all__ = ["close", "confirm", "refute", "send_back", "withdraw"]


def confirm(session: Session, feedback_id: int, *, now: datetime) -> Case:
    """Close a case with the citizen's "yes" (T10); a second "yes" changes nothing.

    Raises:
        Missing: The message opened no case.
        Refused: ``move``: nothing waits for the citizen's word.
    """
    case = locked_for_citizen(session, feedback_id)
    if case.state is not CaseState.CLOSED_VERIFIED:
        close(session, case, Hand(CaseRole.CIT), now=now)
    return case


def close(session: Session, case: Case, hand: Hand, *, now: datetime) -> None:
    """Close a locked case with the citizen's "yes", however it came.

    Raises:
        Refused: ``move``.
    """
    made = move(session, case, CaseState.CLOSED_VERIFIED, hand, "confirmed", now=now)
    telling.tell_citizen(session, case, made.notice, event=f"confirmed:{case.version}", now=now)


def refute(session: Session, feedback_id: int, *, words: str = "", now: datetime) -> Case:
    """Send a claimed fix back with the citizen's "no" (T11); a second "no" changes nothing.

    Raises:
        Missing: The message opened no case.
        Refused: ``move``: nothing waits for the citizen's word.
    """
    case = locked_for_citizen(session, feedback_id)
    newest = last_step(session, case)
    if case.state is CaseState.IN_PROGRESS and newest is not None and newest.type == "refuted":
        return case
    send_back(session, case, Hand(CaseRole.CIT), words=words, now=now)
    return case


def send_back(session: Session, case: Case, hand: Hand, *, words: str, now: datetime) -> None:
    """Send a locked case back with the citizen's "no", however it came.

    The old clock runs on with what was left, an hour at least.  The case goes to another handler
    and one level up; the second time inspection owns it.

    Raises:
        Refused: ``move``.
    """
    check_move(case.state, CaseState.IN_PROGRESS, hand.role)
    case.false_fixes += 1
    case.level = case.level + 1 if case.false_fixes == 1 else max(case.level, 3)
    case.inspection_owns = case.inspection_owns or case.false_fixes > 1
    case.handler_id, case.verify_due_at, case.barred_id = None, None, case.claimant_id
    clocks.resume(session, case, now)
    made = move(
        session, case, CaseState.IN_PROGRESS, hand, "refuted", now=now, public=words.strip()
    )
    telling.tell_citizen(session, case, made.notice, event=f"refuted:{case.version}", now=now)
    _tell_of_false_fix(session, case, now)


def withdraw(session: Session, feedback_id: int, *, words: str = "", now: datetime) -> Case:
    """End a case at the citizen's wish (T16); a second wish changes nothing.

    Inspection may still go on with it of its own accord (``inspect_again``).

    Raises:
        Missing: The message opened no case.
        Refused: ``move``: it has ended already.
    """
    case = locked_for_citizen(session, feedback_id)
    if case.state is CaseState.WITHDRAWN:
        return case
    hand, said = Hand(CaseRole.CIT), words.strip()
    move(session, case, CaseState.WITHDRAWN, hand, "withdrawn", now=now, public=said)
    if case.answered_at is None:
        clocks.stop(session, case, now)
        first.judge(session, case, now)
        session.add(case)
    set_free(session, case, now=now)
    return case


def _tell_of_false_fix(session: Session, case: Case, now: datetime) -> None:
    """Tell the claimant, the manager and inspection (S08), and the desk that gets it again."""
    people = concerned(
        session, case, (Role.HANDLER, Role.SPECIAL_TEAM, Role.UNIT_MANAGER, Role.INSPECTOR)
    )
    told = [
        *(who for who in people if who.account_id == case.claimant_id),
        *nearest(people, Role.UNIT_MANAGER),
        *(who for who in people if who.role is Role.INSPECTOR),
    ]
    rest = int(clocks.left(session, case, now).total_seconds()) // 60
    telling.tell_staff(
        session,
        case,
        "S08",
        told,
        event=f"refuted:{case.version}",
        now=now,
        left=f"{rest // 60}:{rest % 60:02d}",
    )
    fresh = [who for who in nearest(people, Role.HANDLER) if who.account_id != case.claimant_id]
    telling.tell_staff(session, case, "S01", fresh, event=f"again:{case.version}", now=now)
