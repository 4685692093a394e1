"""A content check (T2): one person holds a case back, another decides; the clock runs on."""

from datetime import datetime

from sqlmodel import Session

from app.cases import clocks, telling
from app.cases.models import Case
from app.cases.moving import locked, move, role_for
from app.cases.rules import CaseState, DeclineReason, check_answer
from app.errors import Invalid, Refused
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
    case = locked(session, code, by, version)
    hand = role_for(case, CaseState.QUARANTINE, by)
    if not reason.strip():
        raise Invalid("reason_missing", field="reason")
    case.held_by = by.id
    move(session, case, CaseState.QUARANTINE, hand, "held", now=now, internal=reason.strip())
    return case


def let_through(
    session: Session, code: str, *, by: Person, now: datetime, version: int | None = None
) -> Case:
    """Find nothing wrong with a held case: back to where it was.

    Raises:
        Missing: No such case.
        Refused: ``move``, ``changed_meanwhile``; ``second_person``.
    """
    case = _held(session, code, by, version)
    hand = role_for(case, CaseState.REGISTERED, by)
    case.held_by = None
    move(session, case, CaseState.REGISTERED, hand, "let_through", now=now)
    return case


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
    case = _held(session, code, by, version)
    hand = role_for(case, CaseState.DECLINED, by)
    words = check_answer(answer)
    clocks.stop(session, case, now)
    made = move(
        session,
        case,
        CaseState.DECLINED,
        hand,
        "declined",
        now=now,
        reason=DeclineReason.ABUSIVE.value,
        public=words,
    )
    telling.tell_citizen(session, case, made.notice, event=f"declined:{case.version}", now=now)
    return case


def _held(session: Session, code: str, by: Person, version: int | None) -> Case:
    case = locked(session, code, by, version)
    if case.state is not CaseState.QUARANTINE:
        raise Refused("move", "nothing is held")
    if case.held_by == by.id:
        raise Refused("second_person")
    return case
