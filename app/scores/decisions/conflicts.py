"""Who may decide about whom, in the data layer.

Nobody decides about themselves or a superior: such decisions and employees do not exist for them.
The second person is another one and not below the first.  An appeal goes to a reviewer who had no
part and stands outside the employee's line.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.directory.models import Subject, Unit
from app.directory.rules import within
from app.people.models import Account, RoleGrant
from app.rights import Action, Person, Role, reach
from app.scores.decisions.models import Appeal, Decision

__all__ = ["answerable", "decidable", "is_below", "managed_paths", "reviewers", "signers"]


def decidable(person: Person, subject_id: Any) -> ColumnElement[bool]:
    """Return the condition under which this person may know of decisions about an employee.

    The query joins ``Unit`` as the employee's own unit.
    """
    inside = [col(Unit.path).startswith(root) for root in reach(person, Action.DECIDE)]
    return and_(or_(false(), *inside), _not_above(person, subject_id))


def answerable(person: Person) -> ColumnElement[bool]:
    """Return the condition under which an appeal exists for this reviewer.

    The query joins ``Unit`` as the employee's unit and, outer, ``Decision``.
    """
    inside = [col(Unit.path).startswith(root) for root in reach(person, Action.ANSWER_APPEALS)]
    no_part = or_(
        col(Decision.id).is_(None),
        and_(
            col(Decision.decided_by) != person.id,
            func.coalesce(col(Decision.second_by), 0) != person.id,
        ),
    )
    return and_(
        or_(false(), *inside),
        no_part,
        _not_above(person, col(Appeal.subject_id)),
        _outside_line(person),
    )


def is_below(person: Person, other_subject_id: int | None) -> bool:
    """Return whether the person stands below another member of staff."""
    return other_subject_id is not None and other_subject_id in person.superiors


def managed_paths(session: Session, subject_id: int | None) -> tuple[str, ...]:
    """Return the paths of the units an employee manages."""
    if subject_id is None:
        return ()
    return tuple(session.exec(select(Unit.path).where(Unit.manager_subject_id == subject_id)))


def signers(session: Session, decision: Decision, unit_path: str) -> list[tuple[int, str]]:
    """Return account and language of those who may be the second person of a decision."""
    decider = session.get(Account, decision.decided_by)
    barred = managed_paths(session, decision.subject_id)
    barred += managed_paths(session, decider.subject_id if decider else None)
    home, place = aliased(Unit), aliased(Unit)
    rows = session.exec(
        select(Account, place.path, home.path)
        .join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .join(place, col(place.id) == col(RoleGrant.unit_id))
        .outerjoin(home, _works_in(home))
        .where(
            RoleGrant.role == Role.HR_REVIEWER,
            col(RoleGrant.ended_at).is_(None),
            col(Account.disabled_at).is_(None),
            Account.id != decision.decided_by,
            or_(col(Account.subject_id).is_(None), col(Account.subject_id) != decision.subject_id),
        )
        .order_by(col(Account.id))
    ).all()
    found = {
        account.id or 0: account.locale
        for account, path, own in rows
        if unit_path.startswith(path) and not within(path, barred) and not within(own or "", barred)
    }
    return list(found.items())


def reviewers(session: Session, appeal: Appeal, unit_path: str) -> list[tuple[int, str]]:
    """Return account and language of those who may answer an appeal, as ``answerable`` has it."""
    decision = session.get(Decision, appeal.decision_id) if appeal.decision_id else None
    parties = {decision.decided_by, decision.second_by} if decision else set()
    led = managed_paths(session, appeal.subject_id)
    home, place = aliased(Unit), aliased(Unit)
    rows = session.exec(
        select(Account, place.path, home.path)
        .join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .join(place, col(place.id) == col(RoleGrant.unit_id))
        .outerjoin(home, _works_in(home))
        .where(
            RoleGrant.role == Role.APPEAL_REVIEWER,
            col(RoleGrant.ended_at).is_(None),
            col(Account.disabled_at).is_(None),
            col(Account.subject_id).is_distinct_from(appeal.subject_id),
        )
        .order_by(col(Account.id))
    ).all()
    above = _managers_above(session, unit_path)
    found = {
        account.id or 0: account.locale
        for account, path, own in rows
        if unit_path.startswith(path)
        and account.id not in parties
        and account.subject_id not in above
        and own != unit_path
        and not within(own or "", led)
    }
    return list(found.items())


def _managers_above(session: Session, unit_path: str) -> set[int]:
    above = func.substr(unit_path, 1, func.length(col(Unit.path))) == col(Unit.path)
    found = select(Unit.manager_subject_id).where(above, col(Unit.manager_subject_id).is_not(None))
    return {number for number in session.exec(found) if number}


def _works_in(home: type[Unit]) -> ColumnElement[bool]:
    own = (
        select(Subject.unit_id)
        .where(col(Subject.id) == col(Account.subject_id))
        .correlate(Account)
        .scalar_subquery()
    )
    return col(home.id) == own


def _not_above(person: Person, subject_id: Any) -> ColumnElement[bool]:
    hidden = sorted({*person.superiors, *([person.subject_id] if person.subject_id else [])})
    condition: ColumnElement[bool] = subject_id.not_in(hidden) if hidden else true()
    return condition


def _outside_line(person: Person) -> ColumnElement[bool]:
    """Leave out the reviewer's own unit and everybody the reviewer leads."""
    led = [grant.path for grant in person.grants if grant.role is Role.UNIT_MANAGER]
    apart: list[ColumnElement[bool]] = [~col(Unit.path).startswith(path) for path in led]
    if person.unit_path:
        apart.append(col(Unit.path) != person.unit_path)
    if person.subject_id is not None:
        lead = aliased(Unit)
        apart.append(
            ~exists().where(
                col(lead.manager_subject_id) == person.subject_id,
                func.substr(col(Unit.path), 1, func.length(col(lead.path))) == col(lead.path),
            )
        )
    return and_(true(), *apart)
