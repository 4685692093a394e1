"""Where a case lies under its new category, and who hears of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlmodel import Session

from app.cases import telling
from app.cases.hops.service import follow
from app.cases.models import Case
from app.cases.moving import Hand, move, record
from app.cases.recompute import NOTICE_FROM
from app.cases.routing import Desk, concerned, desk_for, nearest
from app.cases.rules import CaseRole, CaseState, Policy
from app.cases.taxonomy import Category
from app.rights import Role

__all__ = ["Before", "lay", "tell"]

_OWNED_LEVEL, _BOUNCES, _FALSE_FIXES = 3, 3, 2


@dataclass(frozen=True, slots=True)
class Before:
    """What a case was before its category was changed."""

    category: str
    policy: Policy
    due_at: datetime
    desk: tuple[bool, bool]

    @classmethod
    def of(cls, case: Case) -> Self:
        """Return it."""
        return cls(case.category, case.policy, case.due_at, _desk_of(case))

    @property
    def inspection_alone(self) -> bool:
        """Whether only inspection, or the independent reviewer, knew of it."""
        return self.desk[0]


def lay(session: Session, case: Case, entry: Category) -> Desk:
    """Put a locked case where its new category belongs; return the desk.

    Only inspection's cases change hands: between the other categories the unit stays, as it was
    found or bound by the special team.  What inspection took over for being late stays with it.
    """
    desk = desk_for(
        session,
        named_subject_id=case.named_subject_id,
        unit_id=case.unit_id,
        unit_path=case.unit_path,
        category=entry,
    )
    if (desk.to_inspection, desk.independent) == _desk_of(case):
        return desk
    case.to_inspection, case.independent = desk.to_inspection, desk.independent
    case.inspection_owns = desk.to_inspection or _taken_over(case)
    case.unit_id, case.unit_path = desk.unit_id, desk.unit_path
    case.handler_id, case.offered_id = None, None
    return desk


def tell(session: Session, case: Case, before: Before, desk: Desk, *, now: datetime) -> None:
    """Write down a change of desks, and tell desk and citizen what is new to them."""
    event = f"recoded:{case.version}"
    changed = _desk_of(case) != before.desk
    if changed:
        _refer(session, case, desk, now)
        follow(session, case, now=now)
    if changed or (case.policy is Policy.SAFETY and before.policy is not Policy.SAFETY):
        telling.tell_desk(session, case, event=event, now=now, duty_id=desk.duty_id)
    else:
        _tell_handler(session, case, event, now)
    if abs(case.due_at - before.due_at) >= NOTICE_FROM:
        telling.tell_citizen(session, case, "C26", event=event, now=now)


def _refer(session: Session, case: Case, desk: Desk, now: datetime) -> None:
    word = "inspection" if desk.to_inspection else ""
    word = "independent" if desk.independent else word
    hand, known = Hand(CaseRole.SYS), bool(desk.unit_path or desk.to_inspection)
    if known and case.state is CaseState.REGISTERED:
        move(session, case, CaseState.REFERRED, hand, "referred", now=now, reason=word)
    elif not known and case.state in {CaseState.REFERRED, CaseState.IN_PROGRESS}:
        move(session, case, CaseState.REGISTERED, hand, "put_back", now=now)
    else:
        kind = "referred" if known else "put_back"
        record(session, case, hand, kind, now=now, old=case.state, new=case.state, reason=word)


def _tell_handler(session: Session, case: Case, event: str, now: datetime) -> None:
    """Tell whoever has the case, else those who may take it, that it is about something else."""
    roles = (Role.INSPECTOR,) if case.inspection_owns else (Role.HANDLER, Role.SPECIAL_TEAM)
    people = concerned(session, case, (Role.HANDLER, Role.SPECIAL_TEAM, Role.INSPECTOR))
    own = [who for who in people if who.account_id == case.handler_id]
    desks = [told for role in roles if (told := nearest(people, role))]
    told = own or (desks[0] if desks else [])
    telling.tell_staff(session, case, "S18", told, event=event, now=now)


def _taken_over(case: Case) -> bool:
    """Return whether inspection would own the case whatever it is about."""
    late = case.level >= _OWNED_LEVEL or case.bounces >= _BOUNCES
    return late or case.false_fixes >= _FALSE_FIXES


def _desk_of(case: Case) -> tuple[bool, bool]:
    return case.to_inspection, case.independent
