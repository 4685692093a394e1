"""Forms of decisions, of appeals and of the employee's own words."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.errors import TakrimError
from app.scores.decisions.forms.fields import CHOOSE, LONG, MOST, words_field
from app.scores.decisions.own_words import REASONS_AT_LEAST, WORDS_AT_LEAST
from app.scores.decisions.rules import Outcome
from app.scores.decisions.words import OUTCOMES, sentence

__all__ = [
    "AnswerForm",
    "LookForm",
    "ReplyForm",
    "StatementForm",
    "WordsForm",
    "refuse",
]


class WordsForm(FlaskForm):
    """Some sentences, at least 20 letters."""

    words = words_field(_l("Why"), WORDS_AT_LEAST, InputRequired(_l("Write at least 20 letters.")))


class ReplyForm(FlaskForm):
    """A reply to released words."""

    words = TextAreaField(
        _l("Your reply"),
        [InputRequired(_l("Write your answer.")), Length(max=2000, message=LONG)],
        render_kw={"rows": "5", "dir": "auto"},
    )


class StatementForm(FlaskForm):
    """What the employee says to a decision; nothing is an answer too."""

    words = TextAreaField(
        _l("Your answer"),
        [Length(max=MOST, message=LONG)],
        render_kw={"rows": "6", "dir": "auto"},
    )


class AnswerForm(FlaskForm):
    """The answer to an appeal; verdicts on single answers stand beside it."""

    outcome = RadioField(
        _l("Outcome"),
        [InputRequired(CHOOSE)],
        choices=[SelectChoice(one.value, name) for one, name in OUTCOMES.items()],
        coerce=Outcome,
    )
    words = words_field(
        _l("Reasons the employee will read"),
        REASONS_AT_LEAST,
        InputRequired(
            _l("Write your reasons in at least 100 letters; blanks in a row count once.")
        ),
    )


class LookForm(FlaskForm):
    """A second look at one's own decision."""

    same = RadioField(
        _l("Would you decide the same today?"),
        [InputRequired(CHOOSE)],
        choices=[
            SelectChoice("yes", _l("Yes, the same decision")),
            SelectChoice("no", _l("No, differently")),
        ],
    )
    words = words_field(_l("Why"), WORDS_AT_LEAST, InputRequired(_l("Write at least 20 letters.")))


def refuse(form: Any, error: TakrimError, field: str) -> None:
    """Say at a field what a service refused.

    Raises:
        TakrimError: The same error, when it has no sentence.
    """
    told = _FIELDS.get(getattr(error, "field", ""), field)
    named = form[told if told in form else field]
    named.errors = [*named.errors, sentence(error)]


_FIELDS = {"evidence": "shows1", "reference": "reference1"}
