"""The words of the case desks: labels of states and steps, time left, sentences of refusals."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.cases.due import Group, TimeLeft
from app.cases.findings import wording as findings
from app.cases.inbox import View
from app.cases.recoding.wording import REFUSALS as RECODE_REFUSALS
from app.cases.recoding.wording import recoded_said
from app.cases.routing import Why
from app.cases.rules import (
    CallOutcome,
    CaseState,
    DeclineReason,
    Policy,
    Post,
    Remedy,
    category,
)
from app.cases.rungs import rung_said
from app.cases.sampling import wording as sampling
from app.feedback.rules import Identity, Kind
from app.i18n import use_locale
from app.jalali import localised

__all__ = [
    "GROUPS",
    "IDENTITIES",
    "OUTCOMES",
    "POLICIES",
    "POSTS",
    "REASONS",
    "REMEDIES",
    "STATES",
    "STEPS",
    "TONES",
    "VIEWS",
    "WHYS",
    "category_said",
    "left_said",
    "refusal_said",
    "span_said",
    "step_said",
]

_S = CaseState

STATES = {
    _S.REGISTERED: _l("Registered"),
    _S.REFERRED: _l("Referred"),
    _S.IN_PROGRESS: _l("In progress"),
    _S.WAITING_CITIZEN: _l("Waiting for the citizen"),
    _S.FIX_CLAIMED: _l("Awaiting confirmation"),
    _S.CLOSED_VERIFIED: _l("Closed, confirmed"),
    _S.CLOSED_UNVERIFIED: _l("Closed, not confirmed"),
    _S.CLOSED_NO_REPLY: _l("Closed, no reply"),
    _S.DECLINED: _l("Decision with reasons"),
    _S.TRANSFERRED: _l("Sent to another body"),
    _S.MERGED: _l("Joined"),
    _S.WITHDRAWN: _l("Withdrawn"),
    _S.UNDER_APPEAL: _l("Under appeal"),
    _S.CLOSED_FINAL: _l("Final"),
    _S.QUARANTINE: _l("Content check"),
}
TONES = {
    _S.REFERRED: "lj",
    _S.IN_PROGRESS: "fz",
    _S.WAITING_CITIZEN: "za",
    _S.FIX_CLAIMED: "za",
    _S.CLOSED_VERIFIED: "sa",
}
REMEDIES = {
    Remedy.SERVED_NOW: _l("Served now"),
    Remedy.APPOINTMENT: _l("Appointment given"),
    Remedy.SYSTEM_RESTORED: _l("System restored"),
    Remedy.CORRECTED: _l("Information corrected"),
    Remedy.SUBSTITUTE: _l("Substitute named"),
    Remedy.REFUND: _l("Refund"),
    Remedy.REPAIRED: _l("Repaired"),
    Remedy.APOLOGY: _l("Apology"),
    Remedy.NONE_POSSIBLE: _l("No remedy possible, reason in the text"),
}
REASONS = {
    DeclineReason.NOT_UPHELD: _l("Not upheld"),
    DeclineReason.NO_PUBLIC_BODY: _l("Outside any public body"),
    DeclineReason.ALREADY_DECIDED: _l("Already decided"),
    DeclineReason.ABUSIVE: _l("Abusive"),
}
GROUPS = {
    Group.LATE: _l("Overdue"),
    Group.TODAY: _l("Today"),
    Group.LATER: _l("Tomorrow and later"),
    Group.ANSWERED: _l("Answered"),
}
VIEWS = {
    View.MINE: _l("My cases"),
    View.ALL: _l("All open"),
    View.UNASSIGNED: _l("Unassigned"),
    View.WAITING: _l("Waiting for the citizen"),
    View.LATE: _l("Overdue"),
    View.PLAN: _l("Plan missing"),
    View.DONE: _l("Closed"),
}
IDENTITIES = {
    Identity.ANONYMOUS: _l("Anonymous"),
    Identity.CONFIDENTIAL: _l("Confidential"),
    Identity.OPEN: _l("May be named to the unit"),
}
STEPS = {
    "registered": _l("Message of the citizen"),
    "calendar": _l("Deadline moved with the calendar"),
    "excused": _l("Missed deadline excused by a corrected calendar"),
    "referred": _l("Referred to the unit, with a copy to inspection"),
    "accepted": _l("Accepted"),
    "assigned": _l("Given to a colleague"),
    "bounced": _l("Sent back"),
    "recoded": _l("Category changed"),
    "put_back": _l("Put back among the unassigned"),
    "redacted": _l("Words of the citizen were blackened"),
    "photo_redacted": _l("A part of a photo was blackened"),
    "original_viewed": _l("Inspection looked at the original"),
    "legal_hold": _l("Kept for a court or an authority"),
    "legal_hold_lifted": _l("No longer kept for a court or an authority"),
    "note": _l("Internal note"),
    "news": _l("News for the citizen"),
    "fix_claimed": _l("Fix claimed, the citizen is asked"),
    "confirmed": _l("The citizen confirmed"),
    "refuted": _l("The citizen says it is not solved"),
    "declined": _l("Decision with reasons"),
    "transferred": _l("Sent to another body"),
    "question": _l("Question to the citizen"),
    "question_cancelled": _l("The question was taken back"),
    "question_lost": _l("The question did not arrive; the clock runs on"),
    "paused": _l("The clock stands still until the citizen answers"),
    "replied": _l("The citizen answered"),
    "added": _l("The citizen added something"),
    "redaction_asked": _l("The citizen asks that words be blackened"),
    "closed_no_reply": _l("Closed because no answer came"),
    "to_inspection": _l("No answer came; inspection goes on"),
    "held": _l("Put into the content check"),
    "let_through": _l("Nothing was found in the content check"),
    "merged": _l("Joined to another case"),
    "unmerged": _l("Taken apart again"),
    "withdrawn": _l("Withdrawn by the citizen"),
    "reopened": _l("Opened again, with somebody else"),
    "appealed": _l("The citizen appealed"),
    "appeal_granted": _l("The appeal was granted"),
    "appeal_refused": _l("The decision stands"),
    "escalated": _l("Overdue: handed up"),
    "reminded": _l("Reminder of the deadline"),
    "plan": _l("Plan for an overdue case"),
    "many_voices": _l("Five people report the same"),
    "dialled": _l("The citizen is called"),
    "called": _l("Call with the citizen"),
    "consented": _l("The citizen may be named to the unit"),
    "closed_unverified": _l("Closed: the citizen could not be reached"),
    "substituted": _l("The handler is away: given to the substitute or the manager"),
    "burst": _l("Many complaints about one person in a short time"),
    "recused": _l("Stepped back because of a conflict"),
    "contact_viewed": _l("Looked at the citizen's number"),
    "refused_transition": _l("Something not allowed was tried"),
    **findings.STEPS,
    **sampling.STEPS,
}
OUTCOMES = {
    CallOutcome.FIXED: _l("Solved"),
    CallOutcome.PARTLY: _l("Partly solved"),
    CallOutcome.NOT_FIXED: _l("Not solved"),
    CallOutcome.NO_ANSWER: _l("No answer"),
    CallOutcome.BUSY: _l("Busy"),
    CallOutcome.CALL_BACK: _l("Call back later"),
    CallOutcome.WRONG_NUMBER: _l("Wrong number"),
    CallOutcome.REFUSED: _l("Would not speak"),
}
POSTS = {
    Post.INDEPENDENT: _l("Independent reviewer"),
    Post.TEAM_LEAD: _l("Lead of the special team"),
    Post.DUTY_OFFICER: _l("Duty officer of inspection"),
    Post.DUTY_POST: _l("Duty post for danger"),
    Post.MAYORS_DESK: _l("The mayor's desk"),
}
WHYS = {
    Why.DANGER: _l("The unit of the place, its duty post first: danger"),
    Why.INDEPENDENT: _l("The independent reviewer alone"),
    Why.INSPECTION: _l("Inspection alone"),
    Why.ABOVE: _l("The unit above: the person is a manager"),
    Why.UNIT: _l("The unit of the badge, with a copy to inspection"),
    Why.CITY: _l("The special team: no badge is known"),
}
POLICIES = {
    Policy.URGENT: _l("Urgent, three working hours"),
    Policy.STANDARD: _l("Standard, eight working hours"),
    Policy.SAFETY: _l("Danger, three hours day and night"),
    Policy.SUGGESTION: _l("Ten working days"),
}
_KINDS = {
    Kind.APPRECIATION: _l("Appreciation"),
    Kind.SUGGESTION: _l("Suggestion"),
    Kind.COMMENT: _l("Comment"),
    Kind.COMPLAINT: _l("Criticism or complaint"),
    Kind.NONE: _l("Message"),
}
_REFUSALS = {
    **findings.REFUSALS,
    **sampling.REFUSALS,
    **RECODE_REFUSALS,
    "move": _l("The case stands elsewhere now; this is no longer possible."),
    "own_desk": _l("The unit has this case; inspection follows it."),
    "taken": _l("A colleague has this case already."),
    "changed_meanwhile": _l(
        "Somebody changed this case meanwhile. Look at its history, then send again."
    ),
    "other_handler": _l("The citizen said no to your answer; somebody else must take it now."),
    "conflict": _l("The person named manages that unit; choose another."),
    "closed": _l("This case is closed."),
    "claimants_unit": _l("You belong to the unit that answered; somebody else must call."),
    "again_missing": _l("Give the day and hour of the next call, in the future."),
    "until": _l("Say for how many days."),
    "substitute": _l("Choose somebody else as substitute."),
    "score": _l("Choose from 1 to 5."),
    "two_a_cycle": _l("Two questions were asked already; answer with what you know."),
    "pause_used_up": _l("The clock has stood still for forty hours; it may not again."),
    "second_person": _l("Somebody else must look at what you held back."),
    "master_unknown": _l("No other open case with this code is known here."),
    "not_alike": _l("The two cases are not about the same person, place or unit."),
    "week_over": _l("The time for this is over."),
    "had_part": _l("You had a part in this case; another reviewer must decide."),
    "inspection_only": _l("The original is for inspection alone."),
    "read_only": _l("Inspection has this case; here it can only be read."),
    "no_consent": _l("The citizen has not agreed that the unit sees this."),
    "contact_cap": _l("Twenty numbers were looked at today; that is the limit of a day."),
    "already_decided": _l("A colleague has decided about this text already."),
    "answer_short": _l("Write at least 20 characters."),
    "reason_missing": _l("Say why, in a few words."),
    "no_plan": _l("Only an open case of level 2 or more takes a plan."),
    "no_contact": _l("This citizen left no number."),
    "hold_inspection": _l("Only inspection keeps a case beyond its term."),
    "hold_reason": _l("Say which court or authority asks, in at least ten letters."),
    "held_already": _l("This case is kept already."),
    "not_held": _l("This case is not kept."),
}


def category_said(key: str, kind: Kind) -> str:
    """Return the short name of a category; of what has none, the kind of message."""
    entry = category(key)
    if entry is None:
        return str(_KINDS[kind])
    return entry.short_fa if use_locale() == "fa" else entry.short_en


def span_said(minutes: int, day_minutes: int = 480) -> str:
    """Return a working time as people say it: minutes, hours and minutes, or days."""
    hours, rest = divmod(minutes, 60)
    if minutes >= 2 * day_minutes:
        return str(_("%(n)s working days", n=_digits(minutes // day_minutes)))
    if hours and rest:
        return str(_("%(h)s h %(m)s min", h=_digits(hours), m=_digits(rest)))
    if hours:
        return str(_("%(h)s h", h=_digits(hours)))
    return str(_("%(m)s working minutes", m=_digits(minutes)))


def left_said(left: TimeLeft) -> str:
    """Return the second line of a deadline: how much is left, or by how much it is late."""
    if left.group is Group.ANSWERED:
        return str(_("answered"))
    if left.minutes == 0:
        return str(_("time is up"))
    said = span_said(left.minutes, left.day_minutes)
    return str(_("%(time)s over", time=said) if left.late else _("%(time)s left", time=said))


def refusal_said(code: str) -> str:
    """Return the reader's sentence for a refusal."""
    return str(_REFUSALS.get(code, _REFUSALS["move"]))


def step_said(kind: str, reason: str = "") -> str:
    """Return what happened, in a few words."""
    if (kind, reason) == ("referred", "inspection"):
        return str(_("Referred to inspection alone"))
    if (kind, reason) == ("referred", "independent"):
        return str(_("Referred to the independent reviewer alone"))
    said = rung_said(kind, reason) or recoded_said(kind, reason)
    said = said or sampling.drawn_said(kind, reason)
    return said or str(STEPS.get(kind, kind))


def _digits(number: int) -> str:
    return localised(number, use_locale())
