"""What is found: proposed with reasons, sent back, decided with as many hands as it needs."""

from datetime import datetime

from sqlmodel import Session

from app.cases import clocks
from app.cases.findings.announcing import announce, check_measure, checked, found_of, outcome
from app.cases.findings.hearing import APPEAL_DAYS
from app.cases.findings.models import Finding
from app.cases.findings.outcomes import to_person
from app.cases.findings.people import inspectors
from app.cases.findings.states import BLAMING, HEARD, SANCTIONS, FindingState, Measure, Result
from app.cases.findings.turn import FindingTurn, account_of, at_desk, hand_for
from app.cases.turn import said
from app.errors import Refused
from app.rights import Person

__all__ = ["decide", "propose", "send_back"]


def propose(
    session: Session,
    code: str,
    *,
    result: Result,
    measure: Measure,
    reasons: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Finding:
    """Propose what was found (F5): the first signature.

    Before the person was heard only what clears the person may be proposed.

    Args:
        session: Open unit of work.
        code: Tracking code.
        result: What was found.
        measure: What follows; only a finding against the person has a measure.
        reasons: As the person will read them, at least 20 characters, no words of the citizen.
        by: The handler, special team or inspection.
        now: Aware instant.
        version: Of the finding, as the person saw it.

    Raises:
        Missing: No such case or finding.
        Copied: ``summary_copied``: they hold words of the citizen.
        Invalid: ``answer_short``; ``measure_without_finding``.
        Refused: ``finding_step``, ``changed_meanwhile``; ``reply_first``.
    """
    turn = at_desk(session, code, FindingState.PROPOSED, "F5", by=by, now=now, version=version)
    finding, words = turn.finding, checked(turn, reasons)
    if result in BLAMING and finding.state not in HEARD:
        raise Refused("reply_first")
    check_measure(result, measure)
    finding.stood = finding.state.value
    finding.result, finding.measure, finding.reasons = result, measure, words
    finding.proposed_by = by.id
    turn.step(reason=outcome(finding), internal=words)
    turn.tell(inspectors(session, turn.case), "S14", due=finding.due_at)
    return finding


def send_back(
    session: Session,
    code: str,
    *,
    reason: str,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Finding:
    """Send a proposal back to where the finding stood (F6); inspection alone may.

    Raises:
        Missing: No such case or finding.
        Invalid: ``reason_missing``.
        Refused: ``finding_step``, ``changed_meanwhile``.
    """
    turn = at_desk(session, code, FindingState.DECIDED, "F7", by=by, now=now, version=version)
    finding, words = turn.finding, said(reason)
    before = FindingState(finding.stood)
    hand = hand_for(turn.case, finding, before, by, row="F6")
    back = FindingTurn(session, turn.case, finding, before, hand, now)
    finding.result, finding.measure, finding.reasons = None, Measure.NONE, ""
    finding.proposed_by, finding.stood = None, ""
    return back.step("finding_sent_back", reason=before.value, internal=words)


def decide(
    session: Session, code: str, *, by: Person, now: datetime, version: int | None = None
) -> Finding:
    """Decide as proposed (F7); the person has ten working days to appeal.

    A sanction needs a second signature: whoever proposed it may not decide it.

    Raises:
        Missing: No such case or finding.
        Refused: ``finding_step``, ``changed_meanwhile``; ``second_signature``.
    """
    turn = at_desk(session, code, FindingState.DECIDED, "F7", by=by, now=now, version=version)
    finding = turn.finding
    if finding.measure in SANCTIONS and finding.proposed_by == by.id:
        raise Refused("second_signature")
    finding.decided_by, finding.decided_at = by.id, now
    finding.appeal_until = clocks.window(session, now, APPEAL_DAYS)
    announce(turn)
    person = account_of(session, finding.subject_id)
    if person is not None and finding.notified_at is not None:
        found = to_person(found_of(finding), person.locale)
        turn.tell_person("S06", result=found, due=finding.appeal_until.isoformat())
    return finding
