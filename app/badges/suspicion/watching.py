"""Writes of suspicion: one code gets its row, its sums and, when several come, its notice."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.badges.models import Badge
from app.badges.suspicion.models import SuspiciousCode
from app.badges.suspicion.rules import KIND_OF_STATUS, SuspicionKind
from app.db import ensure
from app.directory.models import Subject, Unit

__all__ = ["Looked", "code_of", "look_up", "watched"]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a code turned out to be."""

    code: str
    kind: SuspicionKind
    badge_id: int | None = None
    unit_path: str = ""


def look_up(
    session: Session, serial: str = "", typed: str = "", badge_id: int | None = None
) -> Looked | None:
    """Return the badge behind a serial, nine digits or an id, ``None`` if there is none."""
    known = col(Badge.serial) == serial if serial else col(Badge.typed_code) == typed
    found = (
        select(col(Badge.typed_code), col(Badge.status), col(Badge.id), col(Unit.path))
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(known if badge_id is None else col(Badge.id) == badge_id)
    )
    row = session.exec(found).first()
    if row is None:
        return None
    code, status, number, path = row
    return Looked(code, KIND_OF_STATUS[status], number, path)


def watched(session: Session, looked: Looked, *, now: datetime) -> SuspiciousCode:
    """Return the row of a code for writing, made if it is new; locked for the unit of work."""
    ensure(
        session,
        SuspiciousCode(
            public_id=secrets.token_urlsafe(12),
            code=looked.code,
            badge_id=looked.badge_id,
            unit_path=looked.unit_path,
            kind=looked.kind,
            first_at=now,
            last_at=now,
        ),
    )
    row = code_of(session, looked.code)
    row.kind, row.unit_path = looked.kind, looked.unit_path
    return row


def code_of(session: Session, code: str) -> SuspiciousCode:
    """Return the row of a known code, locked for the rest of the unit of work."""
    found = select(SuspiciousCode).where(SuspiciousCode.code == code)
    return session.exec(found.with_for_update().execution_options(populate_existing=True)).one()
