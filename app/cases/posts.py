"""Who holds which post: team lead, duty officer, duty post, independent reviewer, the mayor's desk.

A post named on a unit counts for the whole subtree, unless a unit below names somebody itself.
While no independent reviewer is named anywhere, the appeal reviewers stand in.
"""

from datetime import datetime

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


def holder(session: Session, post: Post, unit_path: str) -> int | None:
    """Return the account that holds a post for a unit: the nearest at or above it."""
    found = (
        select(DeskPost.account_id)
        .join(Unit, col(Unit.id) == col(DeskPost.unit_id))
        .join(Account, col(Account.id) == col(DeskPost.account_id))
        .where(col(DeskPost.post) == post, col(Account.disabled_at).is_(None))
        .order_by(sa.func.length(col(Unit.path)).desc())
    )
    if unit_path:
        found = found.where(col(Unit.id).in_(ancestors(unit_path)))
    return session.exec(found.limit(1)).first()


def independent_ids(session: Session) -> list[int]:
    """Return the accounts that have what inspection itself may not have."""
    named = session.exec(
        select(DeskPost.account_id).where(col(DeskPost.post) == Post.INDEPENDENT).distinct()
    ).all()
    if named:
        return list(named)
    reviewers = select(RoleGrant.account_id).where(
        col(RoleGrant.role) == Role.APPEAL_REVIEWER, col(RoleGrant.ended_at).is_(None)
    )
    return list(session.exec(reviewers.distinct()))


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
