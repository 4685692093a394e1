"""What is found: proposed with reasons, sent back, decided with as many hands as it needs."""

from datetime import datetime

from sqlmodel import Session, select

from app.cases import clocks, telling
from app.cases.children import hear
from app.cases.findings.alleging import sources
from app.cases.findings.hearing import APPEAL_DAYS
from app.cases.findings.models import Finding
from app.cases.findings.outcomes import to_citizen, to_person
from app.cases.findings.people import had_part, inspectors
from app.cases.findings.states import BLAMING, HEARD, SANCTIONS, FindingState, Measure, Result
from app.cases.findings.summary import Copied, copied_runs
from app.cases.findings.turn import FindingTurn, account_of, at_desk, hand_for
from app.cases.rules import check_answer
from app.cases.turn import said
from app.errors import Invalid, Refused
from app.feedback.models import Feedback
from app.rights import Person

__all__ = ["decide", "propose", "review", "send_back"]

_WEIGHT = {Result.UPHELD: 2, Result.PARTLY: 1, Result.NOT_UPHELD: 0, Result.INSUFFICIENT: 0}
_MEASURES = list(Measure)


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
    finding, words = turn.finding, _checked(turn, reasons)
    if result in BLAMING and finding.state not in HEARD:
        raise Refused("reply_first")
    _check_measure(result, measure)
    finding.stood = finding.state.value
    finding.result, finding.measure, finding.reasons = result, measure, words
    finding.proposed_by = by.id
    turn.step(reason=_outcome(finding), internal=words)
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
    _announce(turn)
    person = account_of(session, finding.subject_id)
    if person is not None and finding.notified_at is not None:
        found = to_person(_result(finding), person.locale)
        turn.tell_person("S06", result=found, due=finding.appeal_until.isoformat())
    return finding


def review(
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
    """Decide the person's appeal for good (F10): never heavier than before.

    Args:
        session: Open unit of work.
        code: Tracking code.
        result: What is found in the end; ``measure`` what follows.
        measure: As light as before, or lighter.
        reasons: As the person will read them.
        by: An appeal reviewer who had no part in the case.
        now: Aware instant.
        version: Of the finding, as the person saw it.

    Raises:
        Missing: No such case or finding.
        Invalid: ``answer_short``; ``measure_without_finding``.
        Refused: ``finding_step``, ``changed_meanwhile``; ``had_part``; ``heavier``.
    """
    turn = at_desk(session, code, FindingState.FINAL, "F10", by=by, now=now, version=version)
    finding = turn.finding
    if had_part(session, turn.case, by.id):
        raise Refused("had_part")
    words, before = _checked(turn, reasons), _result(finding)
    _check_measure(result, measure)
    heavier = _WEIGHT[result] > _WEIGHT[before]
    if heavier or _MEASURES.index(measure) > _MEASURES.index(finding.measure):
        raise Refused("heavier")
    finding.result, finding.measure, finding.final_reasons = result, measure, words
    finding.final_by, finding.final_at = by.id, now
    if result is before:
        turn.step(reason=_outcome(finding), internal=words)
    else:
        _announce(turn, words)
    person = account_of(session, finding.subject_id)
    if person is not None:
        turn.tell_person("S16", result=to_person(result, person.locale))
    return finding


def _announce(turn: FindingTurn, internal: str = "") -> None:
    """Take the step with the outcome as the citizen reads it, and say that it is there."""
    case, result = turn.case, _result(turn.finding)
    written = select(Feedback.locale).where(Feedback.id == case.feedback_id)
    locale = turn.session.exec(written).first() or "fa"
    public = to_citizen(result, locale)
    turn.step(reason=_outcome(turn.finding), public=public, internal=internal)
    event = f"finding:{turn.finding.version}"
    telling.tell_citizen(turn.session, case, "C20", event=event, now=turn.now, locale=locale)
    hear(
        turn.session,
        case,
        "C20",
        kind=f"finding_{turn.new.value}",
        words=lambda chosen: to_citizen(result, chosen),
        now=turn.now,
    )


def _checked(turn: FindingTurn, reasons: str) -> str:
    """Return reasons the person may read: long enough, and not in the citizen's words."""
    words = check_answer(reasons)
    if runs := copied_runs(words, sources(turn.session, turn.case)):
        raise Copied(runs, field="reasons")
    return words


def _check_measure(result: Result, measure: Measure) -> None:
    if measure is not Measure.NONE and result not in BLAMING:
        raise Invalid("measure_without_finding", field="measure")


def _outcome(finding: Finding) -> str:
    return f"{_result(finding).value}:{finding.measure.value}"


def _result(finding: Finding) -> Result:
    if finding.result is None:
        raise Refused("finding_step", "nothing is proposed")
    return finding.result
