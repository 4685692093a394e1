"""Who is asked: the second person of a decision, the reviewer of an appeal.

The second person is another one and not below the first; the reviewer is found by the same rules
as ``conflicts.answerable``.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.directory.models import Subject, Unit
from app.directory.rules import within
from app.people.models import Account, RoleGrant
from app.rights import Role
from app.scores.decisions.appeals.models import Appeal
from app.scores.decisions.conflicts import managed_paths
from app.scores.decisions.models import Decision

__all__ = ["reviewers", "signers"]


def signers(session: Session, decision: Decision, unit_path: str) -> list[tuple[int, str]]:
    """Return account and language of those who may be the second person of a decision."""
    decider = session.get(Account, decision.decided_by)
    barred = managed_paths(session, decision.subject_id)
    barred += managed_paths(session, decider.subject_id if decider else None)
    rows = _holders(session, Role.HR_REVIEWER, but=decision.subject_id)
    found = {
        account.id or 0: account.locale
        for account, path, own in rows
        if unit_path.startswith(path)
        and account.id != decision.decided_by
        and not within(path, barred)
        and not within(own or "", barred)
    }
    return list(found.items())


def reviewers(session: Session, appeal: Appeal, unit_path: str) -> list[tuple[int, str]]:
    """Return account and language of those who may answer an appeal, as ``answerable`` has it."""
    decision = session.get(Decision, appeal.decision_id) if appeal.decision_id else None
    parties = {decision.decided_by, decision.second_by} if decision else set()
    led = managed_paths(session, appeal.subject_id)
    rows = _holders(session, Role.APPEAL_REVIEWER, but=appeal.subject_id)
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


def _holders(session: Session, role: Role, *, but: int) -> Sequence[tuple[Account, str, str]]:
    """Return who holds a role, except one subject: account, path of the role, path of the desk."""
    home, place = aliased(Unit), aliased(Unit)
    return session.exec(
        select(Account, place.path, home.path)
        .join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .join(place, col(place.id) == col(RoleGrant.unit_id))
        .outerjoin(home, _works_in(home))
        .where(
            RoleGrant.role == role,
            col(RoleGrant.ended_at).is_(None),
            col(Account.disabled_at).is_(None),
            col(Account.subject_id).is_distinct_from(but),
        )
        .order_by(col(Account.id))
    ).all()


def _works_in(home: type[Unit]) -> ColumnElement[bool]:
    own = (
        select(Subject.unit_id)
        .where(col(Subject.id) == col(Account.subject_id))
        .correlate(Account)
        .scalar_subquery()
    )
    return col(home.id) == own
