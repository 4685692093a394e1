"""The last word on the appeal of the person named: by somebody without a part, never heavier."""

from datetime import datetime

from sqlmodel import Session

from app.cases.findings.announcing import announce, check_measure, checked, found_of, outcome
from app.cases.findings.models import Finding
from app.cases.findings.outcomes import to_person
from app.cases.findings.people import had_part
from app.cases.findings.states import FindingState, Measure, Result
from app.cases.findings.turn import account_of, at_desk
from app.errors import Refused
from app.rights import Person

__all__ = ["review"]

_WEIGHT = {Result.UPHELD: 2, Result.PARTLY: 1, Result.NOT_UPHELD: 0, Result.INSUFFICIENT: 0}
_MEASURES = list(Measure)


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
    words, before = checked(turn, reasons), found_of(finding)
    check_measure(result, measure)
    heavier = _WEIGHT[result] > _WEIGHT[before]
    if heavier or _MEASURES.index(measure) > _MEASURES.index(finding.measure):
        raise Refused("heavier")
    finding.result, finding.measure, finding.final_reasons = result, measure, words
    finding.final_by, finding.final_at = by.id, now
    if result is before:
        turn.step(reason=outcome(finding), internal=words)
    else:
        announce(turn, words)
    person = account_of(session, finding.subject_id)
    if person is not None:
        turn.tell_person("S16", result=to_person(result, person.locale))
    return finding
