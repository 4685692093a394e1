"""Decisions about a case: reasons, the content check, an appeal, opening again, keeping."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.cases.forms.base import MOST, StepForm, filled, says_enough
from app.cases.rules import DeclineReason
from app.cases.wording import REASONS

__all__ = ["AgainForm", "AppealForm", "DeclineForm", "HeldForm", "HoldForm", "KeepForm", "LiftForm"]


class DeclineForm(StepForm):
    """A decision with reasons."""

    decline_reason = SelectField(
        _l("Reason of the decision"),
        [InputRequired(_l("Choose a reason."))],
        choices=[
            SelectChoice("", _l("Choose")),
            *(SelectChoice(k.value, v) for k, v in REASONS.items()),
        ],
    )
    decline_answer = TextAreaField(
        _l("Reasons as the citizen reads them"), [Length(max=MOST), says_enough]
    )

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        reason = DeclineReason(self.decline_reason.data)
        return {"reason": reason, "answer": self.decline_answer.data or ""}


class HoldForm(StepForm):
    """Into the content check."""

    hold_reason = StringField(_l("What is wrong with it?"), filled(_l("Say why, in a few words.")))

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"reason": self.hold_reason.data or ""}


class HeldForm(StepForm):
    """The second person's word: abusive."""

    held_answer = TextAreaField(
        _l("Reasons as the citizen reads them"), [Length(max=MOST), says_enough]
    )

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"answer": self.held_answer.data or ""}


class AppealForm(StepForm):
    """The decision of an appeal."""

    decision = RadioField(
        _l("What is decided?"),
        [InputRequired(_l("Choose what is decided."))],
        choices=[
            SelectChoice("again", _l("Work on it again, by somebody else")),
            SelectChoice("final", _l("The decision stands")),
        ],
    )
    appeal_reasons = TextAreaField(
        _l("Reasons as the citizen reads them"), [Length(max=MOST), says_enough]
    )

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {
            "granted": self.decision.data == "again",
            "reasons": self.appeal_reasons.data or "",
        }


class AgainForm(StepForm):
    """Why inspection opens a closed case."""

    again_reason = StringField(
        _l("Why is it opened again?"), filled(_l("Say why, in a few words."))
    )

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"reason": self.again_reason.data or ""}


class KeepForm(StepForm):
    """Why inspection keeps a case beyond its term."""

    keep_reason = StringField(
        _l("Which court or authority asks?"), filled(_l("Say why, in a few words."))
    )

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"reason": self.keep_reason.data or ""}


class LiftForm(StepForm):
    """Why a case need not be kept any more."""

    lift_reason = StringField(
        _l("Why is it no longer needed?"), filled(_l("Say why, in a few words."))
    )

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"reason": self.lift_reason.data or ""}
