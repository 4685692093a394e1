"""The composers: a public answer, an internal note, the plan of what is late."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    RadioField,
    SelectField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from app.cases.forms.base import MOST, StepForm, filled, says_enough
from app.cases.rules import Remedy
from app.cases.wording import REMEDIES

__all__ = ["AnswerForm", "NoteForm", "PlanForm"]


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
    answer = TextAreaField(_l("Text of the answer"), [Length(max=MOST), says_enough])

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

    note = TextAreaField(_l("Text of the note"), filled(_l("Write the note first.")))

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"text": self.note.data or ""}


class PlanForm(StepForm):
    """How an overdue case will be answered."""

    plan = TextAreaField(_l("Plan: who does what by when"), [Length(max=MOST), says_enough])

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"text": self.plan.data or ""}
