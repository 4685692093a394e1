"""A plan for what is late, due at level 2: who does what by when, written by the head."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col

from app.cases.models import Case
from app.cases.moving import hand_of, locked, record
from app.cases.rules import OPEN, CaseRole, check_answer
from app.errors import Refused
from app.rights import Person

__all__ = ["PLAN_LEVEL", "lacking_plan", "lacks_plan", "owes_plan", "plan"]

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


def lacking_plan() -> ColumnElement[bool]:
    """Return the same as a condition on cases."""
    written = col(Case.plan_at)
    return and_(
        col(Case.level) >= PLAN_LEVEL,
        col(Case.state).in_(OPEN),
        col(Case.answered_at).is_(None),
        or_(written.is_(None), written < col(Case.due_at)),
    )


def owes_plan(case: Case, roles: Iterable[CaseRole]) -> bool:
    """Return whether somebody in these roles is the one to write the missing plan.

    The head of the unit owes it (level 2); once inspection owns the case, inspection does.
    """
    owner = CaseRole.INS if case.inspection_owns else CaseRole.MGR
    return lacks_plan(case) and owner in set(roles)
