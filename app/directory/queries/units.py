"""Reads of the tree of units."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlmodel import Session, col

from app.directory.models import Unit
from app.directory.queries.rows import UnitRow
from app.errors import Missing
from app.text import fold_code, sort_key

__all__ = ["managers_above", "unit_by_code", "unit_tree", "within"]


def unit_tree(session: Session, reach: Sequence[str] | None = None) -> list[UnitRow]:
    """Return the units in reach, each below its parent, siblings in Persian order."""
    statement = _units()
    if reach is not None:
        statement = statement.where(within(reach))
    rows = [UnitRow(*row) for row in session.execute(statement)]
    names = {row.id: f"{sort_key(row.name_fa)}\x00{row.id:09d}" for row in rows}

    def place(row: UnitRow) -> list[str]:
        return [names.get(int(part), "") for part in row.path.split("/") if part]

    return sorted(rows, key=place)


def unit_by_code(session: Session, code: str, reach: Sequence[str] | None = None) -> UnitRow:
    """Return a unit by its code in any spelling.

    Raises:
        Missing: No such unit in reach.
    """
    statement = _units().where(col(Unit.code_folded) == fold_code(code))
    if reach is not None:
        statement = statement.where(within(reach))
    row = session.execute(statement).first()
    if row is None:
        raise Missing("unit_unknown", values={"value": code[:80]})
    return UnitRow(*row)


def managers_above(session: Session, path: str) -> frozenset[int]:
    """Return the subject ids of those who lead a unit or any unit above it."""
    ids = [int(part) for part in path.split("/") if part]
    statement = select(col(Unit.manager_subject_id)).where(col(Unit.id).in_(ids))
    return frozenset(found for found in session.scalars(statement) if found is not None)


def within(reach: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a unit lies in one of the subtrees; no subtree, no unit."""
    return or_(false(), *(col(Unit.path).startswith(root, autoescape=True) for root in reach))


def _units() -> Select[Any]:
    columns: tuple[Any, ...] = (
        Unit.id,
        Unit.code,
        Unit.name_fa,
        Unit.name_en,
        Unit.path,
        Unit.organisation_id,
        Unit.parent_id,
        Unit.manager_subject_id,
        Unit.active,
    )
    return select(*columns)
