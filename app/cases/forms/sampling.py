"""Who is called about claimed fixes: every one, or what is a must and a sample."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from app.calendar.typed import parse_day
from app.calendar.words import sentence
from app.cases.sampling.rules import EVERY, SHARE_LEAST, SHARE_MOST
from app.cases.sampling.wording import REFUSALS
from app.errors import Invalid
from app.text import latin_digits

__all__ = ["CallRuleForm"]

_TYPED: dict[str, Any] = {"dir": "ltr", "autocomplete": "off"}
_REASON = _l("Say why, in a few words.")


def _follows(form: Any, field: Any) -> None:
    """Only an organisation can leave it to the city."""
    if field.data == "city" and not form.organisation_id.data:
        raise ValidationError(_l("The whole city has no other rule to follow."))


def _large_enough(form: Any, _field: Any) -> None:
    """Refuse a sample that is too small to find a fix that was none."""
    if form.way.data == "sample" and form.percent not in range(SHARE_LEAST, SHARE_MOST + 1):
        raise ValidationError(REFUSALS["share"])


def _a_day(_form: Any, field: Any) -> None:
    """Refuse what is no day; nothing typed means from now on."""
    try:
        _read_day(field.data)
    except Invalid as error:
        raise ValidationError(sentence(error.code)) from None


def _read_day(typed: str | None) -> date | None:
    return parse_day(typed) if typed and typed.strip() else None


class CallRuleForm(FlaskForm):
    """A new version of the rule; the organisations are filled by the view."""

    organisation_id = SelectField(_l("For whom"), coerce=int)
    way = RadioField(
        _l("Whom does the call centre call?"),
        [InputRequired(_l("Choose whom it calls.")), _follows],
        choices=[
            SelectChoice("every", _l("Every claimed fix")),
            SelectChoice("sample", _l("What is a must, and a sample")),
            SelectChoice("city", _l("As the whole city does")),
        ],
    )
    share = StringField(
        _l("Percent of the others that are called"), [_large_enough], render_kw=_TYPED
    )
    from_day = StringField(_l("From which day on?"), [_a_day], render_kw=_TYPED)
    reason = StringField(
        _l("Why is it set so?"),
        [InputRequired(_REASON), Length(min=5, max=400, message=_REASON)],
        render_kw={"dir": "auto"},
    )

    @property
    def percent(self) -> int | None:
        """What the rule stores: 100 for every claim, nothing for the city's rule."""
        if self.way.data != "sample":
            return EVERY if self.way.data == "every" else None
        typed = latin_digits(self.share.data or "").strip().rstrip("%٪").strip()
        return int(typed) if typed.isdecimal() and len(typed) < 4 else 0

    @property
    def day(self) -> date | None:
        """The first day, ``None`` for now.

        Raises:
            Invalid: It is no day.
        """
        return _read_day(self.from_day.data)
