"""Forms of the case desks; each post carries the version the reader saw."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.cases.rules import ANSWER_LEAST, DeclineReason, Remedy
from app.cases.wording import OUTCOMES, POSTS, REASONS, REMEDIES
from app.text import latin_digits

__all__ = [
    "AbsenceForm",
    "AgainForm",
    "AnswerForm",
    "AppealForm",
    "AssignForm",
    "BounceForm",
    "CallForm",
    "DeclineForm",
    "HeldForm",
    "HoldForm",
    "KeepForm",
    "LiftForm",
    "MergeForm",
    "NoteForm",
    "PlanForm",
    "PostForm",
    "ReferForm",
    "RevealForm",
    "StepForm",
    "TransferForm",
]

_MOST = 4000


def says_enough(_form: FlaskForm, field: Field) -> None:
    """Refuse a public answer of fewer than 20 characters."""
    if len((field.data or "").strip()) < ANSWER_LEAST:
        raise ValidationError(_l("Write at least 20 characters."))


def _filled(message: Any) -> list[Any]:
    return [InputRequired(message), Length(max=_MOST, message=_l("This is too long."))]


class StepForm(FlaskForm):
    """A button that says it all; the version guards against acting on what has changed."""

    version = IntegerField(validators=[Optional()])

    @property
    def seen(self) -> int | None:
        """The version the reader saw, if the page sent one."""
        number: int | None = self.version.data
        return number

    def said(self) -> dict[str, Any]:
        """What the page says to the verb beside the version."""
        return {}


class AnswerForm(StepForm):
    """The public composer: news, a question, or a claim that it is fixed."""

    purpose = RadioField(
        _l("What is this answer?"),
        [InputRequired(_l("Choose what this answer is."))],
        choices=[
            SelectChoice("news", _l("News of progress")),
            SelectChoice("ask", _l("A question (the clock stops)")),
            SelectChoice("fix", _l("It is fixed")),
        ],
    )
    remedy = SelectField(
        _l("What did you do?"),
        filters=[lambda chosen: chosen or ""],
        choices=[
            SelectChoice("", _l("Choose")),
            *(SelectChoice(k.value, v) for k, v in REMEDIES.items()),
        ],
    )
    answer = TextAreaField(_l("Text of the answer"), [Length(max=_MOST), says_enough])

    def validate_remedy(self, field: Field) -> None:
        """A claim needs to say what was done."""
        if self.purpose.data == "fix" and not field.data:
            raise ValidationError(_l("Say what was done."))

    @property
    def done(self) -> Remedy:
        """The remedy of a claim."""
        return Remedy(self.remedy.data)


class NoteForm(StepForm):
    """The internal note."""

    note = TextAreaField(_l("Text of the note"), _filled(_l("Write the note first.")))

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"text": self.note.data or ""}


class PlanForm(StepForm):
    """How an overdue case will be answered."""

    plan = TextAreaField(_l("Plan: who does what by when"), [Length(max=_MOST), says_enough])

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"text": self.plan.data or ""}


class BounceForm(StepForm):
    """Back to the special team."""

    bounce_reason = StringField(_l("Why is it not yours?"), _filled(_l("Say why, in a few words.")))

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"reason": self.bounce_reason.data or ""}


class RevealForm(StepForm):
    """One look at the citizen's number."""

    look_reason = StringField(
        _l("Why do you need the number?"),
        [
            InputRequired(_l("Say why, in a few words.")),
            Length(min=5, max=400, message=_l("Say why, in a few words.")),
        ],
    )


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
        _l("Reasons as the citizen reads them"), [Length(max=_MOST), says_enough]
    )

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        reason = DeclineReason(self.decline_reason.data)
        return {"reason": reason, "answer": self.decline_answer.data or ""}


class TransferForm(StepForm):
    """To another public body."""

    organisation = StringField(
        _l("Receiving body"),
        [InputRequired(_l("Name the receiving body.")), Length(max=120)],
    )
    reference = StringField(
        _l("Their reference number"), [InputRequired(_l("Give their reference.")), Length(max=60)]
    )

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {
            "organisation": self.organisation.data or "",
            "reference": self.reference.data or "",
        }


class HoldForm(StepForm):
    """Into the content check."""

    hold_reason = StringField(_l("What is wrong with it?"), _filled(_l("Say why, in a few words.")))

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"reason": self.hold_reason.data or ""}


class HeldForm(StepForm):
    """The second person's word: abusive."""

    held_answer = TextAreaField(
        _l("Reasons as the citizen reads them"), [Length(max=_MOST), says_enough]
    )

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"answer": self.held_answer.data or ""}


class MergeForm(StepForm):
    """The code of the case it is joined to."""

    master = StringField(
        _l("Code of the other case"), [InputRequired(_l("Give the code of the other case."))]
    )

    def said(self) -> dict[str, Any]:
        """The digits of what was typed, in any script."""
        typed = latin_digits(self.master.data or "")
        return {"master_code": "".join(letter for letter in typed if letter.isdecimal())}


class AgainForm(StepForm):
    """Why inspection opens a closed case."""

    again_reason = StringField(
        _l("Why is it opened again?"), _filled(_l("Say why, in a few words."))
    )

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"reason": self.again_reason.data or ""}


class KeepForm(StepForm):
    """Why inspection keeps a case beyond its term."""

    keep_reason = StringField(
        _l("Which court or authority asks?"), _filled(_l("Say why, in a few words."))
    )

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"reason": self.keep_reason.data or ""}


class LiftForm(StepForm):
    """Why a case need not be kept any more."""

    lift_reason = StringField(
        _l("Why is it no longer needed?"), _filled(_l("Say why, in a few words."))
    )

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"reason": self.lift_reason.data or ""}


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
        _l("Reasons as the citizen reads them"), [Length(max=_MOST), says_enough]
    )

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {
            "granted": self.decision.data == "again",
            "reasons": self.appeal_reasons.data or "",
        }


class AbsenceForm(FlaskForm):
    """Who is away, for how long, and who stands in; the choices are filled by the view."""

    account_id = SelectField(_l("Who is away?"), coerce=int)
    days = StringField(
        _l("For how many days, today included?"), [InputRequired(_l("Say for how many days."))]
    )
    substitute_id = SelectField(_l("Substitute"), coerce=int)

    @property
    def length(self) -> int:
        """Days typed in any digits; 0 for what is no number of days."""
        typed = latin_digits(self.days.data or "").strip()
        return int(typed) if typed.isdecimal() and len(typed) < 4 else 0


class PostForm(FlaskForm):
    """Who holds a post in a unit; the choices are filled by the view."""

    unit_id = SelectField(_l("Unit"), coerce=int)
    post = SelectField(_l("Post"), choices=[SelectChoice(k.value, v) for k, v in POSTS.items()])
    account_id = SelectField(_l("Held by"), coerce=int)


class ReferForm(StepForm):
    """To a unit; the choices are the units the reader covers."""

    unit_id = SelectField(_l("Unit"), coerce=int)


class AssignForm(StepForm):
    """To a colleague; the choices are those who may know of the case."""

    handler_id = SelectField(_l("Colleague"), coerce=int)


class CallForm(FlaskForm):
    """What a verifier writes down after a call, in the order of the script."""

    outcome = RadioField(
        _l("Was it solved?"),
        [InputRequired(_l("Choose how the call ended."))],
        choices=[SelectChoice(k.value, v) for k, v in OUTCOMES.items()],
    )
    words = TextAreaField(_l("What is still missing, in the citizen's words"), [Length(max=_MOST)])
    again_in = StringField(_l("Call back in how many hours?"), [Length(max=4)])
    score = RadioField(
        _l("How satisfied with the handling?"),
        [Optional()],
        choices=[SelectChoice(str(n), str(n)) for n in range(1, 6)],
    )
    may_name = RadioField(
        _l("May the unit see your name?"),
        [Optional()],
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
    )
    reference = StringField(_l("Call reference"), [Length(max=60)])
    recording = StringField(_l("Recording number"), [Length(max=60)])

    @property
    def hours(self) -> int:
        """Hours until the call back; 0 for none."""
        typed = latin_digits(self.again_in.data or "").strip()
        return int(typed) if typed.isdecimal() else 0


class WordsForm(FlaskForm):
    """One text of the release queue and what becomes of it."""

    message = IntegerField(validators=[InputRequired(), NumberRange(1, 2**31 - 1)])
    verb = HiddenField(validators=[InputRequired()])
    masked = TextAreaField(_l("As others will read it"), [Length(max=_MOST)])
