"""Whose badges have which design, and whose name is longest: what the desk shows of designs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from app.badges.models import BadgeDesign
from app.directory.models import Employee, Facility, Organisation, Subject, Unit
from app.directory.rules import SubjectStatus
from app.errors import Missing
from printables.design import HOUSE, Design, loads

__all__ = [
    "DesignRow",
    "Longest",
    "design_row",
    "design_rows",
    "longest_names",
]


@dataclass(frozen=True, slots=True)
class DesignRow:
    """An organisation and its design; version 0 is the house's own."""

    organisation_id: int
    code: str
    name_fa: str
    name_en: str
    version: int
    made_at: datetime | None
    design: Design


@dataclass(frozen=True, slots=True)
class Longest:
    """Words of the longest name of an organisation, for a preview."""

    kind: str
    name_fa: str
    name_en: str
    title: str
    unit_fa: str
    unit_en: str


def design_rows(session: Session, roots: Sequence[str]) -> list[DesignRow]:
    """Return the organisations whose whole tree lies in these subtrees, by name; two statements."""
    newest = (
        select(func.max(col(BadgeDesign.id)))
        .where(col(BadgeDesign.organisation_id) == col(Organisation.id))
        .correlate(Organisation)
        .scalar_subquery()
    )
    found = (
        select(Organisation, BadgeDesign)
        .outerjoin(BadgeDesign, col(BadgeDesign.id) == newest)
        .order_by(col(Organisation.name_fa), col(Organisation.id))
    )
    tops, reach = _tops(session), tuple(roots)
    return [
        _row(one, design)
        for one, design in session.execute(found)
        if (mine := tops.get(one.id or 0)) and all(top.startswith(reach) for top in mine)
    ]


def design_row(session: Session, code: str, roots: Sequence[str]) -> DesignRow:
    """Return one organisation with its design.

    Raises:
        Missing: There is none of this code, or it is out of reach.
    """
    for row in design_rows(session, roots):
        if row.code == code:
            return row
    raise Missing("unknown")


def longest_names(session: Session, organisation_id: int, within: str = "") -> list[Longest]:
    """Return who has the longest name among the employees, and which place, if there are any.

    Args:
        session: For reading.
        organisation_id: Whose badges.
        within: Path of the unit under which to look; empty is the whole organisation.
    """
    found = (
        select(Subject, Unit, col(Employee.job_title))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .outerjoin(Employee, col(Employee.subject_id) == col(Subject.id))
        .outerjoin(Facility, col(Facility.subject_id) == col(Subject.id))
        .where(
            col(Subject.organisation_id) == organisation_id,
            col(Subject.status) == SubjectStatus.ACTIVE,
            col(Unit.path).startswith(within, autoescape=True),
        )
        .order_by(func.length(col(Subject.name_fa)).desc(), col(Subject.id))
        .limit(1)
    )
    whom = (col(Employee.subject_id).is_not(None), col(Facility.subject_id).is_not(None))
    rows = [session.execute(found.where(kind)).first() for kind in whom]
    return [
        Longest(s.kind, s.name_fa, s.name_en, title or "", unit.name_fa, unit.name_en)
        for s, unit, title in (row for row in rows if row)
    ]


def _tops(session: Session) -> dict[int, list[str]]:
    """Return the paths of each organisation's topmost units."""
    above = select(col(Unit.id), col(Unit.organisation_id)).subquery()
    found = (
        select(col(Unit.organisation_id), col(Unit.path))
        .outerjoin(above, above.c.id == col(Unit.parent_id))
        .where(
            or_(
                col(Unit.parent_id).is_(None),
                above.c.organisation_id != col(Unit.organisation_id),
            )
        )
    )
    tops: dict[int, list[str]] = {}
    for organisation_id, path in session.execute(found):
        tops.setdefault(organisation_id, []).append(path)
    return tops


def _row(one: Organisation, row: BadgeDesign | None) -> DesignRow:
    return DesignRow(
        one.id or 0, one.code, one.name_fa, one.name_en,
        row.version if row else 0, row.made_at if row else None,
        loads(row.design) if row else HOUSE,
    )  # fmt: skip
