"""One-use links: an invitation for a new account, a reset for a forgotten password.

256 random bits, of which only the hash is stored; an invitation lives 7 days, a reset 20 minutes.
A new link takes the place of the older ones.
"""

import secrets
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import audit
from app.errors import Gone, Missing
from app.people.models import Account, OneUseLink
from app.people.rules import LINK_AGE, Purpose
from app.people.sessions import token_hash

__all__ = ["make_invitation", "make_reset", "open_link", "use_link"]


def make_invitation(
    session: Session, account: Account, *, actor_id: int | None, now: datetime
) -> str:
    """Return the token of an invitation, to be shown once."""
    return _make(session, account, Purpose.INVITATION, actor_id=actor_id, now=now)


def make_reset(session: Session, account: Account, *, actor_id: int | None, now: datetime) -> str:
    """Return the token of a password reset, to be shown once."""
    return _make(session, account, Purpose.RESET, actor_id=actor_id, now=now)


def open_link(session: Session, purpose: Purpose, token: str, *, now: datetime) -> Account:
    """Return the account a link is for, without using it.

    Raises:
        Missing: No such link.
        Gone: ``link_over``: used or too old, or the account is closed.
    """
    return _open(session, purpose, token, now=now)[1]


def use_link(session: Session, purpose: Purpose, token: str, *, now: datetime) -> Account:
    """Use a link up and return its account; a second use is refused, also at the same moment.

    Raises:
        Missing: No such link.
        Gone: ``link_over``.
    """
    link, account = _open(session, purpose, token, now=now)
    once = update(OneUseLink).where(
        col(OneUseLink.id) == link.id, col(OneUseLink.used_at).is_(None)
    )
    if session.connection().execute(once.values(used_at=now)).rowcount != 1:
        raise Gone("link_over")
    return account


def _make(
    session: Session, account: Account, purpose: Purpose, *, actor_id: int | None, now: datetime
) -> str:
    older = update(OneUseLink).where(
        col(OneUseLink.account_id) == account.id, col(OneUseLink.used_at).is_(None)
    )
    session.execute(older.values(used_at=now))
    token = secrets.token_urlsafe(32)
    session.add(
        OneUseLink(
            purpose=purpose.value,
            token_hash=token_hash(token),
            account_id=account.id or 0,
            expires_at=now + LINK_AGE[purpose],
        )
    )
    session.flush()
    audit.append(
        session,
        f"link.{purpose.value}",
        actor_id=actor_id,
        now=now,
        object=f"account:{account.public_id}",
    )
    return token


def _open(
    session: Session, purpose: Purpose, token: str, *, now: datetime
) -> tuple[OneUseLink, Account]:
    found = session.exec(
        select(OneUseLink, Account)
        .join(Account, col(Account.id) == col(OneUseLink.account_id))
        .where(OneUseLink.token_hash == token_hash(token), OneUseLink.purpose == purpose.value)
    ).first()
    if found is None:
        raise Missing("link")
    link, account = found
    if link.used_at is not None or now >= link.expires_at or account.disabled_at is not None:
        raise Gone("link_over")
    return link, account
