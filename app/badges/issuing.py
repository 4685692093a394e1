"""Issuing: a random serial and a typed code for every subject that has no badge that works.

Rows go in by the thousand with ON CONFLICT DO NOTHING, and whoever is still without a badge is
tried again: one loop answers a typed code that was drawn before, a serial that was, and a second
officer who issues for the same people at the same time.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from app.badges.changing import batches
from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.badges.scope import Scope, active_subjects
from app.directory.models import Subject
from app.errors import Refused
from qr.codes import new_typed_code

__all__ = ["Issued", "Progress", "issue_rows", "new_serial", "preview"]

ROUNDS = 20
Progress = Callable[[int], object]
"""Called with how many more are done."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What came of issuing: subjects in the scope, new badges, and who had one already."""

    subjects: int
    issued: int

    @property
    def had(self) -> int:
        """Subjects that had a working badge before."""
        return self.subjects - self.issued


def preview(session: Session, scope: Scope) -> Issued:
    """Return what ``issue`` would do now; ``issued`` counts those still without a badge."""
    subjects = select(func.count()).select_from(Subject).where(active_subjects(scope))
    lacking = subjects.where(~_has_active())
    return Issued(session.scalar(subjects) or 0, session.scalar(lacking) or 0)


def issue_rows(
    session: Session,
    scope: Scope,
    *,
    key_id: int,
    now: datetime,
    expires_at: datetime | None,
    progress: Progress | None,
) -> int:
    """Insert a badge for everybody in the scope who lacks one; return how many were inserted.

    Raises:
        Refused: Free typed codes have run out for all practical purposes.
    """
    made = 0
    for _ in range(ROUNDS):
        lacking = _lacking(session, scope)
        if not lacking:
            return made
        for batch in batches(lacking):
            rows = [_row(subject_id, key_id, now, expires_at) for subject_id in batch]
            count = _insert(session, rows)
            made += count
            if progress:
                progress(count)
    raise Refused("codes_used_up", "no free badge numbers were found")


def new_serial() -> str:
    """Return a random 40-bit serial as it is stored: ten hexadecimal digits."""
    return secrets.token_hex(5)


def _lacking(session: Session, scope: Scope) -> list[int]:
    waiting = select(col(Subject.id)).where(active_subjects(scope), ~_has_active())
    return [row[0] for row in session.execute(waiting.order_by(col(Subject.id)))]


def _has_active() -> Exists:
    return exists().where(
        col(Badge.subject_id) == col(Subject.id), col(Badge.status) == BadgeStatus.ACTIVE
    )


def _row(
    subject_id: int, key_id: int, now: datetime, expires_at: datetime | None
) -> dict[str, object]:
    return {
        "serial": new_serial(),
        "key_id": key_id,
        "typed_code": new_typed_code(),
        "subject_id": subject_id,
        "status": BadgeStatus.ACTIVE,
        "issued_at": now,
        "expires_at": expires_at,
        "end_reason": "",
    }


def _insert(session: Session, rows: list[dict[str, object]]) -> int:
    on_postgres = session.get_bind().dialect.name == "postgresql"
    make = postgresql.insert if on_postgres else sqlite.insert
    statement = make(Badge).values(rows).on_conflict_do_nothing().returning(col(Badge.id))
    return len(session.connection().execute(statement).all())
