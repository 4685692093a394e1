"""What every searchable list shares: the words asked for, the reader's reach, the page."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, not_, or_, tuple_
from sqlmodel import Session, col, select

from app.directory.models import Subject, Unit
from app.errors import Missing
from app.text import fold

__all__ = ["PAGE", "after_row", "path_of", "reaches_all", "unit_choices", "within", "worded"]

PAGE = 50


def within(paths: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a unit lies in one of the subtrees."""
    return or_(*(col(Unit.path).startswith(path) for path in paths)) if paths else false()


def worded(text: str) -> list[ColumnElement[bool]]:
    """Return one condition per word asked for; each must stand somewhere in the folded text."""
    words = fold(text).split()[:8]
    return [col(Subject.search).contains(word, autoescape=True) for word in words]


def after_row(session: Session, public_id: str) -> ColumnElement[bool]:
    """Return the condition that a row stands after this one in the order of names.

    Raises:
        Missing: No such row: the address was changed by hand.
    """
    last = session.exec(
        select(Subject.sort_key, Subject.id).where(Subject.public_id == public_id)
    ).first()
    if last is None:
        raise Missing("unknown")
    return tuple_(col(Subject.sort_key), col(Subject.id)) > tuple_(*last)


def path_of(session: Session, code: str, paths: Sequence[str]) -> str:
    """Return the path of a unit by its code.

    Raises:
        Missing: No such unit in these subtrees.
    """
    path = session.exec(select(Unit.path).where(Unit.code == code, within(paths))).first()
    if path is None:
        raise Missing("unknown")
    return path


def reaches_all(session: Session, paths: Sequence[str]) -> bool:
    """Return whether every unit of the city lies in these subtrees."""
    outside = select(Unit.id).where(Unit.path != "/", not_(within(paths))).limit(1)
    return session.exec(outside).first() is None


def unit_choices(session: Session, paths: Sequence[str]) -> list[tuple[str, str, str, int]]:
    """Return (code, name fa, name en, depth) of every unit in the subtrees, in tree order."""
    units = session.exec(select(Unit).where(within(paths)).order_by(col(Unit.path))).all()
    return [(unit.code, unit.name_fa, unit.name_en, unit.path.count("/") - 2) for unit in units]
