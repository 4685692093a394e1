"""The escalation ladder: what happens at which share of the answer's working time.

A rung is written down with its notices in one unit of work, so that it fires once, whatever stops
in between.  After an absence the missed rungs are written in their order, and each person gets one
message, the weightiest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from app.calendar.rules import WorkingCalendar, due_after, working_time
from app.cases import telling
from app.cases.hops.service import follow
from app.cases.models import Case, CaseRung
from app.cases.moving import Hand, record
from app.cases.posts import holder
from app.cases.routing import Colleague, concerned, nearest
from app.cases.rules import OPEN, TERMS, CaseRole, Post
from app.notices.rules import NoticeChannel
from app.rights import Role

__all__ = ["RUNGS", "UNASSIGNED", "Rung", "climb", "due_rungs", "reached"]

UNASSIGNED = timedelta(minutes=15)
_ROLES = (Role.HANDLER, Role.SPECIAL_TEAM, Role.UNIT_MANAGER, Role.INSPECTOR)
_SECOND = timedelta(seconds=1)
_OWNED, _PROMISED = 3, 1


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: at which percent of the time, of which clock, which text, which level."""

    percent: int
    template: str
    level: int = 0
    clock: str = "K3"


_NOBODY = Rung(0, "S12", clock="K2")
RUNGS = (
    Rung(50, "S11"),
    Rung(75, "S03"),
    Rung(100, "S04", 1),
    Rung(150, "S04", 2),
    Rung(200, "S04", 3),
    Rung(300, "S04", 4),
)


def reached(budget: timedelta, left: timedelta) -> list[Rung]:
    """Return the rungs whose instant has come, lowest first; ``left`` is negative when late.

    >>> [rung.percent for rung in reached(timedelta(hours=3), timedelta(minutes=45))]
    [50, 75]
    """
    gone = budget - left
    return [rung for rung in RUNGS if gone * 100 >= budget * rung.percent]


def climb(session: Session, case: Case, calendar: WorkingCalendar, *, now: datetime) -> bool:
    """Let a locked case climb the rungs that are due and new; return whether there were any."""
    rows = select(CaseRung).where(CaseRung.case_id == case.id, CaseRung.cycle == case.cycle)
    climbed = {(row.clock, row.percent) for row in session.exec(rows)}
    new = due_rungs(case, calendar, climbed, now=now)
    if not new:
        return False
    told: dict[int, tuple[Rung, Colleague]] = {}
    people = concerned(session, case, _ROLES)
    for rung in new:
        _effect(session, case, rung, calendar, now)
        for who in _audience(session, case, rung, people):
            told[who.account_id] = (rung, who)
    opens = due_after(calendar, now, _SECOND) - _SECOND
    for rung, who in told.values():
        _tell(session, case, rung, who, now=now, opens=opens)
    return True


def due_rungs(
    case: Case, calendar: WorkingCalendar, climbed: set[tuple[str, int]], *, now: datetime
) -> list[Rung]:
    """Return the rungs a case should climb now; ``climbed`` are clock and percent of the past."""
    if case.answered_at is not None or case.state not in OPEN or not TERMS[case.policy].ladder:
        return []
    due = reached(timedelta(minutes=case.budget_minutes), _left(case, calendar, now))
    waits = working_time(calendar, case.clock_from_at, now) >= UNASSIGNED
    if waits and case.handler_id is None and not case.inspection_owns:
        due.insert(0, _NOBODY)
    return [rung for rung in due if (rung.clock, rung.percent) not in climbed]


def _left(case: Case, calendar: WorkingCalendar, now: datetime) -> timedelta:
    if now < case.due_at:
        return working_time(calendar, now, case.due_at)
    return -working_time(calendar, case.due_at, now)


def _effect(
    session: Session, case: Case, rung: Rung, calendar: WorkingCalendar, now: datetime
) -> None:
    session.add(
        CaseRung(
            case_id=case.id or 0, cycle=case.cycle, clock=rung.clock, percent=rung.percent, at=now
        )
    )
    case.level = max(case.level, rung.level)
    if rung.level == _OWNED:
        case.inspection_owns, case.handler_id, case.version = True, None, case.version + 1
        follow(session, case, now=now)
    if rung.level == _PROMISED:
        _promise_again(session, case, calendar, now)
    hand = Hand(CaseRole.SYS)
    word = f"level {rung.level}" if rung.level else f"{rung.percent} %"
    kind = "escalated" if rung.level else "reminded"
    record(session, case, hand, kind, now=now, reason=word if rung.clock == "K3" else "unassigned")


def _promise_again(session: Session, case: Case, calendar: WorkingCalendar, now: datetime) -> None:
    """Give the citizen a new hour (C13): half the budget more, from now on if that is past."""
    half = timedelta(minutes=case.budget_minutes) / 2
    case.promised_at = due_after(calendar, case.due_at, half)
    if case.promised_at <= now:
        case.promised_at = due_after(calendar, now, half)
    telling.tell_citizen(
        session,
        case,
        "C13",
        event=f"late:{case.cycle}",
        now=now,
        due=case.promised_at.isoformat(),
    )


def _audience(session: Session, case: Case, rung: Rung, people: list[Colleague]) -> list[Colleague]:
    """Return who hears of a rung; whoever may not know was left out, so the next above does."""
    own = [who for who in people if who.account_id == case.handler_id]
    inspectors = [who for who in people if who.role is Role.INSPECTOR]
    managers = nearest(people, Role.UNIT_MANAGER)
    above = [
        who for who in people if who.role is Role.UNIT_MANAGER and who not in managers
    ] or managers
    lead = _posted(session, case, Post.TEAM_LEAD, people) or nearest(people, Role.SPECIAL_TEAM)
    duty = _posted(session, case, Post.DUTY_OFFICER, people) or inspectors
    mayor = _posted(session, case, Post.MAYORS_DESK, people)
    audience = {
        0: lead,
        50: own,
        75: [*own, *lead],
        100: [*managers, *duty],
        150: above,
        200: inspectors,
        300: [*mayor, *_highest(above)],
    }[rung.percent]
    return audience or (inspectors if rung.level else [])


def _posted(
    session: Session, case: Case, post: Post, people: Iterable[Colleague]
) -> list[Colleague]:
    account_id = holder(session, post, case.unit_path)
    return [who for who in people if who.account_id == account_id]


def _highest(people: list[Colleague]) -> list[Colleague]:
    top = min((len(who.path) for who in people), default=0)
    return [who for who in people if len(who.path) == top]


def _tell(
    session: Session, case: Case, rung: Rung, who: Colleague, *, now: datetime, opens: datetime
) -> None:
    """Tell one person in-app at once, and by text message inside working hours if it is grave."""
    event = f"rung:{case.cycle}:{rung.clock}:{rung.percent}"
    level = str(rung.level)
    telling.tell_staff(session, case, rung.template, [who], event=event, now=now, level=level)
    if rung.level or rung is _NOBODY:
        telling.tell_staff(
            session,
            case,
            rung.template,
            [who],
            event=event,
            now=now,
            channel=NoticeChannel.SMS,
            not_before=opens,
            level=level,
        )
