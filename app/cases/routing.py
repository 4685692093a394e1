"""To which desk a case goes, and who is told there.

First match wins: what is about inspection's or the special team's own people, or about who stands
above all inspectors, goes to the independent reviewer; bribery and misconduct to inspection; a
complaint about a manager to the first unit above that the person does not manage, else to
inspection; danger to the duty post of the place; the rest to the unit of the badge, and without a
badge to the special team.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.cases.conflicts import conflicted, managed_paths
from app.cases.models import Case
from app.cases.posts import holder, independent_ids
from app.cases.states import Post
from app.cases.taxonomy import Category
from app.directory.models import Subject, Unit
from app.directory.rules import ancestors
from app.people.models import Account, RoleGrant
from app.quick_sql import Store, select_rows
from app.rights import Role

__all__ = ["Colleague", "Desk", "Why", "colleagues", "concerned", "desk_for", "nearest"]


class Why(StrEnum):
    """Which rule chose the desk."""

    DANGER = "danger"
    INDEPENDENT = "independent"
    INSPECTION = "inspection"
    ABOVE = "above_manager"
    UNIT = "unit"
    CITY = "special_team"


_DANGER = "SAF"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a case lands; without a unit it is the special team's.

    ``duty_id`` is the account of the duty post that is told first of a danger; ``managed`` are the
    paths of the units the person named manages, so that nobody asks again whom that shuts out.
    """

    unit_id: int | None
    unit_path: str
    to_inspection: bool = False
    independent: bool = False
    duty_id: int | None = None
    why: Why = Why.UNIT
    managed: tuple[str, ...] = ()


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
    store: Store,
    *,
    named_subject_id: int | None,
    unit_id: int | None,
    unit_path: str,
    category: Category | None,
) -> Desk:
    """Return the desk that must answer a new case.

    Args:
        store: Read only here.
        named_subject_id: Employee the message is about, if any.
        unit_id: Unit of the badge; ``unit_path`` its path, empty for an unknown badge.
        category: What it is about.
    """
    overseer, managed = _standing(store, named_subject_id)
    if overseer:
        return Desk(unit_id, unit_path, True, independent=True, why=Why.INDEPENDENT)
    inspection = _inspection(store, unit_id, unit_path, named_subject_id, managed)
    if category is not None and category.to_inspection:
        return inspection
    if managed and unit_path:
        top = min([*managed, unit_path], key=len)
        return _above(store, top, named_subject_id, managed) or inspection
    if category is not None and category.policy == _DANGER:
        duty_id = holder(store, Post.DUTY_POST, unit_path)
        return Desk(unit_id, unit_path, duty_id=duty_id, why=Why.DANGER, managed=managed)
    return Desk(unit_id, unit_path, why=Why.UNIT if unit_path else Why.CITY, managed=managed)


def concerned(
    store: Store,
    case: Case,
    roles: Iterable[Role],
    *,
    managed: tuple[str, ...] | None = None,
) -> list[Colleague]:
    """Return those of these roles who may be told of a case or given it.

    ``managed`` is what the person named manages, if that is known already.
    """
    if case.independent:
        return _independents(store, case.named_subject_id)
    wanted = set(roles) & {Role.INSPECTOR} if case.to_inspection else set(roles)
    return colleagues(
        store,
        unit_path=case.unit_path,
        roles=wanted,
        named_subject_id=case.named_subject_id,
        managed=managed,
    )


def colleagues(
    store: Store,
    *,
    unit_path: str,
    roles: Iterable[Role],
    named_subject_id: int | None,
    managed: tuple[str, ...] | None = None,
) -> list[Colleague]:
    """Return the members of staff of these roles who cover a unit and may know of the case.

    An empty path asks for the roles anywhere in the city.
    """
    if managed is None:
        managed = managed_paths(store, named_subject_id)
    covered = {"units": ancestors(unit_path)} if unit_path else {}
    found = select_rows(store, _holders(bool(unit_path)), roles=list(roles), **covered)
    return [
        Colleague(row[0], row[1], row[2], row[3], row[5], row[6])
        for row in found
        if not conflicted(
            named_subject_id, managed, subject_id=row[4], paths=(row[6], row[7] or "")
        )
    ]


@cache
def _holders(of_units: bool) -> sa.Select[Any]:
    """Return the statement for who holds roles, anywhere or in some units; built once a process."""
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
            col(RoleGrant.role).in_(sa.bindparam("roles", expanding=True)),
            col(RoleGrant.ended_at).is_(None),
            col(Account.disabled_at).is_(None),
        )
        .order_by(col(Account.id))
    )
    return (
        found.where(col(Unit.id).in_(sa.bindparam("units", expanding=True))) if of_units else found
    )


def nearest(people: Iterable[Colleague], role: Role) -> list[Colleague]:
    """Return those of one role whose grant lies closest to the unit."""
    of_role = [person for person in people if person.role is role]
    deepest = max((len(person.path) for person in of_role), default=0)
    return [person for person in of_role if len(person.path) == deepest]


def _above(
    store: Store, path: str, named_subject_id: int | None, managed: tuple[str, ...]
) -> Desk | None:
    """Return the first unit at or above ``path`` that the named person does not manage."""
    units = select_rows(store, _units(), units=ancestors(path))
    for unit_id, own, manager_id in sorted(units, key=lambda unit: len(unit[1]), reverse=True):
        if manager_id != named_subject_id:
            return Desk(unit_id, own, why=Why.ABOVE, managed=managed)
    return None


@cache
def _units() -> Any:
    columns = col(Unit.id), col(Unit.path), col(Unit.manager_subject_id)
    return sa.select(*columns).where(col(Unit.id).in_(sa.bindparam("units", expanding=True)))


def _inspection(
    store: Store,
    unit_id: int | None,
    unit_path: str,
    named_subject_id: int | None,
    managed: tuple[str, ...],
) -> Desk:
    """Return inspection's desk, or the independent reviewer's if the manager is above them all."""
    if managed and not colleagues(
        store,
        unit_path=unit_path,
        roles=(Role.INSPECTOR,),
        named_subject_id=named_subject_id,
        managed=managed,
    ):
        return Desk(unit_id, unit_path, True, independent=True, why=Why.INDEPENDENT)
    return Desk(unit_id, unit_path, True, why=Why.INSPECTION, managed=managed)


def _standing(store: Store, subject_id: int | None) -> tuple[bool, tuple[str, ...]]:
    """Return whether an employee is of the special team or inspection, and the units they manage.

    One statement; nobody named is neither.
    """
    if subject_id is None:
        return False, ()
    rows = select_rows(store, _standing_of(), subject=subject_id)
    overseer = any(row[0] for row in rows)
    return overseer, tuple(path for _, path in rows if path is not None)


@cache
def _standing_of() -> Any:
    oversees = (
        sa.exists()
        .where(col(RoleGrant.account_id) == col(Account.id))
        .where(
            col(Account.subject_id) == col(Subject.id),
            col(RoleGrant.role).in_([Role.SPECIAL_TEAM, Role.INSPECTOR]),
            col(RoleGrant.ended_at).is_(None),
        )
    )
    return (
        sa.select(oversees, col(Unit.path))
        .select_from(Subject)
        .outerjoin(Unit, col(Unit.manager_subject_id) == col(Subject.id))
        .where(col(Subject.id) == sa.bindparam("subject"))
    )


def _independents(store: Store, named_subject_id: int | None) -> list[Colleague]:
    found = select_rows(store, _accounts(), accounts=independent_ids(store))
    return [
        Colleague(account_id, name_fa, name_en, locale, Role.INSPECTOR, "/")
        for account_id, name_fa, name_en, locale, subject_id in found
        if subject_id is None or subject_id != named_subject_id
    ]


@cache
def _accounts() -> Any:
    """Return the statement for the accounts of these numbers that are in use."""
    names = ("id", "name_fa", "name_en", "locale", "subject_id")
    return (
        sa.select(*(col(getattr(Account, name)) for name in names))
        .where(
            col(Account.id).in_(sa.bindparam("accounts", expanding=True)),
            col(Account.disabled_at).is_(None),
        )
        .order_by(col(Account.id))
    )
