"""The staff log: every write by a member of staff and every view of contact data, chained.

h(n) = SHA-256(h(n-1) | canonical row).  The row holds a salted digest of the detail, not the
detail, so words can be erased later and the chain still holds.  Triggers of the migration refuse
every other change.  One writer at a time: SQLite's write lock, an advisory lock on PostgreSQL.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, text
from sqlmodel import Field, Session, SQLModel, col, select

from app.columns import UtcDateTime

__all__ = ["START", "Act", "AuditEntry", "Break", "append", "append_all", "chain_hash", "digest"]
__all__ += ["first_break", "head"]

Detail = Mapping[str, object]
START = "0" * 64
_LOCK = 7_301_405


class AuditEntry(SQLModel, table=True):
    """One act of one member of staff."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True, sa_type=UtcDateTime)
    actor_id: int | None = Field(default=None, index=True)
    action: str = Field(index=True, max_length=60)
    object: str = Field(default="", index=True, max_length=80)
    detail: str = ""
    salt: str = Field(max_length=32)
    detail_digest: str = Field(max_length=64)
    previous: str = Field(max_length=64)
    hash: str = Field(unique=True, max_length=64)


@dataclass(frozen=True, slots=True)
class Act:
    """What a member of staff did, to what, and what a reader of the log needs to know."""

    action: str
    object: str = ""
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Break:
    """The first row at which a chain does not hold, and why."""

    row: int
    reason: str


def append(
    session: Session,
    action: str,
    *,
    actor_id: int | None,
    now: datetime,
    object: str = "",
    detail: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Add one row to the chain inside the caller's unit of work.

    Args:
        session: Open unit of work; flushed, never committed here.
        action: Stable word such as ``badge.revoke``.
        actor_id: Account that acts; ``None`` for the product or the command line.
        now: Aware instant of the act.
        object: What it was done to, as ``case:4839027152``; never personal data.
        detail: What a reader of the log needs; kept erasable.
    """
    _one_at_a_time(session)
    entry = _entry(Act(action, object, detail or {}), actor_id, now, head(session))
    session.add(entry)
    session.flush()
    return entry


def append_all(
    session: Session, acts: Iterable[Act], *, actor_id: int | None, now: datetime
) -> None:
    """Add the acts of one person at one instant to the chain, in their order; two statements."""
    _one_at_a_time(session)
    rows, previous = [], head(session)
    for act in acts:
        entry = _entry(act, actor_id, now, previous)
        rows.append(entry.model_dump(exclude={"id"}))
        previous = entry.hash
    if rows:
        session.execute(insert(AuditEntry), rows)


def _one_at_a_time(session: Session) -> None:
    """Let nobody else write a row until this unit of work ends; SQLite does so anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _entry(act: Act, actor_id: int | None, now: datetime, previous: str) -> AuditEntry:
    words = json.dumps(dict(act.detail), ensure_ascii=False, sort_keys=True)
    salt = secrets.token_hex(16)
    entry = AuditEntry(
        at=now,
        actor_id=actor_id,
        action=act.action,
        object=act.object,
        detail=words,
        salt=salt,
        detail_digest=digest(salt, words),
        previous=previous,
        hash="",
    )
    entry.hash = chain_hash(previous, _canonical(entry))
    return entry


def head(session: Session) -> str:
    """Return the hash of the newest row, ``START`` for an empty log."""
    newest = select(AuditEntry.hash).order_by(col(AuditEntry.id).desc()).limit(1)
    return session.exec(newest).first() or START


def first_break(session: Session) -> Break | None:
    """Walk the chain from the start and return the first row that does not hold."""
    previous = START
    for entry in _all(session):
        if entry.previous != previous:
            return Break(entry.id or 0, "a row before it is missing or was changed")
        if entry.salt and digest(entry.salt, entry.detail) != entry.detail_digest:
            return Break(entry.id or 0, "its detail was changed")
        if chain_hash(previous, _canonical(entry)) != entry.hash:
            return Break(entry.id or 0, "its content was changed")
        previous = entry.hash
    return None


def digest(salt: str, words: str) -> str:
    """Return the digest that stands in a chain for erasable words."""
    return hashlib.sha256(f"{salt}|{words}".encode()).hexdigest()


def chain_hash(previous: str, canonical: str) -> str:
    """Return the next link of a chain."""
    return hashlib.sha256(f"{previous}|{canonical}".encode()).hexdigest()


def _canonical(entry: AuditEntry) -> str:
    return json.dumps(
        [entry.at.isoformat(), entry.actor_id, entry.action, entry.object, entry.detail_digest]
    )


def _all(session: Session) -> Iterator[AuditEntry]:
    yield from session.exec(
        select(AuditEntry).order_by(col(AuditEntry.id)).execution_options(yield_per=1000)
    )
