"""What inspection watches: copies, what is late by unit, false fixes, excused deadlines."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app.cases.conflicts import visible
from app.cases.filters import View, in_view
from app.cases.models import BreachExcuse, Case
from app.cases.planning import lacking_plan
from app.directory.models import Unit
from app.people.models import Account
from app.rights import Person

__all__ = ["EXCUSED", "Excused", "UnitWatch", "excused", "watch"]

EXCUSED = 50


@dataclass(frozen=True, slots=True)
class UnitWatch:
    """One unit as inspection sees it; without an id what lies with the city."""

    unit_id: int | None
    name_fa: str
    name_en: str
    copies: int
    own: int
    late: int
    raised: int
    planless: int
    bounced: int
    answered: int
    false_fixed: int
    excused: int

    @property
    def false_share(self) -> int | None:
        """Percent of the answered cases whose fix the citizen denied."""
        return round(100 * self.false_fixed / self.answered) if self.answered else None


@dataclass(frozen=True, slots=True)
class Excused:
    """One missed deadline that a corrected calendar excuses; the breach stays on record."""

    code: str
    unit_fa: str
    unit_en: str
    calendar: str
    day: date
    reason: str
    due_at: datetime
    restated_due_at: datetime
    by_fa: str
    by_en: str


def watch(
    session: Session, person: Person, *, since: datetime, until: datetime, now: datetime
) -> list[UnitWatch]:
    """Return the units below this person, most late first; one statement.

    Args:
        session: Read only here.
        person: The reader; the conflict set is applied.
        since: Answers, false fixes and excuses are counted for cases registered from here.
        until: First instant after that period.
        now: For what is late.
    """
    at_work = in_view(View.ALL, person, now)
    ours = sa.or_(col(Case.to_inspection), col(Case.inspection_owns))
    unanswered = col(Case.answered_at).is_(None)
    period = sa.and_(col(Case.registered_at) >= since, col(Case.registered_at) < until)
    answered = sa.and_(period, col(Case.first_answered_at).is_not(None))
    forgiven = sa.exists().where(col(BreachExcuse.case_id) == col(Case.id))
    rows = session.execute(
        sa.select(
            col(Case.unit_id),
            sa.func.max(col(Unit.name_fa)),
            sa.func.max(col(Unit.name_en)),
            _sum(sa.and_(at_work, sa.not_(ours))),
            _sum(sa.and_(at_work, ours)),
            _sum(sa.and_(at_work, unanswered, col(Case.due_at) <= now)),
            _sum(sa.and_(at_work, col(Case.level) > 0)),
            _sum(lacking_plan()),
            _sum(sa.and_(period, col(Case.bounces) > 0)),
            _sum(answered),
            _sum(sa.and_(period, col(Case.false_fixes) > 0)),
            _sum(sa.and_(period, forgiven)),
        )
        .select_from(Case)
        .outerjoin(Unit, col(Unit.id) == col(Case.unit_id))
        .where(visible(person), sa.or_(at_work, period, lacking_plan()))
        .group_by(col(Case.unit_id))
    )
    found = [_unit(row) for row in rows]
    return sorted(found, key=lambda one: (-one.late, -one.raised, -one.copies, one.unit_id or 0))


def excused(
    session: Session, person: Person, *, since: datetime, until: datetime, limit: int = EXCUSED
) -> list[Excused]:
    """Return the excused deadlines of a period, newest first; one statement."""
    rows = session.execute(
        sa.select(
            col(Case.tracking_code),
            sa.func.coalesce(col(Unit.name_fa), ""),
            sa.func.coalesce(col(Unit.name_en), ""),
            col(BreachExcuse.calendar),
            col(BreachExcuse.day),
            col(BreachExcuse.reason),
            col(BreachExcuse.due_at),
            col(BreachExcuse.restated_due_at),
            sa.func.coalesce(col(Account.name_fa), ""),
            sa.func.coalesce(col(Account.name_en), ""),
        )
        .join(Case, col(Case.id) == col(BreachExcuse.case_id))
        .outerjoin(Unit, col(Unit.id) == col(Case.unit_id))
        .outerjoin(Account, col(Account.id) == col(BreachExcuse.decided_by))
        .where(visible(person), col(BreachExcuse.at) >= since, col(BreachExcuse.at) < until)
        .order_by(col(BreachExcuse.id).desc())
        .limit(limit)
    )
    return [Excused(*row) for row in rows]


def _unit(row: Any) -> UnitWatch:
    unit_id, name_fa, name_en, *numbers = row
    return UnitWatch(unit_id, name_fa or "", name_en or "", *(int(n or 0) for n in numbers))


def _sum(condition: Any) -> Any:
    return sa.func.sum(sa.case((condition, 1), else_=0))
