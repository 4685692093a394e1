"""Reads of the administrator's desk: accounts inside the administrator's subtrees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlmodel import Session, col

from app.directory.models import Employee, Subject, Unit
from app.errors import Denied, Missing
from app.people.models import Account, RoleGrant
from app.rights import Action, Person, Role, reach
from app.text import clean_name, fold_code

__all__ = [
    "PAGE",
    "AccountRow",
    "Filters",
    "GrantRow",
    "account_page",
    "account_rows",
    "managed",
    "subject_by_number",
    "unit_by_code",
    "units_in_reach",
]

PAGE = 50
_ACTION = Action.MANAGE_ACCOUNTS


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the list asks for."""

    words: str = ""
    role: Role | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A role held now; ``mine`` when its unit lies in the administrator's reach."""

    id: int
    role: Role
    unit_code: str
    name_fa: str
    name_en: str
    granted_at: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One line of the list; ``cursor`` continues the list after it."""

    public_id: str
    username: str
    name_fa: str
    name_en: str
    enrolled: bool
    invited: bool
    disabled_at: datetime | None
    cursor: str
    grants: tuple[GrantRow, ...] = field(default=())


def account_rows(
    session: Session, person: Person, filters: Filters, *, after: str = "", limit: int | None = PAGE
) -> list[AccountRow]:
    """Return accounts the administrator looks after, by user name, in two statements.

    Args:
        session: For reading.
        person: The administrator; the list is scoped to the subtrees of that role.
        filters: Words of a user name or name, a role held, ``open`` or ``closed``.
        after: ``cursor`` of the last row of the page before.
        limit: One more than this is asked for nobody: a full page may have a next one.
    """
    statement = (
        select(Account)
        .where(_seen_by(person), *_filtered(filters), col(Account.username_folded) > after)
        .order_by(col(Account.username_folded))
        .limit(limit)
    )
    accounts = session.execute(statement).scalars().all()
    grants = _grants(session, person, [account.id or 0 for account in accounts])
    return [_row(account, grants.get(account.id or 0, ())) for account in accounts]


def account_page(session: Session, person: Person, public_id: str) -> AccountRow:
    """Return one account.

    Raises:
        Missing: Unknown, or outside the administrator's subtrees.
    """
    account = _one(session, person, public_id)
    grants = _grants(session, person, [account.id or 0])
    return _row(account, grants.get(account.id or 0, ()))


def managed(session: Session, person: Person, public_id: str, *, wholly: bool = False) -> Account:
    """Return the account itself, for a change.

    Args:
        session: Open unit of work.
        person: The administrator.
        public_id: Of the account.
        wholly: Every role it holds must lie in the administrator's reach; asked for what gives
            power over the whole account, such as a reset link.

    Raises:
        Missing: Unknown, or outside the administrator's subtrees.
        Denied: ``beyond_reach``: it also holds roles elsewhere.
    """
    account = _one(session, person, public_id)
    if wholly:
        held = _grants(session, person, [account.id or 0]).get(account.id or 0, ())
        if not all(grant.mine for grant in held):
            raise Denied("beyond_reach")
    return account


def unit_by_code(session: Session, person: Person, code: str) -> Unit | None:
    """Return a unit in the administrator's reach by its code in any spelling."""
    found = select(Unit).where(col(Unit.code_folded) == fold_code(code), _inside(person))
    return session.execute(found).scalar_one_or_none()


def units_in_reach(session: Session, person: Person, *, limit: int = 300) -> Sequence[Any]:
    """Return code and names of the units a role may be given on."""
    columns = (col(Unit.code), col(Unit.name_fa), col(Unit.name_en))
    active = select(*columns).where(_inside(person), col(Unit.active)).order_by(col(Unit.path))
    return session.execute(active.limit(limit)).all()


def subject_by_number(session: Session, person: Person, number: str) -> int | None:
    """Return the employee with this personnel number in the administrator's reach, if only one."""
    found = session.execute(
        select(col(Employee.subject_id), col(Employee.personnel_number))
        .join(Subject, col(Subject.id) == col(Employee.subject_id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(col(Employee.personnel_number).in_({number, fold_code(number)}), _inside(person))
        .limit(2)
    ).all()
    return int(found[0][0]) if len(found) == 1 else None


def _one(session: Session, person: Person, public_id: str) -> Account:
    found: Account | None = session.execute(
        select(Account).where(col(Account.public_id) == public_id, _seen_by(person))
    ).scalar_one_or_none()
    if found is None:
        raise Missing("account")
    return found


def _inside(person: Person) -> ColumnElement[bool]:
    roots = reach(person, _ACTION)
    return or_(false(), *(col(Unit.path).like(f"{root}%") for root in roots))


def _seen_by(person: Person) -> ColumnElement[bool]:
    """An account is seen where it holds or held a role, or where its employee works."""
    granted = exists().where(
        col(RoleGrant.account_id) == col(Account.id),
        col(Unit.id) == col(RoleGrant.unit_id),
        _inside(person),
    )
    works = exists().where(
        col(Subject.id) == col(Account.subject_id),
        col(Unit.id) == col(Subject.unit_id),
        _inside(person),
    )
    if "/" in reach(person, _ACTION):
        return col(Account.id).is_not(None)
    return or_(granted, works)


def _filtered(filters: Filters) -> Iterable[ColumnElement[bool]]:
    if filters.words:
        name, folded = clean_name(filters.words), fold_code(filters.words)
        yield or_(
            col(Account.username_folded).contains(folded, autoescape=True),
            col(Account.name_fa).contains(name, autoescape=True),
            col(Account.name_en).icontains(name, autoescape=True),
        )
    if filters.role:
        yield exists().where(
            col(RoleGrant.account_id) == col(Account.id),
            col(RoleGrant.role) == filters.role,
            col(RoleGrant.ended_at).is_(None),
        )
    if filters.state == "open":
        yield col(Account.disabled_at).is_(None)
    if filters.state == "closed":
        yield col(Account.disabled_at).is_not(None)


def _grants(
    session: Session, person: Person, ids: Sequence[int]
) -> dict[int, tuple[GrantRow, ...]]:
    roots = reach(person, _ACTION)
    rows = session.execute(
        select(RoleGrant, Unit)
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .where(and_(col(RoleGrant.account_id).in_(ids), col(RoleGrant.ended_at).is_(None)))
        .order_by(col(RoleGrant.id))
    )
    found: dict[int, tuple[GrantRow, ...]] = {}
    for grant, unit in rows:
        mine = any(unit.path.startswith(root) for root in roots)
        row = GrantRow(
            grant.id, grant.role, unit.code, unit.name_fa, unit.name_en, grant.granted_at, mine
        )
        found[grant.account_id] = (*found.get(grant.account_id, ()), row)
    return found


def _row(account: Account, grants: tuple[GrantRow, ...]) -> AccountRow:
    return AccountRow(
        public_id=account.public_id,
        username=account.username,
        name_fa=account.name_fa,
        name_en=account.name_en,
        enrolled=bool(account.totp_sealed),
        invited=not account.password_hash,
        disabled_at=account.disabled_at,
        cursor=account.username_folded,
        grants=grants,
    )
