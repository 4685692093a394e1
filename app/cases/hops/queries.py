"""How long cases lie at each desk: the mean of the stays that ended, with their count."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from app.cases.conflicts import visible
from app.cases.hops.models import CaseHop
from app.cases.models import Case
from app.directory.models import Unit
from app.rights import Person

__all__ = ["StayRow", "stays"]


@dataclass(frozen=True, slots=True)
class StayRow:
    """One desk: how many stays ended in the period, and how long they took.

    Without a unit it is the special team's; ``inspection`` is inspection's own.
    """

    unit_fa: str
    unit_en: str
    inspection: bool
    stays: int
    mean_minutes: int
    longest_minutes: int


def stays(session: Session, person: Person, *, since: datetime, until: datetime) -> list[StayRow]:
    """Return the desks where visible cases lay, in the order of the tree; one statement."""
    found = (
        sa.select(
            sa.func.coalesce(col(Unit.name_fa), ""),
            sa.func.coalesce(col(Unit.name_en), ""),
            col(CaseHop.inspection),
            sa.func.count(),
            sa.func.avg(col(CaseHop.worked_seconds)),
            sa.func.max(col(CaseHop.worked_seconds)),
        )
        .join(Case, col(Case.id) == col(CaseHop.case_id))
        .outerjoin(Unit, col(Unit.id) == col(CaseHop.unit_id))
        .where(visible(person), col(CaseHop.until_at) >= since, col(CaseHop.until_at) < until)
        .group_by(col(Unit.path), col(Unit.name_fa), col(Unit.name_en), col(CaseHop.inspection))
        .order_by(col(Unit.path), col(CaseHop.inspection))
    )
    return [
        StayRow(fa, en, inspection, number, round(float(mean)) // 60, int(longest) // 60)
        for fa, en, inspection, number, mean, longest in session.execute(found)
    ]
