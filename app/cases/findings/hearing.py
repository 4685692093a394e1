"""What the person named says: a reply to the summary, and an appeal against what was found."""

from datetime import datetime

from sqlmodel import Session

from app.calendar.rules import met
from app.cases import clocks
from app.cases.findings.models import Finding
from app.cases.findings.people import owners, reviewers
from app.cases.findings.states import FindingState
from app.cases.findings.turn import FindingTurn, at_desk, by_person
from app.cases.turn import said
from app.errors import Refused
from app.rights import Person

__all__ = ["APPEAL_DAYS", "REVIEW_DAYS", "appeal", "appeal_on_paper", "reply", "reply_on_paper"]

APPEAL_DAYS = REVIEW_DAYS = 10


def reply(session: Session, public_id: str, *, words: str, by: Person, now: datetime) -> Finding:
    """Take the reply of the person named (F3), within two working days of the summary.

    Raises:
        Missing: No such finding about this person.
        Invalid: ``text_missing``.
        Refused: ``finding_step``; ``reply_over``: the time is up.
    """
    turn = by_person(session, public_id, FindingState.REPLIED, by=by, now=now)
    return _replied(turn, words)


def reply_on_paper(
    session: Session,
    code: str,
    *,
    words: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Finding:
    """Write down the reply of somebody who has no account and handed it in on paper (F3).

    Raises:
        Missing: No such case or finding.
        Invalid: ``text_missing``.
        Refused: As ``reply``; ``own_reply``: the person can reply on the own page.
    """
    turn = at_desk(session, code, FindingState.REPLIED, "F3", by=by, now=now, version=version)
    return _replied(_on_paper(turn), words)


def appeal(session: Session, public_id: str, *, words: str, by: Person, now: datetime) -> Finding:
    """Take the appeal of the person named (F8), within ten working days of the decision.

    A reviewer who had no part has ten working days; until then the finding has no effect.

    Raises:
        Missing: No such finding about this person.
        Invalid: ``text_missing``.
        Refused: ``finding_step``; ``appeal_over``: the time is up.
    """
    turn = by_person(session, public_id, FindingState.STAFF_APPEAL, by=by, now=now)
    return _appealed(turn, words)


def appeal_on_paper(
    session: Session,
    code: str,
    *,
    words: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Finding:
    """Write down the appeal of somebody who has no account and handed it in on paper (F8).

    Raises:
        Missing: No such case or finding.
        Invalid: ``text_missing``.
        Refused: As ``appeal``; ``own_reply``: the person can appeal on the own page.
    """
    turn = at_desk(session, code, FindingState.STAFF_APPEAL, "F8", by=by, now=now, version=version)
    return _appealed(_on_paper(turn), words)


def _on_paper(turn: FindingTurn) -> FindingTurn:
    if not turn.finding.on_paper:
        raise Refused("own_reply")
    return turn


def _appealed(turn: FindingTurn, words: str) -> Finding:
    finding, text = turn.finding, said(words, code="text_missing", field="appeal")
    if finding.appeal_until is None or not met(turn.now, finding.appeal_until):
        raise Refused("appeal_over")
    finding.appeal, finding.appealed_at = text, turn.now
    due = clocks.window(turn.session, turn.now, REVIEW_DAYS)
    finding.appeal_due_at = due
    turn.step(internal=text)
    turn.tell(reviewers(turn.session, turn.case), "S15", due=due)
    return finding


def _replied(turn: FindingTurn, words: str) -> Finding:
    finding, text = turn.finding, said(words, code="text_missing", field="reply")
    if finding.reply_due_at is None or not met(turn.now, finding.reply_due_at):
        raise Refused("reply_over")
    finding.reply, finding.replied_at = text, turn.now
    turn.step(internal=text)
    turn.tell(owners(turn.session, turn.case), "S14", due=finding.due_at)
    return finding
