"""A content check (T2): one person holds a case back, another decides; the clock runs on."""

from datetime import datetime

from sqlmodel import Session

from app.cases.models import Case
from app.cases.rules import CaseState, DeclineReason, check_answer
from app.cases.turn import Turn, said, take
from app.errors import Refused
from app.rights import Person

__all__ = ["confirm_hold", "hold", "let_through"]


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
    return turn.move("held", internal=words)


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


def _check_held(turn: Turn, by: Person) -> None:
    if turn.case.state is not CaseState.QUARANTINE:
        raise Refused("move", "nothing is held")
    if turn.case.held_by == by.id:
        raise Refused("second_person")
