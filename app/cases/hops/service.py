"""Where a case lies is followed here: a stay ends when the case moves on or is answered."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.calendar.rules import working_time
from app.cases import clocks
from app.cases.hops.models import CaseHop
from app.cases.models import Case
from app.cases.states import CaseState
from app.quick_sql import Store, insert_unless_known

__all__ = ["begin", "follow"]


def begin(store: Store, case: Case, *, now: datetime) -> None:
    """Begin the first stay of a new case, where it lies."""
    unit_id, inspection = _desk(case)
    row = {"case_id": case.id, "unit_id": unit_id, "inspection": inspection, "from_at": now}
    insert_unless_known(store, CaseHop, row | {"until_at": None, "worked_seconds": 0})


def follow(session: Session, case: Case, *, now: datetime) -> None:
    """Close the stay of a case at the desk it left, and begin one where it lies now.

    Nothing happens while it lies where it lay.  The time is working time by the calendar of the
    case; it runs from arrival, so that waiting for a hand counts as much as work.
    """
    last = select(CaseHop).where(col(CaseHop.case_id) == case.id, col(CaseHop.until_at).is_(None))
    stay = session.exec(last).first()
    runs = case.answered_at is None and case.closed_at is None
    desk = _desk(case)
    if stay is not None and runs and (stay.unit_id, stay.inspection) == desk:
        return
    if stay is not None:
        calendar = clocks.calendar_of(session, case.calendar_id)
        worked = working_time(calendar, stay.from_at, now)
        stay.until_at, stay.worked_seconds = now, int(worked.total_seconds())
        session.add(stay)
    if runs:
        session.add(CaseHop(case_id=case.id or 0, unit_id=desk[0], inspection=desk[1], from_at=now))
    session.flush()


def _desk(case: Case) -> tuple[int | None, bool]:
    sent_back = case.state is CaseState.REGISTERED  # it waits for the special team
    return None if sent_back else case.unit_id, case.inspection_owns
