"""A content check (T2): one person holds a case back, another decides; the clock runs on."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.cases import clocks, telling
from app.cases.models import Case, CaseStep
from app.cases.moving import Hand, move
from app.cases.routing import concerned, nearest
from app.cases.rules import CaseRole, CaseState, DeclineReason, check_answer
from app.cases.turn import Turn, said, take
from app.errors import Refused
from app.rights import Person, Role

__all__ = ["confirm_hold", "hold", "let_through", "release_unconfirmed"]

HOLD_DAYS = 1


def hold(
    session: Session,
    code: str,
    *,
    reason: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """Put a registered case into the content check; a colleague has a working day to decide.

    Raises:
        Missing: No such case.
        Invalid: ``reason_missing``.
        Refused: ``move``, ``changed_meanwhile``.
    """
    turn = take(session, code, CaseState.QUARANTINE, by=by, now=now, version=version)
    words = said(reason)
    turn.case.held_by = by.id
    turn.move("held", internal=words)
    _tell_team(session, turn.case, now, but=by.id)
    return turn.case


def let_through(
    session: Session, code: str, *, by: Person, now: datetime, version: int | None = None
) -> Case:
    """Find nothing wrong with a held case: back to where it was.

    Raises:
        Missing: No such case.
        Refused: ``move``, ``changed_meanwhile``; ``second_person``.
    """
    turn = take(session, code, CaseState.REGISTERED, by=by, now=now, version=version)
    _check_held(turn, by)
    turn.case.held_by = None
    return turn.move("let_through")


def confirm_hold(
    session: Session,
    code: str,
    *,
    answer: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """Confirm as the second person that a held message is abusive; the citizen is told why.

    Raises:
        Missing: No such case.
        Invalid: ``answer_short``.
        Refused: ``move``, ``changed_meanwhile``; ``second_person``.
    """
    turn = take(session, code, CaseState.DECLINED, by=by, now=now, version=version)
    _check_held(turn, by)
    words = check_answer(answer)
    turn.stop_clock()
    return turn.move("declined", reason=DeclineReason.ABUSIVE.value, public=words)


def release_unconfirmed(session: Session, case: Case, *, now: datetime) -> bool:
    """Let a held case through when nobody confirmed it within a working day."""
    held = (
        select(CaseStep.at)
        .where(col(CaseStep.case_id) == case.id, col(CaseStep.type) == "held")
        .order_by(col(CaseStep.seq).desc())
        .limit(1)
    )
    since = session.exec(held).first()
    if case.state is not CaseState.QUARANTINE or since is None:
        return False
    if now < clocks.window(session, since, HOLD_DAYS):
        return False
    case.held_by = None
    move(session, case, CaseState.REGISTERED, Hand(CaseRole.SYS), "let_through", now=now)
    _tell_team(session, case, now)
    return True


def _tell_team(session: Session, case: Case, now: datetime, but: int = 0) -> None:
    people = nearest(concerned(session, case, (Role.SPECIAL_TEAM,)), Role.SPECIAL_TEAM)
    told = [who for who in people if who.account_id != but]
    telling.tell_staff(session, case, "S01", told, event=f"check:{case.version}", now=now)


def _check_held(turn: Turn, by: Person) -> None:
    if turn.case.state is not CaseState.QUARANTINE:
        raise Refused("move", "nothing is held")
    if turn.case.held_by == by.id:
        raise Refused("second_person")
