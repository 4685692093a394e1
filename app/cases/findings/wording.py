"""The words of the finding track: states, outcomes, what follows, refusals, events."""

from flask_babel import lazy_gettext as _l

from app.cases.findings.states import FindingState, Measure, Result

__all__ = ["MEASURES", "OWN_STATES", "REFUSALS", "RESULTS", "STATES", "STEPS", "TONES"]

STATES = {
    FindingState.ALLEGED: _l("Alleged, the summary is to be written"),
    FindingState.NOTIFIED: _l("The person was told; the reply is awaited"),
    FindingState.REPLIED: _l("The person replied"),
    FindingState.EXPIRED: _l("The time to reply is over"),
    FindingState.PROPOSED: _l("Proposed, a decision is awaited"),
    FindingState.DECIDED: _l("Decided, an appeal is possible"),
    FindingState.STAFF_APPEAL: _l("Under the person's appeal"),
    FindingState.FINAL: _l("Final"),
}
OWN_STATES = {
    FindingState.NOTIFIED: _l("Your reply is awaited"),
    FindingState.REPLIED: _l("Your reply is being considered"),
    FindingState.EXPIRED: _l("The time to reply is over; it is being considered"),
    FindingState.DECIDED: _l("Decided; you may appeal"),
    FindingState.STAFF_APPEAL: _l("Your appeal is being reviewed"),
    FindingState.FINAL: _l("Closed for good"),
}
TONES = {
    FindingState.NOTIFIED: "za",
    FindingState.REPLIED: "fz",
    FindingState.EXPIRED: "fz",
    FindingState.PROPOSED: "lj",
    FindingState.STAFF_APPEAL: "za",
}
RESULTS = {
    Result.UPHELD: _l("Report upheld"),
    Result.PARTLY: _l("Report upheld in part"),
    Result.NOT_UPHELD: _l("Report not upheld"),
    Result.INSUFFICIENT: _l("Not enough evidence"),
}
MEASURES = {
    Measure.NONE: _l("Nothing follows"),
    Measure.GUIDANCE: _l("A talk and guidance"),
    Measure.TRAINING: _l("Training"),
    Measure.REMINDER: _l("A written reminder"),
    Measure.TRANSFER: _l("Transfer (two signatures)"),
    Measure.CHANGE_OF_POST: _l("Change of post (two signatures)"),
}
STEPS = {
    "finding_alleged": _l("Finding opened on the person's conduct"),
    "finding_delayed": _l("Inspection put the summary to the person off"),
    "finding_notified": _l("Neutral summary put to the person"),
    "finding_replied": _l("The person replied"),
    "finding_sent_back": _l("The proposal was sent back"),
    "finding_expired": _l("The time to reply is over"),
    "finding_proposed": _l("Outcome of the finding proposed"),
    "finding_decided": _l("Finding decided"),
    "finding_staff_appeal": _l("The person appealed the finding"),
    "finding_final": _l("The finding is final"),
    "outcome": _l("The case it was joined to has ended"),
}
REFUSALS = {
    "finding_step": _l("The finding stands elsewhere now, or it is not yours to take further."),
    "no_conduct": _l("No person's conduct is in question here."),
    "delayed": _l("Inspection has put this off; only inspection may go on before that day."),
    "delayed_once": _l("It was put off once already."),
    "delay_days": _l("Choose from 1 to 10 working days."),
    "summary_short": _l("Write at least 20 characters."),
    "summary_long": _l("Keep it below 1,500 characters."),
    "summary_copied": _l("Six or more words in a row are the citizen's own. Say it otherwise."),
    "summary_hour": _l("Leave the hour out; the week is added by itself."),
    "summary_number": _l("Leave phone numbers and codes out."),
    "summary_name": _l("Leave the citizen's name out."),
    "own_reply": _l("This person has an account and speaks for themselves, on the own page."),
    "reply_over": _l("The time to reply is over."),
    "reply_first": _l(
        "Nothing may be found against a person before the reply, or the end of its time."
    ),
    "measure_without_finding": _l("A measure needs a report that was upheld, at least in part."),
    "second_signature": _l("This needs a second signature: somebody else must decide."),
    "appeal_over": _l("The time to appeal is over."),
    "heavier": _l("After an appeal the outcome may not be heavier than before."),
    "text_missing": _l("Write your words first."),
}
