"""The test bench of routing: what would happen to this complaint?  Nothing is stored."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.badges.models import Badge
from app.cases import clocks
from app.cases.models import Case
from app.cases.routing import Colleague, Why, concerned, desk_for, nearest
from app.cases.rules import Policy, policy_for
from app.cases.taxonomy import EMPLOYEE, category
from app.directory.models import Subject, Unit
from app.feedback.rules import Identity, Kind
from app.rights import Role
from app.text import fold, latin_digits

__all__ = ["Outcome", "find_subject", "would_happen"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would happen; without a policy no case opens."""

    policy: Policy | None
    why: Why = Why.UNIT
    unit_fa: str = ""
    unit_en: str = ""
    due_at: datetime | None = None
    told: tuple[Colleague, ...] = ()


def find_subject(session: Session, words: str) -> Subject | None:
    """Return a person or place by the number of the badge, the own code, or part of the name."""
    typed = latin_digits(words).replace("-", "").replace(" ", "")
    if not typed:
        return None
    by_badge = select(Subject).join(Badge, col(Badge.subject_id) == col(Subject.id))
    by_name = select(Subject).where(col(Subject.search).contains(fold(words), autoescape=True))
    for found in (
        by_badge.where(col(Badge.typed_code) == typed),
        select(Subject).where(col(Subject.code) == typed),
        by_name.order_by(col(Subject.id)),
    ):
        subject = session.exec(found.limit(1)).first()
        if subject is not None:
            return subject
    return None


def would_happen(
    session: Session, subject: Subject | None, *, category_key: str, now: datetime
) -> Outcome:
    """Return where a complaint filed now would go, who would hear of it and by when it is due.

    Args:
        session: Read only here.
        subject: Whom or what it is about; ``None`` is a message for the city.
        category_key: Three letters of the taxonomy.
        now: As if it were filed at this instant.
    """
    policy = policy_for(Kind.COMPLAINT, category_key, wants_answer=True)
    if policy is None:
        return Outcome(None)
    unit = session.get(Unit, subject.unit_id) if subject else None
    named_id = subject.id if subject and subject.kind == EMPLOYEE else None
    desk = desk_for(
        session,
        named_subject_id=named_id,
        unit_id=unit.id if unit else None,
        unit_path=unit.path if unit else "",
        category=category(category_key),
    )
    promised = clocks.promise(session, policy, desk.unit_path, now)
    case = Case(
        tracking_code="",
        feedback_id=0,
        named_subject_id=named_id,
        unit_path=desk.unit_path,
        to_inspection=desk.to_inspection,
        independent=desk.independent,
        kind=Kind.COMPLAINT,
        policy=policy,
        budget_minutes=promised.budget_minutes,
        identity=Identity.CONFIDENTIAL,
        registered_at=now,
        clock_from_at=now,
        due_at=promised.due_at,
    )
    target = session.get(Unit, desk.unit_id) if desk.unit_id else None
    return Outcome(
        policy,
        desk.why,
        target.name_fa if target else "",
        target.name_en if target else "",
        promised.due_at,
        _told(session, case, desk.duty_id),
    )


def _told(session: Session, case: Case, duty_id: int | None) -> tuple[Colleague, ...]:
    roles = (Role.HANDLER, Role.SPECIAL_TEAM, Role.UNIT_MANAGER, Role.INSPECTOR)
    people = concerned(session, case, roles)
    desk = nearest(people, Role.HANDLER) if case.unit_path else []
    told = [
        *(desk or nearest(people, Role.SPECIAL_TEAM)),
        *(nearest(people, Role.UNIT_MANAGER) if case.unit_path else []),
        *(who for who in people if who.account_id == duty_id),
        *(who for who in people if who.role is Role.INSPECTOR),
    ]
    return tuple({who.account_id: who for who in told}.values())
