"""The load of a desk: who has how much, what is late, what ends today, who is away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app.cases.conflicts import visible
from app.cases.filters import View, in_view, midnight_after
from app.cases.models import Absence, Case
from app.cases.states import CaseState
from app.people.models import Account
from app.rights import Person

__all__ = ["LoadRow", "load"]


@dataclass(frozen=True, slots=True)
class LoadRow:
    """The open cases of one handler, or (id 0) of nobody; ``oldest_at`` is the first due hour."""

    handler_id: int
    name_fa: str
    name_en: str
    open: int
    late: int
    today: int
    waiting: int
    raised: int
    oldest_at: datetime | None
    away_until: datetime | None


def load(session: Session, person: Person, *, now: datetime) -> list[LoadRow]:
    """Return the load of everybody whose cases this person sees, most late first; two statements.

    Cases that do not exist for the reader are not counted.
    """
    tonight = midnight_after(now)
    unanswered = col(Case.answered_at).is_(None)
    waits = col(Case.state).in_([CaseState.WAITING_CITIZEN, CaseState.FIX_CLAIMED])
    at_work = in_view(View.ALL, person, now)
    ends_today = sa.and_(unanswered, col(Case.due_at) > now, col(Case.due_at) <= tonight)
    late = sa.and_(unanswered, col(Case.due_at) <= now)
    rows = session.execute(
        sa.select(
            col(Case.handler_id),
            sa.func.max(col(Account.name_fa)),
            sa.func.max(col(Account.name_en)),
            _sum(at_work),
            _sum(sa.and_(at_work, late)),
            _sum(sa.and_(at_work, ends_today)),
            _sum(waits),
            _sum(sa.and_(at_work, col(Case.level) > 0)),
            sa.func.min(sa.case((sa.and_(at_work, unanswered), col(Case.due_at)))),
        )
        .select_from(Case)
        .outerjoin(Account, col(Account.id) == col(Case.handler_id))
        .where(visible(person), sa.or_(at_work, waits))
        .group_by(col(Case.handler_id))
    ).all()
    away = _away(session, [row[0] for row in rows if row[0]], now)
    found = [_row(row, away.get(row[0])) for row in rows]
    return sorted(found, key=lambda one: (-one.late, -one.today, -one.open, one.handler_id))


def _row(row: Any, away_until: datetime | None) -> LoadRow:
    handler, name_fa, name_en, *numbers, oldest = row
    working, late, today, waiting, raised = (int(number or 0) for number in numbers)
    return LoadRow(
        handler or 0,
        name_fa or "",
        name_en or "",
        open=working,
        late=late,
        today=today,
        waiting=waiting,
        raised=raised,
        oldest_at=oldest,
        away_until=away_until,
    )


def _away(session: Session, ids: list[int], now: datetime) -> dict[int, datetime]:
    found = sa.select(col(Absence.account_id), sa.func.max(col(Absence.until_at))).where(
        col(Absence.account_id).in_(ids),
        col(Absence.from_at) <= now,
        col(Absence.until_at) > now,
    )
    return {row[0]: row[1] for row in session.execute(found.group_by(col(Absence.account_id)))}


def _sum(condition: Any) -> Any:
    return sa.func.sum(sa.case((condition, 1), else_=0))
