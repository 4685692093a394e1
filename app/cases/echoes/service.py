"""Me too: one more voice for an open case about a place, instead of one more case."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.cases import telling
from app.cases.echoes.models import Echo
from app.cases.echoes.rules import MANY, voices
from app.cases.models import Case
from app.cases.moving import Hand, record
from app.cases.routing import concerned, nearest
from app.cases.states import CaseRole
from app.db import ensure
from app.rights import Role

__all__ = ["MANY", "join"]


def join(session: Session, case_id: int, *, submission: str, now: datetime) -> bool:
    """Count one more voice for a case, once a form; return whether it was new.

    At five voices the desk is told, and the case stands before others of its head in the inbox.

    Args:
        session: Open unit of work.
        case_id: The open case.
        submission: Submission key of the citizen's form.
        now: Aware instant.
    """
    found = select(Case).where(col(Case.id) == case_id).with_for_update(of=Case)
    case = session.exec(found.execution_options(populate_existing=True)).one()
    if not ensure(session, Echo(submission=submission, case_id=case_id, at=now)):
        return False
    case.echoes += 1
    session.add(case)
    if voices(case.echoes) == MANY:
        record(session, case, Hand(CaseRole.SYS), "many_voices", now=now)
        _tell_desk(session, case, now)
    return True


def _tell_desk(session: Session, case: Case, now: datetime) -> None:
    people = concerned(session, case, (Role.HANDLER, Role.SPECIAL_TEAM, Role.UNIT_MANAGER))
    own = [who for who in people if who.account_id == case.handler_id]
    told = own or nearest(people, Role.HANDLER) or nearest(people, Role.SPECIAL_TEAM)
    told += nearest(people, Role.UNIT_MANAGER)
    telling.tell_staff(session, case, "S17", told, event="many_voices", now=now)
