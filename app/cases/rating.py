"""How satisfied the citizen is with the handling: 1-5, once a cycle."""

from datetime import datetime

from sqlmodel import Session

from app.cases.models import Case, CaseRating
from app.cases.moving import locked_for_citizen
from app.cases.rules import CLOSED, CaseState
from app.db import ensure
from app.errors import Invalid, Refused

__all__ = ["may_rate", "put_rating", "rate"]

_RATED = CLOSED | {CaseState.DECLINED, CaseState.TRANSFERRED, CaseState.CLOSED_FINAL}


def rate(session: Session, feedback_id: int, score: int, *, now: datetime) -> bool:
    """Take the citizen's satisfaction with a closed case; return whether it was the first word.

    Raises:
        Missing: The message opened no case.
        Invalid: ``score``: not 1-5.
        Refused: ``open``: the case is still worked on.
    """
    case = locked_for_citizen(session, feedback_id)
    if case.state not in _RATED:
        raise Refused("open")
    return put_rating(session, case, score, now=now)


def put_rating(session: Session, case: Case, score: int, *, now: datetime) -> bool:
    """Store the rating of this cycle unless there is one; return whether it is new.

    Raises:
        Invalid: ``score``: not 1-5.
    """
    if score not in range(1, 6):
        raise Invalid("score", field="score")
    return ensure(session, CaseRating(case_id=case.id or 0, cycle=case.cycle, score=score, at=now))


def may_rate(session: Session, case: Case) -> bool:
    """Return whether the citizen may still rate this cycle."""
    return case.state in _RATED and session.get(CaseRating, (case.id, case.cycle)) is None
