"""What the clockwork does with cases: each case in a unit of work of its own, locked.

Everything here may be repeated: a step that was made is not made again.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.calendar.many import working_calendars
from app.calendar.queries import shipped
from app.cases import asking, calls, checking, ladder
from app.cases.models import Case, CaseRung
from app.cases.rules import CaseState
from app.cases.sampling import silence
from app.db import Database

__all__ = ["climb_ladders", "close_unreached", "follow_questions", "release_held"]

Work = Callable[[Session, Case], bool]


def follow_questions(db: Database, *, now: datetime) -> int:
    """Start, annul, remind of and end what waits for citizens; return how many cases changed."""

    def work(session: Session, case: Case) -> bool:
        followed = asking.follow(session, case, now=now)
        reminded = asking.remind(session, case, now=now)
        return asking.end_silence(session, case, now=now) or followed or reminded

    return _each(db, _ids(db, col(Case.state) == CaseState.WAITING_CITIZEN), work)


def climb_ladders(db: Database, *, now: datetime) -> int:
    """Let every case climb the rungs that are due; return how many did."""
    with db.reading() as session:
        open_ones = select(Case).where(col(Case.answered_at).is_(None))
        cases = session.exec(open_ones).all()
        calendars = working_calendars(session, {c.calendar_id for c in cases if c.calendar_id})
        rungs = _climbed(session)
        due = [
            case.id
            for case in cases
            if case.id is not None
            and ladder.due_rungs(
                case,
                calendars.get(case.calendar_id or 0) or shipped(),
                rungs.get((case.id, case.cycle), set()),
                now=now,
            )
        ]

    def work(session: Session, case: Case) -> bool:
        calendar = calendars.get(case.calendar_id or 0) or shipped()
        return ladder.climb(session, case, calendar, now=now)

    return _each(db, due, work)


def close_unreached(db: Database, *, now: datetime) -> int:
    """Follow the claimed fixes whose citizens keep silent, and close them in time; how many."""

    def work(session: Session, case: Case) -> bool:
        followed = silence.follow(session, case, now=now)
        return calls.close_unreached(session, case, now=now) or followed

    return _each(db, _ids(db, col(Case.state) == CaseState.FIX_CLAIMED), work)


def release_held(db: Database, *, now: datetime) -> int:
    """Let through what nobody confirmed in the content check within a working day."""
    return _each(
        db,
        _ids(db, col(Case.state) == CaseState.QUARANTINE),
        lambda session, case: checking.release_unconfirmed(session, case, now=now),
    )


def _climbed(session: Session) -> dict[tuple[int, int], set[tuple[str, int]]]:
    """Return the rungs the open cases have climbed, by case and cycle."""
    found: dict[tuple[int, int], set[tuple[str, int]]] = {}
    rows = select(CaseRung).join(Case, col(Case.id) == col(CaseRung.case_id))
    for row in session.exec(rows.where(col(Case.answered_at).is_(None))):
        found.setdefault((row.case_id, row.cycle), set()).add((row.clock, row.percent))
    return found


def _ids(db: Database, wanted: ColumnElement[bool]) -> list[int]:
    with db.reading() as session:
        found = session.exec(select(col(Case.id)).where(wanted).order_by(col(Case.id)))
        return [number for number in found if number is not None]


def _each(db: Database, ids: Iterable[int], work: Work) -> int:
    changed = 0
    for number in ids:
        with db.writing() as session:
            found = select(Case).where(Case.id == number).with_for_update(of=Case)
            case = session.exec(found).one()
            changed += work(session, case)
    return changed
