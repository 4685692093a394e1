"""Reads of "you said, we did": the page of a place, the list of the desk, places to choose."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session, col

from app.badges.models import Badge
from app.badges.scope import in_reach
from app.cases.publishing.models import PublicAction
from app.directory.models import Facility, FacilityKind, Subject, Unit
from app.directory.rules import EMPLOYEE, SubjectStatus
from app.errors import Missing

__all__ = [
    "PAGE",
    "ActionRow",
    "Place",
    "actions_of",
    "place",
    "place_behind",
    "places",
    "published",
]

PAGE = 20
PLACES_MOST = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """A place the public may ask about."""

    id: int
    public_id: str
    kind: str
    code: str
    name_fa: str
    name_en: str
    kind_name_fa: str
    kind_name_en: str
    unit_name_fa: str
    unit_name_en: str
    address: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One published sentence; the names are those of its place, for the desk's list."""

    id: int
    public_id: str
    said_fa: str
    said_en: str
    done_fa: str
    done_en: str
    published_at: datetime
    withdrawn_at: datetime | None
    name_fa: str
    name_en: str
    place_id: str


def place(session: Session, public_id: str) -> Place:
    """Return an open place; one statement.

    Raises:
        Missing: There is none; a person has no such page.
    """
    row = session.execute(_places(col(Subject.public_id) == public_id)).first()
    if row is None:
        raise Missing("unknown")
    return Place(*row)


def place_behind(session: Session, serial: str) -> str:
    """Return the public id of the place a badge speaks for, whatever became of the badge.

    Raises:
        Missing: No such badge, or it is a person's.
    """
    found = (
        select(col(Subject.public_id))
        .join(Badge, col(Badge.subject_id) == col(Subject.id))
        .where(col(Badge.serial) == serial, col(Subject.kind) != EMPLOYEE)
    )
    public_id = session.execute(found).scalar()
    if public_id is None:
        raise Missing("unknown")
    return str(public_id)


def places(session: Session, roots: tuple[str, ...]) -> list[Place]:
    """Return the places within reach in the order of their names; one statement."""
    found = _places(in_reach(roots)).order_by(col(Subject.sort_key)).limit(PLACES_MOST)
    return [Place(*row) for row in session.execute(found)]


def actions_of(
    session: Session, subject_id: int, *, before: int = 0, limit: int = PAGE
) -> list[ActionRow]:
    """Return what stands on the page of a place, newest first, one more if there is a next page."""
    wanted = [col(PublicAction.subject_id) == subject_id, col(PublicAction.withdrawn_at).is_(None)]
    return _rows(session, wanted, before, limit)


def published(
    session: Session, roots: tuple[str, ...], *, before: int = 0, limit: int = PAGE
) -> list[ActionRow]:
    """Return what the desks within reach published, taken back or not, newest first."""
    return _rows(session, [in_reach(roots)], before, limit)


def _rows(
    session: Session, wanted: list[ColumnElement[bool]], before: int, limit: int
) -> list[ActionRow]:
    action = PublicAction
    columns: tuple[Any, ...] = (
        action.id, action.public_id, action.said_fa, action.said_en, action.done_fa,
        action.done_en, action.published_at, action.withdrawn_at, Subject.name_fa,
        Subject.name_en, Subject.public_id,
    )  # fmt: skip
    found = (
        select(*columns)
        .join(Subject, col(Subject.id) == col(action.subject_id))
        .where(*wanted)
        .order_by(col(action.id).desc())
        .limit(limit + 1)
    )
    if before:
        found = found.where(col(action.id) < before)
    return [ActionRow(*row) for row in session.execute(found)]


def _places(*wanted: ColumnElement[bool]) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Subject.id, Subject.public_id, Subject.kind, Subject.code, Subject.name_fa,
        Subject.name_en, FacilityKind.name_fa, FacilityKind.name_en, Unit.name_fa, Unit.name_en,
        Facility.address,
    )  # fmt: skip
    return (
        select(*columns)
        .join(Facility, col(Facility.subject_id) == col(Subject.id))
        .join(FacilityKind, col(FacilityKind.code) == col(Facility.kind))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(
            col(Subject.kind) != EMPLOYEE,
            col(Subject.status) == SubjectStatus.ACTIVE,
            *wanted,
        )
    )
