"""What people and places have in common when they are added: a public id, a unit, a first stay."""

import secrets
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.directory.models import Subject, SubjectUnit, Unit

__all__ = ["new_public_id", "settle"]


def new_public_id() -> str:
    """Return a random id for addresses: 72 bits, never starting with a dash."""
    return secrets.choice("abcdefghijkmnpqrstuvwxyz") + secrets.token_urlsafe(9)


def settle(
    session: Session, unit: Unit, kind: str, code: str, *, now: datetime, **columns: Any
) -> Subject:
    """Store a person or place of a unit, there from now on.

    Args:
        session: Open unit of work.
        unit: Where it stands, or who operates it.
        kind: ``employee`` or a kind of facility.
        code: As stored; the caller has seen that it is free.
        now: Aware instant.
        columns: Names, what it is found and sorted by, and whatever else the kind knows.
    """
    subject = Subject(
        public_id=new_public_id(),
        kind=kind,
        organisation_id=unit.organisation_id,
        unit_id=unit.id or 0,
        code=code,
        created_at=now,
        changed_at=now,
        **columns,
    )
    session.add(subject)
    session.flush()
    session.add(SubjectUnit(subject_id=subject.id or 0, unit_id=subject.unit_id, from_at=now))
    return subject
