"""How an outcome is checked, written down and said to the citizens it concerns."""

from sqlmodel import select

from app.cases import telling
from app.cases.children import hear
from app.cases.findings.alleging import sources
from app.cases.findings.models import Finding
from app.cases.findings.outcomes import to_citizen
from app.cases.findings.states import BLAMING, Measure, Result
from app.cases.findings.summary import Copied, copied_runs
from app.cases.findings.turn import FindingTurn
from app.cases.rules import check_answer
from app.errors import Invalid, Refused
from app.feedback.models import Feedback

__all__ = ["announce", "check_measure", "checked", "found_of", "outcome"]


def announce(turn: FindingTurn, internal: str = "") -> None:
    """Take the step with the outcome as the citizen reads it, and say that it is there."""
    case, result = turn.case, found_of(turn.finding)
    written = select(Feedback.locale).where(Feedback.id == case.feedback_id)
    locale = turn.session.exec(written).first() or "fa"
    public = to_citizen(result, locale)
    turn.step(reason=outcome(turn.finding), public=public, internal=internal)
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


def checked(turn: FindingTurn, reasons: str) -> str:
    """Return reasons the person may read: long enough, and not in the citizen's words."""
    words = check_answer(reasons)
    if runs := copied_runs(words, sources(turn.session, turn.case)):
        raise Copied(runs, field="reasons")
    return words


def check_measure(result: Result, measure: Measure) -> None:
    if measure is not Measure.NONE and result not in BLAMING:
        raise Invalid("measure_without_finding", field="measure")


def outcome(finding: Finding) -> str:
    return f"{found_of(finding).value}:{finding.measure.value}"


def found_of(finding: Finding) -> Result:
    if finding.result is None:
        raise Refused("finding_step", "nothing is proposed")
    return finding.result
