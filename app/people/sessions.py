"""Server-side sessions: the browser holds 256 random bits, the database their hash."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import Update, update
from sqlmodel import Session, col

from app import audit
from app.errors import Missing
from app.people.models import StaffSession

__all__ = ["end_session", "end_sessions", "sign_out", "start_session", "token_hash", "touch"]


def start_session(
    session: Session, account_id: int, *, agent: str, now: datetime, device: str = ""
) -> str:
    """Open a session and return the token that the browser keeps; only its hash is stored.

    ``device`` is the keyed hash of the browser's own token, so that answers a colleague gives
    from this browser can be told (rule W8 of docs/scores.md).
    """
    token = secrets.token_urlsafe(32)
    row = StaffSession(
        token_hash=token_hash(token),
        account_id=account_id,
        agent=agent[:120],
        device=device,
        created_at=now,
        seen_at=now,
    )
    session.add(row)
    session.flush()
    audit.append(session, "session.start", actor_id=account_id, now=now, object=f"session:{row.id}")
    return token


def touch(session: Session, session_id: int, *, now: datetime) -> None:
    """Note that a session is in use."""
    seen = update(StaffSession).where(col(StaffSession.id) == session_id)
    session.execute(seen.values(seen_at=now))


def end_session(session: Session, session_id: int, *, account_id: int, now: datetime) -> None:
    """End one session of an account.

    Raises:
        Missing: The account has no such open session.
    """
    one = _open(account_id).where(col(StaffSession.id) == session_id)
    if session.connection().execute(one.values(ended_at=now)).rowcount != 1:
        raise Missing("session")
    audit.append(
        session, "session.end", actor_id=account_id, now=now, object=f"session:{session_id}"
    )


def end_sessions(session: Session, account_id: int, *, now: datetime) -> int:
    """End every session of an account at once; return how many there were."""
    return session.connection().execute(_open(account_id).values(ended_at=now)).rowcount


def sign_out(session: Session, account_id: int, *, now: datetime) -> None:
    """Sign a person out everywhere."""
    end_sessions(session, account_id, now=now)
    audit.append(session, "session.sign_out", actor_id=account_id, now=now)


def token_hash(token: str) -> str:
    """Return the hash under which a random token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def _open(account_id: int) -> Update:
    return update(StaffSession).where(
        col(StaffSession.account_id) == account_id, col(StaffSession.ended_at).is_(None)
    )
