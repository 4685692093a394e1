"""To which desk a case goes (CASES.md 3.4b), and who is told there.

Bribery and misconduct go to inspection at once; a complaint about a manager goes to the first unit
above that the person does not manage, else to inspection; the rest to the unit of the badge.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.cases.conflicts import conflicted, managed_paths
from app.cases.taxonomy import Category
from app.directory.models import Subject, Unit
from app.directory.rules import ancestors
from app.people.models import Account, RoleGrant
from app.rights import Role

__all__ = ["Colleague", "Desk", "colleagues", "desk_for", "nearest"]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a case lands; without a unit it is the special team's."""

    unit_id: int | None
    unit_path: str
    to_inspection: bool = False


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff who may be told of a case or given one."""

    account_id: int
    name_fa: str
    name_en: str
    locale: str
    role: Role
    path: str


def desk_for(
    session: Session,
    *,
    named_subject_id: int | None,
    unit_id: int | None,
    unit_path: str,
    category: Category | None,
) -> Desk:
    """Return the desk that must answer a new case.

    Args:
        session: Read only here.
        named_subject_id: Employee the message is about, if any.
        unit_id: Unit of the badge; ``unit_path`` its path, empty for an unknown badge.
        category: What it is about.
    """
    if category is not None and category.to_inspection:
        return Desk(unit_id, unit_path, to_inspection=True)
    managed = managed_paths(session, named_subject_id)
    if not managed or not unit_path:
        return Desk(unit_id, unit_path)
    return _above(session, min([*managed, unit_path], key=len), named_subject_id) or Desk(
        unit_id, unit_path, to_inspection=True
    )


def colleagues(
    session: Session,
    *,
    unit_path: str,
    roles: Iterable[Role],
    named_subject_id: int | None,
) -> list[Colleague]:
    """Return the members of staff of these roles who cover a unit and may know of the case.

    An empty path asks for the roles anywhere in the city.
    """
    home = aliased(Unit)
    found = (
        sa.select(
            *(col(getattr(Account, name)) for name in ("id", "name_fa", "name_en", "locale")),
            col(Account.subject_id),
            col(RoleGrant.role),
            col(Unit.path),
            col(home.path),
        )
        .join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .outerjoin(Subject, col(Subject.id) == col(Account.subject_id))
        .outerjoin(home, col(home.id) == col(Subject.unit_id))
        .where(
            col(RoleGrant.role).in_(list(roles)),
            col(RoleGrant.ended_at).is_(None),
            col(Account.disabled_at).is_(None),
        )
        .order_by(col(Account.id))
    )
    if unit_path:
        found = found.where(col(Unit.id).in_(ancestors(unit_path)))
    managed = managed_paths(session, named_subject_id)
    return [
        Colleague(row[0], row[1], row[2], row[3], row[5], row[6])
        for row in session.execute(found)
        if not conflicted(
            named_subject_id, managed, subject_id=row[4], paths=(row[6], row[7] or "")
        )
    ]


def nearest(people: Iterable[Colleague], role: Role) -> list[Colleague]:
    """Return those of one role whose grant lies closest to the unit."""
    of_role = [person for person in people if person.role is role]
    deepest = max((len(person.path) for person in of_role), default=0)
    return [person for person in of_role if len(person.path) == deepest]


def _above(session: Session, path: str, named_subject_id: int | None) -> Desk | None:
    """Return the first unit at or above ``path`` that the named person does not manage."""
    chain = select(Unit).where(col(Unit.id).in_(ancestors(path)))
    units = sorted(session.exec(chain), key=lambda unit: len(unit.path), reverse=True)
    for unit in units:
        if unit.manager_subject_id != named_subject_id:
            return Desk(unit.id, unit.path)
    return None
