"""Two cases about the same thing joined (T15), and taken apart again within a week.

Only the file is joined: each citizen keeps the own code, and neither learns of the other.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from app.cases import telling
from app.cases.conflicts import coded, visible
from app.cases.models import Case
from app.cases.moving import Hand, locked, move, role_for
from app.cases.routing import concerned, nearest
from app.cases.rules import OPEN, CaseRole, CaseState
from app.cases.turn import Turn, take
from app.errors import Invalid, Refused
from app.rights import Person, Role

__all__ = ["UNDO", "merge", "set_free", "unmerge"]

UNDO = timedelta(days=7)


def merge(
    session: Session,
    code: str,
    *,
    master_code: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Case:
    """Join a case to an open one about the same person, place or unit (T15).

    The clock stands aside while it is joined and stands where it stood when it is taken apart.

    Raises:
        Missing: No such case.
        Invalid: ``master_unknown``: no other open case with this code is visible here.
        Refused: ``move``, ``changed_meanwhile``; ``not_alike``: subject and unit differ.
    """
    turn = take(session, code, CaseState.MERGED, by=by, now=now, version=version)
    case = turn.case
    master = session.exec(select(Case).where(coded(master_code), visible(by))).first()
    if master is None or master.id == case.id or master.state not in OPEN:
        raise Invalid("master_unknown", field="master")
    if not _alike(case, master):
        raise Refused("not_alike")
    case.master_id, case.merged_from, case.answered_at = master.id, case.state.value, now
    number = master.tracking_code
    return turn.move("merged", internal=number, master=number)


def unmerge(
    session: Session, code: str, *, by: Person, now: datetime, version: int | None = None
) -> Case:
    """Take a joined case apart again, as it stood (T15).

    Raises:
        Missing: No such case.
        Refused: ``move``, ``changed_meanwhile``; ``week_over``: joined more than 7 days ago.
    """
    case = locked(session, code, by, version)
    before = _stood(case)
    turn = Turn(session, case, before, role_for(case, before, by), now)
    if case.closed_at is not None and now - case.closed_at > UNDO:
        raise Refused("week_over")
    _part(case)
    return turn.move("unmerged")


def set_free(session: Session, master: Case, *, now: datetime) -> int:
    """Let the cases joined to a withdrawn one stand by themselves again; return how many.

    The others never asked that the matter be dropped.
    """
    found = select(Case).where(Case.master_id == master.id, Case.state == CaseState.MERGED)
    children = session.exec(found.with_for_update(of=Case)).all()
    for child in children:
        before = _stood(child)
        _part(child)
        move(session, child, before, Hand(CaseRole.SYS), "unmerged", now=now)
        people = concerned(session, child, (Role.SPECIAL_TEAM, Role.INSPECTOR))
        told = nearest(people, Role.SPECIAL_TEAM) or people
        telling.tell_staff(session, child, "S01", told, event=f"freed:{child.version}", now=now)
    return len(children)


def _stood(case: Case) -> CaseState:
    return CaseState(case.merged_from) if case.merged_from else CaseState.REFERRED


def _part(case: Case) -> None:
    case.master_id, case.merged_from, case.answered_at = None, "", None


def _alike(case: Case, master: Case) -> bool:
    if case.subject_id is not None:
        return case.subject_id == master.subject_id
    return case.unit_id == master.unit_id
