"""What time does to findings: silence counts as heard, a decision without appeal becomes final.

Each finding in a unit of work of its own, locked; everything here may be repeated.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from app.cases import telling
from app.cases.findings.models import Finding
from app.cases.findings.people import inspectors, owners
from app.cases.findings.states import FindingState
from app.cases.findings.turn import FindingTurn, by_product
from app.db import Database

__all__ = ["keep_time"]

_OPEN = (
    FindingState.ALLEGED,
    FindingState.NOTIFIED,
    FindingState.REPLIED,
    FindingState.EXPIRED,
    FindingState.PROPOSED,
)


def keep_time(db: Database, *, now: datetime) -> int:
    """Do to every finding what its time asks for; return how many steps that were."""
    unheard = (col(Finding.state) == FindingState.NOTIFIED) & (col(Finding.reply_due_at) <= now)
    settled = (col(Finding.state) == FindingState.DECIDED) & (col(Finding.appeal_until) <= now)
    halfway = (
        col(Finding.state).in_(_OPEN)
        & (col(Finding.interim_at) <= now)
        & col(Finding.interim_told).is_(False)
    )
    return (
        _each(db, unheard, FindingState.EXPIRED, _expire, now)
        + _each(db, settled, FindingState.FINAL, _settle, now)
        + _each(db, halfway, FindingState.PROPOSED, _report, now)
    )


def _expire(turn: FindingTurn) -> None:
    if turn.finding.state is FindingState.NOTIFIED:
        turn.step()
        turn.tell(owners(turn.session, turn.case), "S14", due=turn.finding.due_at)


def _settle(turn: FindingTurn) -> None:
    if turn.finding.state is FindingState.DECIDED:
        turn.finding.final_at = turn.now
        turn.step()


def _report(turn: FindingTurn) -> None:
    """Tell the citizen after five working days that it is still examined, and inspection too."""
    finding = turn.finding
    if finding.interim_told or finding.state not in _OPEN:
        return
    finding.interim_told = True
    turn.session.add(finding)
    event, due = "finding:interim", finding.due_at.isoformat()
    if turn.now < finding.due_at:
        telling.tell_citizen(turn.session, turn.case, "C21", event=event, now=turn.now, due=due)
    people = inspectors(turn.session, turn.case)
    telling.tell_staff(turn.session, turn.case, "S14", people, event=event, now=turn.now, due=due)


def _each(
    db: Database,
    wanted: ColumnElement[bool],
    new: FindingState,
    work: Callable[[FindingTurn], None],
    now: datetime,
) -> int:
    with db.reading() as session:
        found = select(Finding.case_id).where(wanted).order_by(col(Finding.id))
        ids = list(session.exec(found))
    for case_id in ids:
        with db.writing() as session:
            work(by_product(session, case_id, new, now=now))
    return len(ids)
