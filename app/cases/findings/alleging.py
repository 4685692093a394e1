"""How a finding begins: alleged, delayed by inspection, put to the person in neutral words."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, or_, select

from app.calendar.rules import CITY_ZONE
from app.cases import clocks, moving
from app.cases.conflicts import roles_on
from app.cases.findings.models import Finding
from app.cases.findings.states import FindingState
from app.cases.findings.summary import check_summary
from app.cases.findings.turn import account_of, at_desk, finding_of, hand_for
from app.cases.models import Absence, Case, CaseStep
from app.cases.moving import Hand, record
from app.cases.rules import CaseRole, CaseState, category
from app.cases.turn import said
from app.errors import Invalid, Refused
from app.feedback.models import Feedback
from app.feedback.queries import week_of
from app.rights import Person

__all__ = [
    "DECIDE_DAYS",
    "DELAY_MOST",
    "REPLY_DAYS",
    "allege",
    "begin",
    "delay",
    "may_allege",
    "notify",
    "sources",
]

DECIDE_DAYS, INTERIM_DAYS, REPLY_DAYS, DELAY_MOST = 10, 5, 2, 10
_ABSENT = "ABS"
_ASIDE = {CaseState.MERGED, CaseState.QUARANTINE}


def may_allege(case: Case, roles: Iterable[CaseRole]) -> bool:
    """Return whether the conduct of a named person is in question here.

    Absence counts as conduct only once inspection found no excuse for it, so inspection alone
    alleges it.
    """
    entry = category(case.category)
    if case.named_subject_id is None or entry is None or case.state in _ASIDE:
        return False
    return entry.conduct or (entry.slug == _ABSENT and CaseRole.INS in roles)


def allege(session: Session, code: str, *, by: Person, now: datetime) -> Finding:
    """Open the finding of a case (F1); ten working days to a decision, the remedy waits for none.

    Raises:
        Missing: No such case.
        Refused: ``finding_step``; ``no_conduct``: nobody is named, or it is not about conduct.
    """
    case = moving.locked(session, code, by)
    known = finding_of(session, case)
    hand = hand_for(case, known, FindingState.ALLEGED, by, row="F1")
    if not may_allege(case, roles_on(by, case)):
        raise Refused("no_conduct")
    return begin(session, case, hand, now=now)


def begin(session: Session, case: Case, hand: Hand, *, now: datetime) -> Finding:
    """Begin the finding of a locked case that has none; whoever calls has checked that it may."""
    finding = Finding(
        public_id=secrets.token_hex(8),
        case_id=case.id or 0,
        subject_id=case.named_subject_id or 0,
        alleged_at=now,
        due_at=clocks.window(session, now, DECIDE_DAYS),
        interim_at=clocks.window(session, now, INTERIM_DAYS),
    )
    session.add(finding)
    session.flush()
    record(session, case, hand, "finding_alleged", now=now)
    return finding


def delay(
    session: Session,
    code: str,
    *,
    days: int,
    reason: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Finding:
    """Put the summary off for up to ten working days: evidence might vanish; inspection alone may.

    The time of the decision moves by as many days.

    Raises:
        Missing: No such case or finding.
        Invalid: ``reason_missing``, ``delay_days``.
        Refused: ``finding_step``, ``changed_meanwhile``; ``delayed_once``: it was put off before.
    """
    turn = at_desk(session, code, FindingState.NOTIFIED, "F2", by=by, now=now, version=version)
    if turn.hand.role is not CaseRole.INS:
        raise Refused("finding_step", "only inspection delays")
    words = said(reason)
    if not 1 <= days <= DELAY_MOST:
        raise Invalid("delay_days", field="days")
    finding = turn.finding
    if finding.held_until is not None:
        raise Refused("delayed_once")
    finding.held_until = clocks.window(session, now, days)
    finding.due_at = clocks.window(session, finding.alleged_at, DECIDE_DAYS + days)
    finding.interim_at = clocks.window(session, finding.alleged_at, INTERIM_DAYS + days)
    finding.version += 1
    session.add(finding)
    record(session, turn.case, turn.hand, "finding_delayed", now=now, internal=words)
    return finding


def notify(
    session: Session,
    code: str,
    *,
    summary: str,
    by: Person,
    now: datetime,
    version: int | None = None,
    names: Iterable[str] = (),
) -> Finding:
    """Put the neutral summary to the person named (F2), who has two working days to reply.

    Somebody who is away has two working days from coming back.  Without an account the summary
    is handed over on paper, and so is the reply.

    Args:
        session: Open unit of work.
        code: Tracking code.
        summary: Neutral words of the desk; the week is added by the program.
        by: Special team or inspection.
        now: Starts the time to reply.
        version: Of the finding, as the person saw it.
        names: Names that must not stand in it.

    Raises:
        Missing: No such case or finding.
        Copied: ``summary_copied``: it holds words of the citizen.
        Invalid: As ``check_summary``.
        Refused: ``finding_step``, ``changed_meanwhile``; ``delayed``: inspection put it off.
    """
    turn = at_desk(session, code, FindingState.NOTIFIED, "F2", by=by, now=now, version=version)
    finding, case = turn.finding, turn.case
    held = finding.held_until is not None and now < finding.held_until
    if held and turn.hand.role is not CaseRole.INS:
        raise Refused("delayed")
    finding.summary = check_summary(summary, sources=sources(session, case), names=names)
    finding.week = week_of(case.registered_at, CITY_ZONE)
    account = account_of(session, finding.subject_id)
    finding.on_paper, finding.notified_at = account is None, now
    back = _back(session, account.id, now) if account else now
    finding.reply_from_at = back
    finding.reply_due_at = clocks.window(session, back, REPLY_DAYS)
    turn.step(reason="on_paper" if finding.on_paper else "", internal=finding.summary)
    week = finding.week.isoformat()
    turn.tell_person("S05", week=week, due=finding.reply_due_at.isoformat())
    return finding


def sources(session: Session, case: Case) -> list[str]:
    """Return every text of the citizen in a case, and of those whose cases were joined to it."""
    ours = or_(col(Case.id) == case.id, col(Case.master_id) == case.id)
    written = select(Feedback.text).join(Case, col(Case.feedback_id) == col(Feedback.id))
    steps = select(CaseStep.public_text).join(Case, col(Case.id) == col(CaseStep.case_id))
    said = [
        *session.exec(written.where(ours)),
        *session.exec(steps.where(ours, col(CaseStep.role) == CaseRole.CIT.value)),
    ]
    return [text for text in said if text]


def _back(session: Session, account_id: int | None, now: datetime) -> datetime:
    """Return when somebody is at work again: now, or the end of their absence."""
    away = select(Absence).where(
        col(Absence.account_id) == account_id,
        col(Absence.from_at) <= now,
        col(Absence.until_at) > now,
    )
    return max([now, *(absence.until_at for absence in session.exec(away))])
