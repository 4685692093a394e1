"""Planning a unit tree: parents may follow their children; no orphan, no cycle gets in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from app.directory.importing.cells import RowCells
from app.directory.importing.known import KnownUnits, load_units
from app.directory.importing.plan import Entry, Faults, Options, Plan
from app.directory.importing.reading import Source
from app.directory.models import Organisation, Unit
from app.directory.naming import unit_search
from app.directory.reference import DEFAULT_ORGANISATION
from app.directory.rules import MAX_DEPTH, within
from app.text import fold_code

__all__ = ["plan_units"]


@dataclass(slots=True)
class _Node:
    """A unit as it would be after the import; ``cells`` is its row in the file, if it has one."""

    code: str
    parent: str
    organisation: str
    stored: Unit | None = None
    cells: RowCells | None = None
    common: dict[str, Any] | None = None


def plan_units(session: Session, source: Source, options: Options) -> Plan:
    """Compare a unit tree with the one stored; writes nothing.

    Raises:
        Invalid: The file is not what it should be.
        Missing: Scope or default unit unknown.
    """
    stored = list(session.exec(select(Unit)))
    organisations = dict(session.exec(select(Organisation.id, Organisation.code)).all())
    return _Tree(stored, organisations, load_units(session, options), source, options).plan()


class _Tree:
    def __init__(
        self,
        stored: list[Unit],
        organisations: dict[int | None, str],
        known: KnownUnits,
        source: Source,
        options: Options,
    ) -> None:
        self._known, self._source, self._options = known, source, options
        self._organisations = organisations
        self._faults = Faults(source.columns)
        self._codes = {unit.id: unit.code_folded for unit in stored}
        self._stored = {unit.code_folded: self._as_stored(unit) for unit in stored}
        self._nodes = dict(self._stored)
        self._seen: dict[str, int] = {}

    def plan(self) -> Plan:
        for row, values in self._source.rows:
            self._read(RowCells(row, values, self._faults))
        while self._hang_all():
            self._drop_refused()
        return self._sorted_out()

    def _as_stored(self, unit: Unit) -> _Node:
        parent = self._codes.get(unit.parent_id, "")
        return _Node(unit.code, parent, self._organisations[unit.organisation_id], unit)

    def _rows(self) -> Iterator[tuple[str, _Node]]:
        return ((key, node) for key, node in list(self._nodes.items()) if node.cells)

    def _read(self, cells: RowCells) -> None:
        code = cells.code("code")
        key = fold_code(code)
        if key and (first := self._seen.setdefault(key, cells.row)) != cells.row:
            cells.refuse("code", "twice", first=first)
        old = self._stored.get(key)
        unit = old.stored if old else None
        name_fa = cells.text("name_fa", limit=200, needed=True)
        name_en = cells.text("name_en", unit.name_en if unit else "", limit=200)
        organisation = cells.text("organisation_code", limit=40)
        if cells.refused:
            return
        common = {"code": code, "code_folded": key, "name_fa": name_fa, "name_en": name_en}
        common["search"] = unit_search(name_fa, name_en, code)
        parent = self._parent(cells, key, old)
        self._nodes[key] = _Node(code, parent, organisation, unit, cells, common)

    def _parent(self, cells: RowCells, key: str, old: _Node | None) -> str:
        """Return the folded code of the unit above; the scope itself stays where it hangs."""
        scope = self._known.scope
        if scope and key == fold_code(scope.code) and old:
            return old.parent
        if named := fold_code(cells.raw("parent_code")):
            return named
        if self._known.default and key != fold_code(self._known.default.code):
            return fold_code(self._known.default.code)
        return "" if cells.has("parent_code") or not old else old.parent

    def _hang_all(self) -> bool:
        """Check every row's place; return whether one was refused, so that others lose theirs."""
        refused = [self._hang(key, node) for key, node in self._rows()]
        return any(refused)

    def _hang(self, key: str, node: _Node) -> bool:
        """Check a row's place in the tree; return whether it was refused just now."""
        if node.cells is None or node.cells.refused:
            return False
        line = self._line(key)
        root = self._nodes.get(line[-1])
        cells = node.cells
        if root is None:
            unknown = line[-1] == node.parent and node.parent not in self._seen
            code = "parent_unknown" if unknown else "parent_refused"
            cells.refuse("parent_code", code, value=node.parent[:40])
        elif root.parent:
            if line[-1] == key:  # what merely hangs below a cycle is judged once that is broken
                cells.refuse("parent_code", "cycle")
        elif len(line) > MAX_DEPTH:
            cells.refuse("parent_code", "too_deep", limit=MAX_DEPTH)
        elif not self._own(line, node):
            cells.refuse(
                "code", "outside_scope" if self._known.scope else "outside_reach", value=node.code
            )
        else:
            self._agree(node, root)
        return cells.refused

    def _line(self, key: str) -> list[str]:
        """Return the codes from a unit upwards; it ends at a root, an unknown unit or a cycle."""
        line, met = [key], {key}
        while (node := self._nodes.get(line[-1])) and node.parent:
            line.append(node.parent)
            if node.parent in met:
                break
            met.add(node.parent)
        return line

    def _own(self, line: list[str], node: _Node) -> bool:
        """Return whether the officer may place a unit here and take it from where it was."""
        scope, reach = self._known.scope, self._options.reach
        was = node.stored.path if node.stored else None
        if scope and fold_code(scope.code) not in line:
            return False
        if scope and was is not None and not within(was, (scope.path,)):
            return False
        if reach is None:
            return True
        stays = was is not None and node.parent == self._stored[line[0]].parent
        known = [
            self._known.by_code[k].path for k in line[0 if stays else 1 :] if k in self._stored
        ]
        return bool(known) and within(known[0], reach) and (was is None or within(was, reach))

    def _agree(self, node: _Node, root: _Node) -> None:
        """Settle the organisation: a root says its own, everything below belongs to it."""
        assert node.cells is not None
        home = root.organisation or (
            self._organisations[root.stored.organisation_id]
            if root.stored
            else DEFAULT_ORGANISATION
        )
        named = node.organisation or home
        was = self._organisations[node.stored.organisation_id] if node.stored else home
        if named != home or was != home:
            node.cells.refuse("organisation_code", "other_organisation", value=home)
        node.organisation = home

    def _drop_refused(self) -> None:
        for key, node in self._rows():
            if node.cells and node.cells.refused:
                if key in self._stored:
                    self._nodes[key] = self._stored[key]
                else:
                    del self._nodes[key]

    def _sorted_out(self) -> Plan:
        plan = Plan(self._source.kind, self._source.name, self._source.file_hash, self._known.scope)
        for key, node in self._rows():
            self._note(plan, key, node)
        self._judge_left(plan)
        plan.refused, plan.refused_rows = self._faults.sorted(), len(self._faults.rows)
        return plan

    def _note(self, plan: Plan, key: str, node: _Node) -> None:
        assert node.cells is not None
        assert node.common is not None
        common = node.common | {"active": True}
        entry = Entry(node.cells.row, key, None, common, parent=node.parent)
        if node.organisation not in self._organisations.values():
            plan.organisations.setdefault(node.organisation, common["name_fa"])
        entry.own = {"organisation": node.organisation}
        if node.stored is None:
            plan.new.append(entry)
            return
        entry.id = node.stored.id
        entry.moved = node.parent != self._stored[key].parent
        if entry.moved or any(getattr(node.stored, k) != v for k, v in common.items()):
            plan.changed.append(entry)
        else:
            plan.unchanged += 1

    def _judge_left(self, plan: Plan) -> None:
        scope = self._known.scope
        for key, node in self._stored.items():
            unit = node.stored
            if scope is None or unit is None or unit.id == scope.unit_id or not unit.active:
                continue
            if within(unit.path, (scope.path,)):
                plan.of += 1
                if key not in self._seen:
                    plan.left.append(unit.id or 0)
