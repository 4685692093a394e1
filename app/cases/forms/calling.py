"""The citizen's number and the call: why it is looked at, and how the call ended."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.cases.forms.base import MOST, StepForm
from app.cases.wording import OUTCOMES
from app.i18n import use_locale
from app.jalali import localised
from app.text import latin_digits

__all__ = ["CallForm", "RevealForm"]


def _scores() -> list[SelectChoice]:
    """Return 1 to 5 in the digits of the reader."""
    return [SelectChoice(str(n), localised(str(n), use_locale())) for n in range(1, 6)]


class RevealForm(StepForm):
    """One look at the citizen's number."""

    look_reason = StringField(
        _l("Why do you need the number?"),
        [
            InputRequired(_l("Say why, in a few words.")),
            Length(min=5, max=400, message=_l("Say why, in a few words.")),
        ],
    )


class CallForm(FlaskForm):
    """What a verifier writes down after a call, in the order of the script."""

    outcome = RadioField(
        _l("Was it solved?"),
        [InputRequired(_l("Choose how the call ended."))],
        choices=[SelectChoice(k.value, v) for k, v in OUTCOMES.items()],
    )
    words = TextAreaField(_l("What is still missing, in the citizen's words"), [Length(max=MOST)])
    again_in = StringField(_l("Call back in how many hours?"), [Length(max=4)])
    score = RadioField(
        _l("How satisfied with the handling?"),
        [Optional()],
        choices=_scores,
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
