"""What every form of a case shares: the version seen, and how much must be said."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    IntegerField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.cases.rules import ANSWER_LEAST

__all__ = ["MOST", "StepForm", "filled", "says_enough"]

MOST = 4000


def says_enough(_form: FlaskForm, field: Field) -> None:
    """Refuse a public answer of fewer than 20 characters."""
    if len((field.data or "").strip()) < ANSWER_LEAST:
        raise ValidationError(_l("Write at least 20 characters."))


def filled(message: Any) -> list[Any]:
    return [InputRequired(message), Length(max=MOST, message=_l("This is too long."))]


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
