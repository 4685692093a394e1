"""What the clockwork does with cases: each case in a unit of work of its own, locked.

Everything here may be repeated: a step that was made is not made again.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.cases import asking
from app.cases.models import Case
from app.cases.rules import CaseState
from app.db import Database

__all__ = ["follow_questions"]

Work = Callable[[Session, Case], bool]


def follow_questions(db: Database, *, now: datetime) -> int:
    """Start, annul, remind of and end what waits for citizens; return how many cases changed."""

    def work(session: Session, case: Case) -> bool:
        followed = asking.follow(session, case, now=now)
        reminded = asking.remind(session, case, now=now)
        return asking.end_silence(session, case, now=now) or followed or reminded

    return _each(db, _ids(db, col(Case.state) == CaseState.WAITING_CITIZEN), work)


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
