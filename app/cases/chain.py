"""The history of a case: rows that are only ever appended, each hashing the one before.

A row holds salted digests of its texts, so that words can be erased later and the chain still
holds.  One writer at a time: the case row is locked by whoever appends.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.audit import START, Break, chain_hash, digest
from app.cases.models import Case, CaseStep
from app.cases.states import CaseRole, CaseState
from app.quick_sql import Store, insert_each

__all__ = ["Event", "append", "append_each", "begin", "first_break"]

_HASHED = (
    *("case_id", "seq", "at", "actor_id", "role", "type", "from_state", "to_state", "reason"),
    *("public_digest", "internal_digest", "used_minutes", "due_at"),
)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a case: a stable word, in which role and by whom, the states and words.

    Both states are empty when the state did not move; ``reason`` is a stable word, ``public`` what
    the citizen may read, ``internal`` never leaves the desks.
    """

    kind: str
    role: CaseRole
    actor_id: int | None = None
    old: CaseState | None = None
    new: CaseState | None = None
    reason: str = ""
    public: str = ""
    internal: str = ""


def begin(store: Store, case: Case, events: Sequence[Event], *, now: datetime) -> None:
    """Write the first events of a new case, all at one instant, in one statement."""
    link, rows = START, []
    for seq, event in enumerate(events, start=1):
        row = _row(case, event, seq, link, now=now, used_minutes=0)
        link = row["hash"]
        rows.append(row)
    insert_each(store, CaseStep, rows)


def append(
    session: Session,
    case: Case,
    kind: str,
    *,
    role: CaseRole,
    actor_id: int | None,
    now: datetime,
    old: CaseState | None = None,
    new: CaseState | None = None,
    reason: str = "",
    public: str = "",
    internal: str = "",
    used_minutes: int | None = None,
) -> CaseStep:
    """Add one event to the history of a locked case.

    Args:
        session: Open unit of work; flushed, never committed here.
        case: Locked for the rest of the unit of work.
        kind: What happened, as ``fix_claimed``; a stable word of at most 30 letters.
        role: In which role the actor acts.
        actor_id: Account of the actor; ``None`` for the citizen and the product.
        now: Aware instant.
        old: State before, ``new`` after, both empty when the state did not move.
        reason: Stable word, no free text.
        public: What the citizen may read.
        internal: What never leaves the desks.
        used_minutes: Working minutes used so far.
    """
    last = session.exec(_newest(case.id or 0)).first()
    event = Event(kind, role, actor_id, old, new, reason, public, internal)
    seq, link = (last.seq + 1, last.hash) if last else (1, START)
    step = CaseStep(**_row(case, event, seq, link, now=now, used_minutes=used_minutes))
    session.add(step)
    session.flush()
    return step


def append_each(
    session: Session,
    cases: Sequence[Case],
    kind: str,
    *,
    actor_id: int | None,
    now: datetime,
    reason: str,
) -> None:
    """Add the same event of the product to many locked cases, in a few statements."""
    newest = (
        select(col(CaseStep.case_id), func.max(col(CaseStep.seq)).label("seq"))
        .group_by(col(CaseStep.case_id))
        .subquery()
    )
    last = {
        case_id: (seq, link)
        for case_id, seq, link in session.exec(
            select(col(CaseStep.case_id), col(CaseStep.seq), col(CaseStep.hash)).join(
                newest,
                and_(newest.c.case_id == col(CaseStep.case_id), newest.c.seq == col(CaseStep.seq)),
            )
        )
    }
    event = Event(kind, CaseRole.SYS, actor_id, reason=reason[:60])
    rows = []
    for case in cases:
        seq, link = last.get(case.id or 0, (0, START))
        rows.append(_row(case, event, seq + 1, link, now=now, used_minutes=None))
    if rows:
        session.connection().execute(insert(CaseStep), rows)


def _row(
    case: Case, event: Event, seq: int, link: str, *, now: datetime, used_minutes: int | None
) -> dict[str, Any]:
    """Return an event as plain columns, chained to the row before: many of them take no objects."""
    salt = secrets.token_hex(16)
    row: dict[str, Any] = {
        "case_id": case.id,
        "seq": seq,
        "at": now,
        "actor_id": event.actor_id,
        "role": event.role.value,
        "type": event.kind,
        "from_state": event.old.value if event.old else "",
        "to_state": event.new.value if event.new else "",
        "reason": event.reason,
        "public_text": event.public,
        "internal_text": event.internal,
        "salt": salt,
        "public_digest": _digest(salt, event.public),
        "internal_digest": _digest(salt, event.internal),
        "used_minutes": used_minutes,
        "due_at": case.due_at,
        "previous": link,
    }
    return row | {"hash": chain_hash(link, _canonical([row[name] for name in _HASHED]))}


def first_break(session: Session, case_id: int) -> Break | None:
    """Walk the history of a case and return the first row that does not hold."""
    previous, expected = START, 1
    steps = select(CaseStep).where(CaseStep.case_id == case_id).order_by(col(CaseStep.seq))
    for step in session.exec(steps):
        row = step.id or 0
        if step.previous != previous or step.seq != expected:
            return Break(row, "a row before it is missing or was changed")
        if step.salt and not _words_hold(step):
            return Break(row, "its words were changed")
        if chain_hash(previous, _canonical([getattr(step, name) for name in _HASHED])) != step.hash:
            return Break(row, "its content was changed")
        previous, expected = step.hash, expected + 1
    return None


def _newest(case_id: int) -> SelectOfScalar[CaseStep]:
    return (
        select(CaseStep)
        .where(CaseStep.case_id == case_id)
        .order_by(col(CaseStep.seq).desc())
        .limit(1)
    )


def _digest(salt: str, words: str) -> str:
    return digest(salt, words) if words else ""


def _words_hold(step: CaseStep) -> bool:
    return (
        _digest(step.salt, step.public_text) == step.public_digest
        and _digest(step.salt, step.internal_text) == step.internal_digest
    )


def _canonical(told: Sequence[Any]) -> str:
    """Return the values of ``_HASHED`` as they are hashed; instants in ISO 8601."""
    *rest, due_at = [one.isoformat() if isinstance(one, datetime) else one for one in told]
    return json.dumps([*rest, due_at or ""])
