"""A plan for what is late (CASES.md 3.4, level 2): who does what by when, written by the head."""

from datetime import datetime

from sqlmodel import Session

from app.cases.models import Case
from app.cases.moving import hand_of, locked, record
from app.cases.rules import OPEN, check_answer
from app.errors import Refused
from app.rights import Person

__all__ = ["PLAN_LEVEL", "lacks_plan", "plan"]

PLAN_LEVEL = 2


def plan(
    session: Session,
    code: str,
    *,
    text: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """Write down how an overdue case will be answered; it stays at the desks.

    Raises:
        Missing: No such case.
        Invalid: ``answer_short``.
        Refused: ``no_plan``: it is not so late, or closed; ``read_only``, ``changed_meanwhile``.
    """
    case = locked(session, code, by, version)
    hand = hand_of(case, by)
    if case.level < PLAN_LEVEL or case.state not in OPEN:
        raise Refused("no_plan")
    words = check_answer(text)
    case.plan_at, case.version = now, case.version + 1
    record(session, case, hand, "plan", now=now, internal=words)
    return case


def lacks_plan(case: Case) -> bool:
    """Return whether a case is so late that it needs a plan and has none in this cycle.

    >>> from datetime import UTC, timedelta
    >>> at = datetime(2026, 11, 22, tzinfo=UTC)
    >>> case = Case(level=2, due_at=at, plan_at=None, answered_at=None)
    >>> lacks_plan(case), lacks_plan(Case(level=2, due_at=at, plan_at=at + timedelta(hours=1)))
    (True, False)
    """
    late = case.level >= PLAN_LEVEL and case.state in OPEN and case.answered_at is None
    return late and (case.plan_at is None or case.plan_at < case.due_at)
