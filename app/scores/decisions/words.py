"""Names of measures, states, evidence and steps, and the sentences for what is refused."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.errors import TakrimError
from app.scores.decisions.rules import (
    AppealAbout,
    DecisionState,
    EvidenceKind,
    Measure,
    Outcome,
)

__all__ = [
    "ABOUT",
    "EVIDENCE",
    "LOOKED",
    "MEASURES",
    "OUTCOMES",
    "RULE_NAMES",
    "STATES",
    "STEPS",
    "TONES",
    "VIEWS",
    "sentence",
]

_M, _S, _E = Measure, DecisionState, EvidenceKind
MEASURES: dict[Measure, Any] = {
    _M.NO_ACTION: _l("No action"),
    _M.TALK: _l("A talk with the employee"),
    _M.TRAINING: _l("Training"),
    _M.PRAISE: _l("Propose a commendation"),
    _M.WARNING: _l("Written warning"),
    _M.CHANGE_OF_POST: _l("Propose another post"),
    _M.BOARD: _l("Refer to the board of offences"),
}
STATES: dict[DecisionState, Any] = {
    _S.DRAFTED: _l("Draft, nobody told"),
    _S.TOLD: _l("Employee told, may answer"),
    _S.HEARD: _l("Employee answered"),
    _S.CONFIRMED: _l("Waits for the second person"),
    _S.IN_FORCE: _l("In force"),
    _S.WITHDRAWN: _l("Withdrawn"),
}
TONES = {_S.TOLD: "lj", _S.HEARD: "fz", _S.CONFIRMED: "za", _S.IN_FORCE: "sa"}
EVIDENCE: dict[EvidenceKind, Any] = {
    _E.FINDING: _l("Upheld finding of a case"),
    _E.DOCUMENT: _l("Document or letter"),
    _E.OBSERVATION: _l("Visit or observation"),
    _E.WITNESS: _l("Word of a colleague or supervisor"),
    _E.RECORD: _l("Record of training or earlier talks"),
}
ABOUT: dict[AppealAbout, Any] = {
    AppealAbout.ANSWER: _l("An answer"),
    AppealAbout.WEIGHT: _l("How answers were weighed"),
    AppealAbout.DECISION: _l("A decision"),
}
OUTCOMES: dict[Outcome, Any] = {
    Outcome.UPHELD: _l("The employee is right"),
    Outcome.PARTLY: _l("Right in part"),
    Outcome.REJECTED: _l("The appeal is rejected"),
}
STEPS: dict[str, Any] = {
    "draft": _l("Written down"),
    "tell": _l("Employee told"),
    "tell_paper": _l("Employee told on paper: there is no account"),
    "statement": _l("Employee answered"),
    "confirm": _l("Confirmed by its writer"),
    "second": _l("Signed by the second person"),
    "decline": _l("The second person did not sign"),
    "withdraw": _l("Withdrawn"),
    "appeal": _l("Employee appealed; use is frozen"),
    "appeal_upheld": _l("Appeal upheld; the decision ends"),
    "appeal_partly": _l("Appeal upheld in part; the decision ends"),
    "appeal_rejected": _l("Appeal rejected"),
}
VIEWS: dict[str, Any] = {
    "open": _l("Open"),
    "mine": _l("Mine"),
    "second": _l("Wait for a second person"),
    "closed": _l("Closed"),
}
LOOKED: dict[str, Any] = {
    "score": _l("score and explanation"),
    "paper": _l("printed explanation"),
    "decision": _l("a decision"),
    "appeal": _l("an appeal"),
    "letter": _l("commendation"),
    "unit": _l("the unit's page, a range"),
    "queue": _l("an entry in a queue"),
    "funnel": _l("the comparison of a unit, by name"),
}
RULE_NAMES: dict[str, Any] = {
    "W1": _l("badge not scanned"),
    "W2": _l("one voice, several answers"),
    "W3": _l("one network, far more than usual"),
    "W4": _l("sudden burst"),
    "W5": _l("copied text"),
    "W6": _l("answered in haste"),
    "W7": _l("more in a week than one week may weigh"),
    "W8": _l("device of staff of the same unit"),
}
_SENTENCES: dict[str, Any] = {
    "reasons_short": _l("Write your reasons in at least 100 letters; blanks in a row count once."),
    "reasons_copied": _l(
        "Too much of this stands on the page already or in one of your earlier decisions. "
        "Write at least 100 letters of your own about this person."
    ),
    "no_evidence": _l("Name at least one piece of evidence besides the score."),
    "finding_unknown": _l(
        "No upheld finding about this person has this number. Take one of those named on the page."
    ),
    "words_short": _l("Write at least 20 letters."),
    "not_usable": _l(
        "An adverse step needs a usable score: 30 counted answers and a reliability of 0.70."
    ),
    "review_first": _l(
        "The answers are under integrity review; until it ends no adverse step rests on them."
    ),
    "not_heard": _l("The employee has not answered yet and the ten working days are not over."),
    "frozen": _l("An appeal of the employee is open; until it is answered nothing may be done."),
    "decision_state": _l("The decision stands elsewhere by now. Look at its steps again."),
    "not_writer": _l("Only who wrote the decision can do this."),
    "same_person": _l("The second person must be another one than who wrote it."),
    "below": _l("Who wrote it stands above you; somebody else has to sign."),
    "appealed": _l("You have appealed this before."),
    "replied": _l("You have answered these words before."),
    "reply_empty": _l("Write your answer."),
    "reply_long": _l("This is too long."),
    "answered": _l("This appeal is answered already."),
    "no_sample": _l("No second look is due."),
    "looked": _l("You have looked at this one again."),
}


def sentence(error: TakrimError) -> str:
    """Return what the reader is told about a refusal.

    Raises:
        TakrimError: The same error, when it has no sentence here.
    """
    if error.code not in _SENTENCES:
        raise error
    return str(_SENTENCES[error.code])
