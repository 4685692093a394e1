"""Writing the units of a plan: agencies, new nodes, then every path that changed."""

from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from app.directory.importing.plan import Plan
from app.directory.models import Organisation, Unit

__all__ = ["apply_units"]


def apply_units(session: Session, plan: Plan) -> None:
    """Write the units of a plan inside the caller's unit of work; paths of subtrees follow."""
    organisations = _organisations(session, plan)
    entries = plan.new + plan.changed
    if plan.new:
        rows = [
            entry.common
            | {"organisation_id": organisations[entry.own["organisation"]]}
            | {"parent_id": None, "path": "", "manager_subject_id": None}
            for entry in plan.new
        ]
        session.execute(insert(Unit), rows)
    ids = dict(session.exec(select(Unit.code_folded, Unit.id)).all())
    rows = [
        entry.common
        | {"id": ids[entry.key], "parent_id": ids[entry.parent] if entry.parent else None}
        for entry in entries
    ]
    if rows:
        session.execute(update(Unit), rows)
    if plan.left:
        session.execute(update(Unit).where(col(Unit.id).in_(plan.left)).values(active=False))
    _write_paths(session)
    session.expire_all()


def _organisations(session: Session, plan: Plan) -> dict[str, int]:
    for code, name_fa in plan.organisations.items():
        session.add(Organisation(code=code, name_fa=name_fa))
    session.flush()
    found = session.exec(select(Organisation.code, Organisation.id)).all()
    return {code: organisation_id or 0 for code, organisation_id in found}


def _write_paths(session: Session) -> None:
    stored = session.exec(select(Unit.id, Unit.parent_id, Unit.path)).all()
    parents = {unit_id or 0: parent_id for unit_id, parent_id, _ in stored}
    paths: dict[int, str] = {}

    def path(unit_id: int) -> str:
        if unit_id not in paths:
            parent = parents[unit_id]
            paths[unit_id] = f"{path(parent) if parent else '/'}{unit_id}/"
        return paths[unit_id]

    rows: list[dict[str, Any]] = [
        {"id": unit_id, "path": path(unit_id or 0)}
        for unit_id, _, old in stored
        if path(unit_id or 0) != old
    ]
    if rows:
        session.execute(update(Unit), rows)
