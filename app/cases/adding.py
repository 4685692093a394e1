"""What a citizen adds to the own case: something forgotten, or the wish that words be blackened.

Neither moves the case nor stops a clock; both are steps of its history and reach whoever works
on it, or else the special team.
"""

from datetime import datetime

from sqlmodel import Session, col, func, select

from app.cases import telling
from app.cases.models import Case, CaseStep
from app.cases.moving import Hand, locked_for_citizen, record
from app.cases.routing import concerned
from app.cases.rules import OPEN, CaseRole, CaseState
from app.errors import Invalid, Refused
from app.rights import Role

__all__ = ["ADDED_MOST", "ASKED_MOST", "add_words", "ask_redaction", "may_add"]

ADDED_MOST = 20
ASKED_MOST = 5
_TAKES = OPEN | {CaseState.FIX_CLAIMED, CaseState.UNDER_APPEAL}
_MOST = {"added": ADDED_MOST, "redaction_asked": ASKED_MOST}
_DESKS = (Role.HANDLER, Role.SPECIAL_TEAM, Role.UNIT_MANAGER, Role.INSPECTOR)


def may_add(case: Case) -> bool:
    """Return whether somebody still works on the case."""
    return case.state in _TAKES


def add_words(session: Session, feedback_id: int, *, words: str, now: datetime) -> Case:
    """Add what the citizen forgot; the same words twice in a row count once.

    Raises:
        Missing: The message opened no case.
        Invalid: ``text_missing``.
        Refused: ``move``: nobody works on it any more; ``many``: twenty were added.
    """
    case = locked_for_citizen(session, feedback_id)
    if not may_add(case):
        raise Refused("move", "the case has ended")
    return _put(session, case, "added", words, now=now)


def ask_redaction(session: Session, feedback_id: int, *, words: str, now: datetime) -> Case:
    """Ask that words or a picture of the own message be blackened, and say which.

    Raises:
        Missing: The message opened no case.
        Invalid: ``text_missing``.
        Refused: ``many``: it was asked five times.
    """
    case = locked_for_citizen(session, feedback_id)
    return _put(session, case, "redaction_asked", words, now=now)


def _put(session: Session, case: Case, kind: str, words: str, *, now: datetime) -> Case:
    said = words.strip()
    if not said:
        raise Invalid("text_missing", field="words")
    number, last = _before(session, case, kind)
    if last == said:
        return case
    if number >= _MOST[kind]:
        raise Refused("many")
    record(session, case, Hand(CaseRole.CIT), kind, now=now, public=said)
    _tell(session, case, f"{kind}:{number + 1}", now)
    return case


def _before(session: Session, case: Case, kind: str) -> tuple[int, str]:
    mine = select(CaseStep).where(CaseStep.case_id == case.id, CaseStep.type == kind)
    newest = session.exec(mine.order_by(col(CaseStep.seq).desc()).limit(1)).first()
    counted = select(func.count(col(CaseStep.id))).where(
        CaseStep.case_id == case.id, CaseStep.type == kind
    )
    return session.exec(counted).one(), newest.public_text if newest else ""


def _tell(session: Session, case: Case, event: str, now: datetime) -> None:
    people = concerned(session, case, _DESKS)
    held = [who for who in people if who.account_id == case.handler_id]
    desk = held or [who for who in people if who.role is Role.SPECIAL_TEAM]
    telling.tell_staff(session, case, "S01", desk, event=event, now=now)
