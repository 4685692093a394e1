"""Forms of the finding track; each knows what it says to its verb."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.cases.findings.states import Measure, Result
from app.cases.findings.wording import MEASURES, RESULTS
from app.cases.forms import StepForm
from app.text import latin_digits

__all__ = [
    "BackForm",
    "DelayForm",
    "OutcomeForm",
    "PaperAppealForm",
    "PaperReplyForm",
    "ReviewForm",
    "SummaryForm",
    "WordsForm",
]

_LONG = [Length(max=4000, message=_l("This is too long."))]


class SummaryForm(StepForm):
    """The neutral summary."""

    summary = TextAreaField(_l("Summary for the person named"), _LONG)

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"summary": self.summary.data or ""}


class DelayForm(StepForm):
    """How long the summary waits, and why."""

    days = StringField(_l("Working days, 1 to 10"), [Length(max=4)])
    delay_reason = StringField(_l("Why?"), _LONG)

    def said(self) -> dict[str, Any]:
        """The days in any digits; 0 for what is no number."""
        typed = latin_digits(self.days.data or "").strip()
        days = int(typed) if typed.isdecimal() else 0
        return {"days": days, "reason": self.delay_reason.data or ""}


class PaperReplyForm(StepForm):
    """The reply of somebody without an account."""

    paper_reply = TextAreaField(_l("Reply as it was handed in"), _LONG)

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"words": self.paper_reply.data or ""}


class PaperAppealForm(StepForm):
    """The appeal of somebody without an account."""

    paper_appeal = TextAreaField(_l("Appeal as it was handed in"), _LONG)

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"words": self.paper_appeal.data or ""}


class OutcomeForm(StepForm):
    """What was found, what follows, and why."""

    result = RadioField(
        _l("What was found?"),
        [InputRequired(_l("Choose what was found."))],
        choices=[SelectChoice(k.value, v) for k, v in RESULTS.items()],
    )
    measure = SelectField(
        _l("What follows?"), choices=[SelectChoice(k.value, v) for k, v in MEASURES.items()]
    )
    reasons = TextAreaField(_l("Reasons as the person will read them"), _LONG)

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {
            "result": Result(self.result.data),
            "measure": Measure(self.measure.data),
            "reasons": self.reasons.data or "",
        }


class ReviewForm(OutcomeForm):
    """The last word on an appeal."""


class BackForm(StepForm):
    """Why a proposal goes back."""

    back_reason = StringField(_l("What is still missing?"), _LONG)

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"reason": self.back_reason.data or ""}


class WordsForm(StepForm):
    """What the person named says: a reply or an appeal."""

    words = TextAreaField(_l("Your words"), _LONG)
