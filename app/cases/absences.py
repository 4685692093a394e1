"""Absent handlers: their open cases go to the named substitute, or to the manager at once.

Nobody waits for who is away: a complaint citizens really make is that there was no substitute.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from app import audit
from app.cases import telling
from app.cases.handing import team_of
from app.cases.models import Absence, Case
from app.cases.moving import Hand, record
from app.cases.routing import concerned, nearest
from app.cases.rules import OPEN, CaseRole
from app.errors import Invalid
from app.rights import Person, Role

__all__ = ["announce", "hand_over"]


def announce(
    session: Session,
    *,
    account_id: int,
    until: datetime,
    substitute_id: int | None,
    by: Person,
    now: datetime,
) -> int:
    """Write down that somebody is away from now on, and hand their cases over; return how many.

    Raises:
        Invalid: ``until``: not in the future; ``substitute``: one cannot stand in for oneself.
    """
    if until <= now:
        raise Invalid("until", field="days")
    if substitute_id == account_id:
        raise Invalid("substitute", field="substitute_id")
    session.add(
        Absence(account_id=account_id, substitute_id=substitute_id, from_at=now, until_at=until)
    )
    detail = {"until": until.isoformat(), "substitute": substitute_id}
    audit.append(
        session,
        "case.absence",
        actor_id=by.id,
        now=now,
        object=f"account:{account_id}",
        detail=detail,
    )
    held = select(Case).where(Case.handler_id == account_id, col(Case.state).in_(OPEN))
    cases = session.exec(held.with_for_update(of=Case)).all()
    for case in cases:
        hand_over(session, case, substitute_id, now=now)
    return len(cases)


def hand_over(session: Session, case: Case, substitute_id: int | None, *, now: datetime) -> None:
    """Give a locked case to the substitute, if that person may have it, else to the manager."""
    team = [who for who in team_of(session, case) if who.account_id == substitute_id]
    allowed = [who for who in team if who.account_id != case.barred_id]
    case.handler_id = allowed[0].account_id if allowed else None
    case.offered_id = None
    case.version += 1
    record(session, case, Hand(CaseRole.SYS), "substituted", now=now)
    people = allowed or nearest(
        concerned(session, case, (Role.UNIT_MANAGER, Role.INSPECTOR)), Role.UNIT_MANAGER
    )
    telling.tell_staff(session, case, "S01", people, event=f"absent:{case.version}", now=now)
