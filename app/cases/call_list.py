"""The call list of the verifiers: claimed fixes to ask about, the most urgent first."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from app.cases.conflicts import about_nobody_above, coded
from app.cases.models import CallAttempt, Case
from app.cases.rules import CaseState
from app.cases.sampling.models import CallDraw
from app.cases.sampling.queries import asked_by_text, of_claim
from app.cases.sampling.rules import CallWhy
from app.directory.models import Unit
from app.errors import Missing, Refused
from app.feedback.models import Contact
from app.feedback.rules import Identity
from app.rights import Action, Person, Role, reach

__all__ = ["CALLS_PAGE", "CallRow", "callable_case", "calls"]

CALLS_PAGE = 50
_UNIT_ROLES = {Role.HANDLER, Role.UNIT_MANAGER, Role.SPECIAL_TEAM}


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call to make; ``why`` it is made where calls are a sample."""

    code: str
    category: str
    call_from_at: datetime
    verify_due_at: datetime | None
    tries: int
    unit_fa: str
    unit_en: str
    why: CallWhy | None


def calls(session: Session, person: Person, *, now: datetime) -> list[CallRow]:
    """Return the calls that are due for this person, by the end of their day."""
    tries = (
        sa.select(sa.func.count())
        .where(
            col(CallAttempt.case_id) == col(Case.id),
            col(CallAttempt.claim) == col(Case.answered_at),
        )
        .scalar_subquery()
    )
    found = (
        sa.select(
            col(Case.tracking_code),
            col(Case.category),
            col(Case.call_from_at),
            col(Case.verify_due_at),
            tries,
            sa.func.coalesce(col(Unit.name_fa), ""),
            sa.func.coalesce(col(Unit.name_en), ""),
            col(CallDraw.why),
        )
        .outerjoin(Unit, col(Unit.id) == col(Case.unit_id))
        .outerjoin(CallDraw, of_claim())
        .where(_theirs(person), col(Case.call_from_at) <= now)
        .order_by(col(Case.verify_due_at), col(Case.id))
        .limit(CALLS_PAGE)
    )
    return [CallRow(*row) for row in session.execute(found)]


def callable_case(session: Session, code: str, person: Person) -> Case:
    """Return a case on this person's call list, locked.

    Raises:
        Missing: No such call, or none this person may know of.
        Refused: ``claimants_unit``: the person claimed the fix or belongs to that unit.
    """
    found = select(Case).where(coded(code), _known(person)).with_for_update(of=Case)
    case = session.exec(found.execution_options(populate_existing=True)).first()
    if case is None:
        raise Missing("unknown")
    works_there = any(
        grant.role in _UNIT_ROLES and case.unit_path.startswith(grant.path)
        for grant in person.grants
    )
    belongs = bool(case.unit_path) and person.unit_path.startswith(case.unit_path)
    if case.claimant_id == person.id or works_there or belongs:
        raise Refused("claimants_unit")
    return case


def _known(person: Person) -> ColumnElement[bool]:
    roots = reach(person, Action.CALL_CITIZENS)
    under = [col(Case.unit_path).startswith(root, autoescape=True) for root in roots]
    whole_city = [col(Case.unit_path) == ""] if roots else []
    return and_(
        col(Case.state) == CaseState.FIX_CLAIMED,
        col(Case.independent).is_(False),
        col(Case.identity) != Identity.ANONYMOUS,
        sa.exists().where(col(Contact.feedback_id) == col(Case.feedback_id)),
        ~asked_by_text(),
        sa.or_(sa.false(), *under, *whole_city),
        about_nobody_above(person),
    )


def _theirs(person: Person) -> ColumnElement[bool]:
    """Known calls, minus those of units the person works for or belongs to."""
    own = {grant.path for grant in person.grants if grant.role in _UNIT_ROLES}
    hidden = [col(Case.unit_path).startswith(path, autoescape=True) for path in sorted(own)]
    if person.unit_path:
        above = person.unit_path.strip("/").split("/")
        paths = [f"/{'/'.join(above[: place + 1])}/" for place in range(len(above))]
        hidden.append(col(Case.unit_path).in_(paths))
    claimed = sa.func.coalesce(col(Case.claimant_id), 0) != person.id
    return and_(_known(person), claimed, ~sa.or_(sa.false(), *hidden))
