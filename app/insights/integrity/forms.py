"""The form by which a person judges suspect answers."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, Length, ValidationError

from app.scores.integrity.rules import REASON_LEAST

__all__ = ["JudgeForm"]


def _enough(_form: FlaskForm, field: TextAreaField) -> None:
    if len((field.data or "").strip()) < REASON_LEAST:
        raise ValidationError(_l("Say in a few words how you know, at least 10 letters."))


def _some(_form: FlaskForm, field: SelectMultipleField) -> None:
    if not field.data:
        raise ValidationError(_l("Choose at least one answer."))


class JudgeForm(FlaskForm):
    """Answers chosen, the verdict (which button), and the reason."""

    answers = SelectMultipleField(
        _l("Answers"), coerce=int, validators=[_some], validate_choice=False
    )
    verdict = StringField(validators=[AnyOf(["honest", "false"], message=_l("Choose a verdict."))])
    reason = TextAreaField(
        _l("How do you know?"),
        validators=[_enough, Length(max=2000, message=_l("This is too long."))],
    )
