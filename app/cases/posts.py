"""Who holds which post: team lead, duty officer, duty post, independent reviewer, the mayor's desk.

A post named on a unit counts for the whole subtree, unless a unit below names somebody itself.
While no independent reviewer is named anywhere, the appeal reviewers stand in.
"""

from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, exists, select

from app import audit
from app.cases.models import DeskPost
from app.cases.states import Post
from app.directory.models import Unit
from app.directory.rules import ancestors
from app.errors import Missing
from app.people.models import Account, RoleGrant
from app.quick_sql import Store, select_rows
from app.rights import Person, Role

__all__ = ["appoint", "holder", "independent_ids", "is_independent", "posts"]


def appoint(
    session: Session,
    *,
    unit_id: int,
    post: Post,
    account_id: int | None,
    by: Person,
    now: datetime,
) -> None:
    """Name who holds a post in a unit; nobody (``None``) leaves it to the unit above.

    Raises:
        Missing: No such unit or account.
    """
    unit = session.get(Unit, unit_id)
    account = session.get(Account, account_id) if account_id is not None else None
    if unit is None or (account_id is not None and account is None):
        raise Missing("unknown")
    held = session.get(DeskPost, (unit_id, post))
    if held is not None:
        session.delete(held)
        session.flush()
    if account_id is not None:
        session.add(DeskPost(unit_id=unit_id, post=post, account_id=account_id))
        session.flush()
    detail = {"post": post.value, "account": account_id}
    audit.append(
        session, "case.post", actor_id=by.id, now=now, object=f"unit:{unit.code}", detail=detail
    )


def holder(store: Store, post: Post, unit_path: str) -> int | None:
    """Return the account that holds a post for a unit: the nearest at or above it."""
    above = {"units": ancestors(unit_path)} if unit_path else {}
    found = select_rows(store, _holders(bool(unit_path)), post=post, **above)
    return found[0][0] if found else None


@cache
def _holders(of_units: bool) -> Any:
    """Return the statement for who holds a post, anywhere or in some units, the nearest first."""
    found = (
        sa.select(col(DeskPost.account_id))
        .join(Unit, col(Unit.id) == col(DeskPost.unit_id))
        .join(Account, col(Account.id) == col(DeskPost.account_id))
        .where(col(DeskPost.post) == sa.bindparam("post"), col(Account.disabled_at).is_(None))
        .order_by(sa.func.length(col(Unit.path)).desc())
    )
    return (
        found.where(col(Unit.id).in_(sa.bindparam("units", expanding=True))) if of_units else found
    )


def independent_ids(store: Store) -> list[int]:
    """Return the accounts that have what inspection itself may not have."""
    named = select_rows(store, _reviewers(), post=Post.INDEPENDENT)
    return [number for (number,) in named or select_rows(store, _stand_ins())]


@cache
def _reviewers() -> Any:
    named = sa.select(col(DeskPost.account_id)).distinct()
    return named.where(col(DeskPost.post) == sa.bindparam("post"))


@cache
def _stand_ins() -> Any:
    return (
        sa.select(col(RoleGrant.account_id))
        .where(col(RoleGrant.role) == Role.APPEAL_REVIEWER, col(RoleGrant.ended_at).is_(None))
        .distinct()
    )


def is_independent(person: Person) -> ColumnElement[bool]:
    """Return the condition that this person is the independent reviewer."""
    post = col(DeskPost.post) == Post.INDEPENDENT
    named = exists().where(post, col(DeskPost.account_id) == person.id)
    if Role.APPEAL_REVIEWER not in person.roles:
        return named
    return sa.or_(named, ~exists().where(post))


def posts(session: Session) -> list[tuple[Unit, Post, Account]]:
    """Return every post that is named, in the order of the tree."""
    found = (
        select(Unit, DeskPost.post, Account)
        .join(DeskPost, col(DeskPost.unit_id) == col(Unit.id))
        .join(Account, col(Account.id) == col(DeskPost.account_id))
        .order_by(col(Unit.path), col(DeskPost.post))
    )
    return [(unit, Post(post), account) for unit, post, account in session.exec(found)]
