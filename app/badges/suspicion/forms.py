"""What the desk fills in about a suspicious code."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from app.badges.suspicion import words
from app.badges.suspicion.marking import NOTE_MAX
from app.badges.suspicion.rules import SuspicionState

__all__ = ["MarkForm"]


class MarkForm(FlaskForm):
    """Where the desk stands, and a note for colleagues."""

    state = RadioField(
        _l("Where does it stand?"),
        choices=[SelectChoice(state.value, words.STATE_NAMES[state]) for state in SuspicionState],
    )
    note = StringField(
        _l("Note for colleagues"),
        [Length(max=NOTE_MAX, message=_l("The note may have 400 letters at most."))],
    )
