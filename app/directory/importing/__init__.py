"""Whole files into the directory: read, compared with what is stored, applied or not at all.

``open_source`` reads a file, ``plan_import`` compares it, ``apply_import`` writes the plan.  All
three may run in one unit of work; the first two write nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

from app import audit
from app.directory.importing.applying import apply_subjects
from app.directory.importing.applying_units import apply_units
from app.directory.importing.employees import plan_employees
from app.directory.importing.facilities import plan_facilities
from app.directory.importing.headers import FIELDS, parse_mapping
from app.directory.importing.limits import MAX_FILE, MAX_UPLOAD
from app.directory.importing.plan import Options, Plan, Refusal
from app.directory.importing.reading import Source, file_hash, open_source
from app.directory.importing.units import plan_units
from app.directory.models import ImportRun
from app.directory.rules import Kind
from app.errors import Refused

__all__ = [
    "FIELDS",
    "MAX_FILE",
    "MAX_UPLOAD",
    "After",
    "Kind",
    "Options",
    "Outcome",
    "Plan",
    "Refusal",
    "Source",
    "apply_import",
    "file_hash",
    "objection",
    "open_source",
    "parse_mapping",
    "plan_import",
]

_LOCK = 7_301_406
_PLANS = {
    Kind.UNITS: plan_units,
    Kind.EMPLOYEES: plan_employees,
    Kind.FACILITIES: plan_facilities,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an applied import did.

    Attributes:
        run_id: The import run.
        now: Aware instant of the import.
        actor_id: Account that imported, ``None`` on the command line.
        left_ids: Subjects who are no longer there; their badges are to be suspended.
        back_ids: Subjects who had left and are back; their badges are to be restored.
    """

    run_id: int
    now: datetime
    actor_id: int | None
    left_ids: tuple[int, ...] = ()
    back_ids: tuple[int, ...] = ()


After = Callable[[Session, Outcome], None]


def plan_import(session: Session, source: Source, options: Options) -> Plan:
    """Compare a file with what is stored; writes nothing.

    In a unit of work, other imports wait until it ends, so that the plan stays true.

    Raises:
        Invalid: The file is not what it should be.
        Missing: Scope or default unit unknown, or out of reach.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    return _PLANS[source.kind](session, source, options)


def objection(plan: Plan, *, skip_refused: bool, confirm_left: int | None) -> Refused | None:
    """Return why a plan may not be applied as it is, ``None`` when it may."""
    if plan.refused and not skip_refused:
        return Refused("rows_refused", values={"count": plan.refused_rows})
    if plan.asks_about_left and confirm_left != len(plan.left):
        return Refused("confirm_left", values={"count": len(plan.left), "of": plan.of})
    return None


def apply_import(
    session: Session,
    plan: Plan,
    *,
    actor_id: int | None,
    now: datetime,
    skip_refused: bool = False,
    confirm_left: int | None = None,
    after: After | None = None,
) -> Outcome:
    """Write a plan made in the same unit of work: all of it, or nothing.

    Args:
        session: Open unit of work; flushed, never committed.
        plan: What ``plan_import`` found.
        actor_id: Account that imports, ``None`` on the command line; goes to the staff log.
        now: Aware instant.
        skip_refused: Leave refused rows out instead of refusing the file.
        confirm_left: The number of those who left, where it is over five in a hundred.
        after: Called with the outcome before the end, for what higher features do about it.

    Raises:
        Refused: See ``objection``.
    """
    if no := objection(plan, skip_refused=skip_refused, confirm_left=confirm_left):
        raise no
    if plan.kind is Kind.UNITS:
        apply_units(session, plan)
    else:
        apply_subjects(session, plan, now=now)
    left, back = _gone_and_back(plan)
    outcome = Outcome(_record(session, plan, actor_id, now), now, actor_id, left, back)
    if after is not None:
        after(session, outcome)
    return outcome


def _gone_and_back(plan: Plan) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if plan.kind is Kind.UNITS:
        return (), ()
    return tuple(plan.left), tuple(entry.id or 0 for entry in plan.changed if entry.back)


def _record(session: Session, plan: Plan, actor_id: int | None, now: datetime) -> int:
    counts = {
        "new": len(plan.new),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "left": len(plan.left),
        "refused": plan.refused_rows,
    }
    run = ImportRun(
        kind=plan.kind,
        file_name=plan.file_name,
        file_hash=plan.file_hash,
        scope_unit_id=plan.scope.unit_id if plan.scope else None,
        made_by=actor_id,
        made_at=now,
        **counts,
    )
    session.add(run)
    session.flush()
    detail = {"file": plan.file_name, "hash": plan.file_hash, **counts}
    audit.append(
        session,
        f"import.{plan.kind}",
        actor_id=actor_id,
        now=now,
        object=f"import:{run.id}",
        detail=detail,
    )
    return run.id or 0
