"""Reads of commendations: HR's list, one employee's, and what a symbol confirms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, false, func, or_, select
from sqlmodel import Session, col

from app.directory.models import Subject, Unit
from app.errors import Missing
from app.scores.letters.models import Commendation
from app.scores.letters.rules import LetterState, number_of

__all__ = ["Confirmed", "LetterRow", "confirmed", "letters", "letters_by_key", "letters_of", "one"]


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One line of a list of commendations."""

    public_id: str
    number: str
    subject: str
    name_fa: str
    name_en: str
    unit_fa: str
    unit_en: str
    state: LetterState
    language: str
    offered_at: datetime
    answered_at: datetime | None
    open_to_all: bool
    withdrawn_why: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a symbol on paper confirms; the name only if the employee let everybody read it."""

    number: str
    offered_at: datetime
    withdrawn_at: datetime | None
    name_fa: str
    name_en: str


def letters(
    session: Session, paths: Sequence[str], *, after: str = "", limit: int = 50
) -> list[LetterRow]:
    """Return commendations of these subtrees, newest first, one row more than ``limit``.

    Raises:
        Missing: No such last row.
    """
    inside = or_(*(col(Unit.path).startswith(path) for path in paths)) if paths else false()
    query = _rows().where(inside).order_by(col(Commendation.id).desc()).limit(limit + 1)
    if after:
        last = select(col(Commendation.id)).where(col(Commendation.public_id) == after)
        found = session.scalar(last)
        if found is None:
            raise Missing("unknown")
        query = query.where(col(Commendation.id) < found)
    return [_row(*found) for found in session.execute(query)]


def letters_of(session: Session, subject_id: int) -> list[LetterRow]:
    """Return the commendations of one employee, newest first; one statement."""
    query = _rows().where(col(Commendation.subject_id) == subject_id)
    newest = query.order_by(col(Commendation.id).desc())
    return [_row(*found) for found in session.execute(newest)]


def one(
    session: Session, public_id: str, *, paths: Sequence[str] = (), subject_id: int | None = None
) -> tuple[Commendation, LetterRow]:
    """Return a commendation within these subtrees, or of this employee.

    Raises:
        Missing: There is none, or it is out of reach.
    """
    inside = [col(Unit.path).startswith(path) for path in paths]
    if subject_id is not None:
        inside.append(col(Commendation.subject_id) == subject_id)
    query = _rows().where(
        col(Commendation.public_id) == public_id, or_(*inside) if inside else false()
    )
    found = session.execute(query).first()
    if found is None:
        raise Missing("unknown")
    return found[0], _row(*found)


def confirmed(session: Session, serial: str, key_id: int) -> Confirmed | None:
    """Return what the symbol of an accepted commendation confirms; one statement."""
    query = (
        select(Commendation, Subject)
        .join(Subject, col(Subject.id) == col(Commendation.subject_id))
        .where(
            col(Commendation.serial) == serial,
            col(Commendation.key_id) == key_id,
            col(Commendation.answered_at).is_not(None),
            col(Commendation.state).in_([LetterState.ACCEPTED, LetterState.WITHDRAWN]),
        )
    )
    found = session.execute(query).first()
    if found is None:
        return None
    row, subject = found
    names = (subject.name_fa, subject.name_en) if row.open_to_all else ("", "")
    return Confirmed(number_of(row.year, row.place), row.offered_at, row.withdrawn_at, *names)


def letters_by_key(session: Session) -> dict[int, int]:
    """Return how many commendations each key signed that still confirm something, by key id."""
    alive = col(Commendation.state).in_([LetterState.OFFERED, LetterState.ACCEPTED])
    rows = select(col(Commendation.key_id), func.count()).where(alive)
    return {row[0]: row[1] for row in session.execute(rows.group_by(col(Commendation.key_id)))}


def _rows() -> Select[Commendation, Subject, Unit]:
    return (
        select(Commendation, Subject, Unit)
        .join(Subject, col(Subject.id) == col(Commendation.subject_id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
    )


def _row(row: Commendation, subject: Subject, unit: Unit) -> LetterRow:
    return LetterRow(
        public_id=row.public_id, number=number_of(row.year, row.place),
        subject=subject.public_id, name_fa=subject.name_fa, name_en=subject.name_en,
        unit_fa=unit.name_fa, unit_en=unit.name_en, state=row.state,
        language=row.language.value, offered_at=row.offered_at, answered_at=row.answered_at,
        open_to_all=row.open_to_all, withdrawn_why=row.withdrawn_why,
    )  # fmt: skip
