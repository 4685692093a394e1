"""The history of a case: rows that are only ever appended, each hashing the one before.

A row holds salted digests of its texts, so that words can be erased later and the chain still
holds.  One writer at a time: the case row is locked by whoever appends.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import and_, func, insert
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.audit import START, Break, chain_hash, digest
from app.cases.models import Case, CaseStep
from app.cases.states import CaseRole, CaseState

__all__ = ["append", "append_each", "first_break"]


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
    salt = secrets.token_hex(16)
    step = CaseStep(
        case_id=case.id or 0,
        seq=last.seq + 1 if last else 1,
        at=now,
        actor_id=actor_id,
        role=role.value,
        type=kind,
        from_state=old.value if old else "",
        to_state=new.value if new else "",
        reason=reason,
        public_text=public,
        internal_text=internal,
        salt=salt,
        public_digest=_digest(salt, public),
        internal_digest=_digest(salt, internal),
        used_minutes=used_minutes,
        due_at=case.due_at,
        previous=last.hash if last else START,
        hash="",
    )
    step.hash = chain_hash(step.previous, _canonical(step))
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
    rows = [
        _row(
            case,
            kind,
            last.get(case.id or 0, (0, START)),
            actor_id=actor_id,
            now=now,
            reason=reason[:60],
        )
        for case in cases
    ]
    if rows:
        session.connection().execute(insert(CaseStep), rows)


def _row(
    case: Case,
    kind: str,
    last: tuple[int, str],
    *,
    actor_id: int | None,
    now: datetime,
    reason: str,
) -> dict[str, Any]:
    """Return an event without words as plain columns: ten thousand of them take no objects."""
    seq, link = last
    row: dict[str, Any] = {
        "case_id": case.id,
        "seq": seq + 1,
        "at": now,
        "actor_id": actor_id,
        "role": CaseRole.SYS.value,
        "type": kind,
        "from_state": "",
        "to_state": "",
        "reason": reason,
        "public_text": "",
        "internal_text": "",
        "salt": secrets.token_hex(16),
        "public_digest": "",
        "internal_digest": "",
        "used_minutes": None,
        "due_at": case.due_at,
        "previous": link,
    }
    return row | {"hash": chain_hash(link, _canonical(SimpleNamespace(**row)))}


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
        if chain_hash(previous, _canonical(step)) != step.hash:
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


def _canonical(step: CaseStep | SimpleNamespace) -> str:
    return json.dumps(
        [
            step.case_id,
            step.seq,
            step.at.isoformat(),
            step.actor_id,
            step.role,
            step.type,
            step.from_state,
            step.to_state,
            step.reason,
            step.public_digest,
            step.internal_digest,
            step.used_minutes,
            step.due_at.isoformat() if step.due_at else "",
        ]
    )
