"""Forms of the desks of HR and of the employee."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.errors import TakrimError
from app.scores.letters.rules import Language

__all__ = ["CommendForm", "LetterAnswerForm", "ReasonForm", "say"]

SENTENCES = {
    "reason_short": _l("Write the reason in at least 20 letters."),
    "letter_unsupported": _l("Today's score does not support a commendation."),
    "letter_waiting": _l("A commendation is waiting for this employee's answer already."),
    "letter_answered": _l("This commendation was answered or taken back already."),
    "letter_too_long": _l("These words do not fit on one page; say it shorter."),
    "review_taken": _l("A colleague is looking at this already."),
}
_NEEDED = InputRequired(_l("This is needed."))


class ReasonForm(FlaskForm):
    """Why an entry is closed, or a commendation taken back."""

    reason = TextAreaField(_l("Reason"), [Length(max=2000)])


class CommendForm(FlaskForm):
    """What a commendation says besides its fixed words."""

    language = RadioField(
        _l("Language of the paper"),
        choices=[
            SelectChoice(Language.FA.value, _l("Persian")),
            SelectChoice(Language.EN.value, _l("English")),
        ],
        default=Language.FA.value,
    )
    honorific = SelectField(
        _l("Form of address"),
        choices=[
            SelectChoice("", _l("The name alone")),
            SelectChoice("ms", _l("Ms")),
            SelectChoice("mr", _l("Mr")),
        ],
        default="",
    )
    quote = SelectField(_l("A citizen's words"), [Optional()], choices=[], default="")
    own_words = TextAreaField(_l("Your own words"), [Length(max=600)])
    signer = StringField(_l("Who signs"), [_NEEDED, Length(max=80)])
    signer_title = StringField(_l("Post of who signs"), [_NEEDED, Length(max=80)])
    office = StringField(_l("Office"), [Length(max=80)])


class LetterAnswerForm(FlaskForm):
    """Whether the employee takes the commendation, and who may read the name."""

    answer = RadioField(
        _l("Your answer"),
        [_NEEDED],
        choices=[
            SelectChoice("accept", _l("I accept it")),
            SelectChoice("decline", _l("No, thank you")),
        ],
    )
    open_to_all = BooleanField(_l("Whoever scans the symbol on the paper may read my name"))


def say(form: Any, error: TakrimError, field: str) -> None:
    """Say at a field of the form what a service refused.

    Raises:
        TakrimError: The same error, when there is no sentence for it.
    """
    if error.code not in SENTENCES:
        raise error
    named = form[field]
    named.errors = [*named.errors, SENTENCES[error.code]]
