"""The unit tree as it is stored, for placing rows: by code in any spelling, by id, by subtree."""

from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from app.directory.importing.plan import Faults, Options, Scope
from app.directory.models import Unit
from app.directory.rules import within
from app.errors import Missing
from app.text import fold_code

__all__ = ["KnownUnit", "KnownUnits", "load_units"]


class KnownUnit(NamedTuple):
    """One stored unit."""

    id: int
    code: str
    organisation_id: int
    path: str
    active: bool


class KnownUnits:
    """Every stored unit, and what an import may do with them."""

    def __init__(self, units: list[KnownUnit], options: Options) -> None:
        self._reach = options.reach
        self.by_code = {fold_code(unit.code): unit for unit in units}
        self.by_id = {unit.id: unit for unit in units}
        self.default = self._named("unit", options.unit) if options.unit else None
        self.scope = self._scope(options)

    def place(self, row: int, text: str, otherwise: int | None, faults: Faults) -> KnownUnit | None:
        """Return the unit of a row: named there, else the default, else where it is stored.

        A unit that is unknown, closed, or outside scope or reach refuses the row.
        """
        unit = self.by_code.get(fold_code(text)) if fold_code(text) else self.default
        if unit is None and not fold_code(text) and otherwise is not None:
            unit = self.by_id.get(otherwise)
        if unit is None:
            code = "unit_unknown" if fold_code(text) else "missing"
            faults.add(row, "unit_code", code, value=text[:80])
            return None
        if fault := self._fault(unit):
            faults.add(row, "unit_code", fault, value=unit.code)
            return None
        return unit

    def may_take(self, unit_id: int) -> bool:
        """Return whether what is stored in this unit is the officer's to change."""
        return self._reach is None or within(self.by_id[unit_id].path, self._reach)

    def in_scope(self, unit_id: int) -> bool:
        """Return whether the file speaks for this unit."""
        return self.scope is not None and within(self.by_id[unit_id].path, (self.scope.path,))

    def _fault(self, unit: KnownUnit) -> str:
        if not unit.active:
            return "unit_closed"
        if self.scope and not within(unit.path, (self.scope.path,)):
            return "outside_scope"
        if self._reach is not None and not within(unit.path, self._reach):
            return "outside_reach"
        return ""

    def _named(self, option: str, code: str) -> KnownUnit:
        unit = self.by_code.get(fold_code(code))
        if unit is None or not (self._reach is None or within(unit.path, self._reach)):
            raise Missing("unit_unknown", values={"value": code[:80], "option": option})
        return unit

    def _scope(self, options: Options) -> Scope | None:
        if not options.scope:
            return None
        unit = self._named("scope", options.scope)
        return Scope(unit.id, unit.code, unit.path)


def load_units(session: Session, options: Options) -> KnownUnits:
    """Read the tree.

    Raises:
        Missing: The scope or the default unit is unknown, or out of reach.
    """
    rows = session.execute(
        select(
            col(Unit.id),
            col(Unit.code),
            col(Unit.organisation_id),
            col(Unit.path),
            col(Unit.active),
        )
    ).all()
    return KnownUnits([KnownUnit(*row) for row in rows], options)
