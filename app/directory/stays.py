"""Where a subject belongs, from when until when: moving, leaving, coming back."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from app.directory.models import Subject, SubjectUnit, Unit
from app.directory.rules import SubjectStatus
from app.errors import Refused

__all__ = ["change_unit", "come_back", "leave"]


def change_unit(session: Session, subject: Subject, unit: Unit, *, now: datetime) -> None:
    """Move a person or place to another unit of the organisation; the old stay is closed and kept.

    Raises:
        Refused: The unit belongs to another organisation.
    """
    if unit.organisation_id != subject.organisation_id:
        raise Refused("other_organisation")
    if unit.id == subject.unit_id:
        return
    _close_stay(session, subject, now)
    subject.unit_id, subject.changed_at = unit.id or 0, now
    session.add(SubjectUnit(subject_id=subject.id or 0, unit_id=unit.id or 0, from_at=now))
    session.flush()


def leave(session: Session, subject: Subject, *, now: datetime) -> None:
    """Record that a person or place is no longer there; a second call changes nothing."""
    if subject.status is SubjectStatus.LEFT:
        return
    _close_stay(session, subject, now)
    subject.status, subject.changed_at = SubjectStatus.LEFT, now
    session.flush()


def come_back(session: Session, subject: Subject, *, now: datetime) -> None:
    """Record that one who left is back; a second call changes nothing."""
    if subject.status is SubjectStatus.ACTIVE:
        return
    subject.status, subject.changed_at = SubjectStatus.ACTIVE, now
    session.add(SubjectUnit(subject_id=subject.id or 0, unit_id=subject.unit_id, from_at=now))
    session.flush()


def _close_stay(session: Session, subject: Subject, now: datetime) -> None:
    session.execute(
        update(SubjectUnit)
        .where(col(SubjectUnit.subject_id) == subject.id, col(SubjectUnit.until_at).is_(None))
        .values(until_at=now)
    )
