"""Where a case goes next: another unit, colleague or body, or into another case."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length

from app.cases.forms.base import StepForm, filled
from app.text import latin_digits

__all__ = ["AssignForm", "BounceForm", "MergeForm", "RecodeForm", "ReferForm", "TransferForm"]


class BounceForm(StepForm):
    """Back to the special team."""

    bounce_reason = StringField(_l("Why is it not yours?"), filled(_l("Say why, in a few words.")))

    def said(self) -> dict[str, Any]:
        """What the page says to the verb."""
        return {"reason": self.bounce_reason.data or ""}


class ReferForm(StepForm):
    """To a unit; the choices are the units the reader covers."""

    unit_id = SelectField(_l("Unit"), coerce=int)


class RecodeForm(StepForm):
    """Under another category; the choices are those that fit what the case is about."""

    recode_category = SelectField(
        _l("Right category"), [InputRequired(_l("Choose from the list"))], choices=[]
    )
    recode_reason = StringField(
        _l("Why does it belong there?"), filled(_l("Say why, in a few words."))
    )


class AssignForm(StepForm):
    """To a colleague; the choices are those who may know of the case."""

    handler_id = SelectField(_l("Colleague"), coerce=int)


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


class MergeForm(StepForm):
    """The code of the case it is joined to."""

    master = StringField(
        _l("Code of the other case"), [InputRequired(_l("Give the code of the other case."))]
    )

    def said(self) -> dict[str, Any]:
        """The digits of what was typed, in any script."""
        typed = latin_digits(self.master.data or "")
        return {"master_code": "".join(letter for letter in typed if letter.isdecimal())}
