"""What the desks arrange beside single cases: absences, posts, words that wait."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from app.cases.forms.base import MOST
from app.cases.wording import POSTS
from app.text import latin_digits

__all__ = ["AbsenceForm", "PostForm", "WordsForm"]


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


class WordsForm(FlaskForm):
    """One text of the release queue and what becomes of it."""

    message = IntegerField(validators=[InputRequired(), NumberRange(1, 2**31 - 1)])
    verb = HiddenField(validators=[InputRequired()])
    masked = TextAreaField(_l("As others will read it"), [Length(max=MOST)])
