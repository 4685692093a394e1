"""Writing a plan: many rows in few statements, all inside the caller's unit of work."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, SQLModel, col

from app.directory.importing.plan import Entry, Plan
from app.directory.models import (
    Employee,
    Facility,
    FacilityLine,
    Subject,
    SubjectUnit,
)
from app.directory.rules import Kind, SubjectStatus
from app.directory.subjects import new_public_id
from app.text import fold_code

__all__ = ["apply_subjects"]

T = TypeVar("T")
_BATCH = 500


def apply_subjects(session: Session, plan: Plan, *, now: datetime) -> None:
    """Write the employees or facilities of a plan.

    Args:
        session: Open unit of work; flushed, never committed.
        plan: Made in the same unit of work.
        now: Aware instant of the import.
    """
    own = Employee if plan.kind is Kind.EMPLOYEES else Facility
    _insert(session, plan.new, own, now)
    _update(session, plan.changed, own, now)
    moved = [e.id for e in plan.changed if e.id and (e.moved or e.back)]
    _close_stays(session, moved + plan.left, now)
    stays = [e for e in plan.changed if e.moved or e.back]
    _open_stays(session, [(e.id or 0, e.common["unit_id"]) for e in stays], now)
    _mark_left(session, plan.left, now)
    if plan.kind is Kind.FACILITIES:
        _link_lines(session, plan)
    session.expire_all()


def _insert(session: Session, new: list[Entry], own: type[SQLModel], now: datetime) -> None:
    for some in _batches(new):
        by_public_id = {new_public_id(): entry for entry in some}
        rows = [
            _subject_defaults(now) | entry.common | {"public_id": public_id}
            for public_id, entry in by_public_id.items()
        ]
        statement = insert(Subject).returning(col(Subject.id), col(Subject.public_id))
        for subject_id, public_id in session.execute(statement, rows):
            by_public_id[public_id].id = subject_id
        session.execute(insert(own), [_own_defaults(own) | _own(entry) for entry in some])
        _open_stays(session, [(e.id or 0, e.common["unit_id"]) for e in some], now)


def _update(session: Session, changed: list[Entry], own: type[SQLModel], now: datetime) -> None:
    for some in _batches(changed):
        rows = [
            entry.common | {"id": entry.id, "status": SubjectStatus.ACTIVE, "changed_at": now}
            for entry in some
        ]
        session.execute(update(Subject), rows)
        session.execute(update(own), [_own(entry) for entry in some])


def _subject_defaults(now: datetime) -> dict[str, Any]:
    return {
        "name_en": "",
        "service_type": None,
        "site": "",
        "status": SubjectStatus.ACTIVE,
        "created_at": now,
        "changed_at": now,
    }


def _own_defaults(own: type[SQLModel]) -> dict[str, Any]:
    return {"photo": ""} if own is Employee else {}


def _own(entry: Entry) -> dict[str, Any]:
    return entry.own | {"subject_id": entry.id}


def _close_stays(session: Session, subject_ids: list[int], now: datetime) -> None:
    for some in _batches(subject_ids):
        session.execute(
            update(SubjectUnit)
            .where(col(SubjectUnit.subject_id).in_(some), col(SubjectUnit.until_at).is_(None))
            .values(until_at=now)
        )


def _open_stays(session: Session, stays: list[tuple[int, int]], now: datetime) -> None:
    for some in _batches(stays):
        rows = [{"subject_id": s, "unit_id": u, "from_at": now, "until_at": None} for s, u in some]
        session.execute(insert(SubjectUnit), rows)


def _mark_left(session: Session, subject_ids: list[int], now: datetime) -> None:
    for some in _batches(subject_ids):
        session.execute(
            update(Subject)
            .where(col(Subject.id).in_(some))
            .values(status=SubjectStatus.LEFT, changed_at=now)
        )


def _link_lines(session: Session, plan: Plan) -> None:
    touched = [entry for entry in plan.new + plan.changed if entry.lines is not None]
    if not touched:
        return
    ids = {
        (organisation_id, fold_code(code)): subject_id
        for organisation_id, code, subject_id in session.execute(
            select(col(Facility.organisation_id), col(Facility.code), col(Facility.subject_id))
        )
    }
    for some in _batches(touched):
        known = [entry.id for entry in some]
        session.execute(delete(FacilityLine).where(col(FacilityLine.facility_id).in_(known)))
        rows = [
            {"facility_id": entry.id, "line_id": ids[line], "place": entry.row}
            for entry in some
            for line in entry.lines or ()
        ]
        if rows:
            session.execute(insert(FacilityLine), rows)


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]
