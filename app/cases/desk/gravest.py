"""What stands on the dashboard of the mayor's desk: units by name whose cases reached level 4."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from app.cases.conflicts import visible
from app.cases.models import Case
from app.cases.planning import lacking_plan
from app.cases.rules import OPEN
from app.directory.models import Unit
from app.rights import Person

__all__ = ["GRAVE", "GraveUnit", "gravest"]

GRAVE = 4


@dataclass(frozen=True, slots=True)
class GraveUnit:
    """One unit with open cases at three times the promised time; without an id the city."""

    unit_id: int | None
    name_fa: str
    name_en: str
    cases: int
    planless: int
    with_inspection: int
    oldest_due_at: datetime


def gravest(session: Session, person: Person) -> list[GraveUnit]:
    """Return the units of this reader's cases at level 4, most first; one statement.

    A case leaves the list with its answer; what the reader must not know of is not counted.
    """
    count = sa.func.count(col(Case.id))
    oldest = sa.func.min(col(Case.due_at))
    rows = session.execute(
        sa.select(
            col(Case.unit_id),
            sa.func.coalesce(sa.func.max(col(Unit.name_fa)), ""),
            sa.func.coalesce(sa.func.max(col(Unit.name_en)), ""),
            count,
            sa.func.sum(sa.case((lacking_plan(), 1), else_=0)),
            sa.func.sum(sa.case((col(Case.inspection_owns), 1), else_=0)),
            oldest,
        )
        .select_from(Case)
        .outerjoin(Unit, col(Unit.id) == col(Case.unit_id))
        .where(
            visible(person),
            col(Case.level) >= GRAVE,
            col(Case.state).in_(OPEN),
            col(Case.answered_at).is_(None),
        )
        .group_by(col(Case.unit_id))
        .order_by(count.desc(), oldest, col(Case.unit_id))
    )
    return [GraveUnit(*row) for row in rows]
