"""What a desk fills in to publish what was said and done at a place."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.cases.publishing.rules import DONE_MAX, SAID_MAX
from app.cases.publishing.service import Sentence

__all__ = ["REFUSALS", "PublishForm"]

REFUSALS = {
    "too_short": _l("This says too little."),
    "too_long": _l("This is too long."),
    "half_english": _l("Write both English sentences, or neither."),
    "number": _l("No phone numbers or codes: this page is public."),
    "name": _l("This names somebody who works here; write what was done, not who."),
    "quote": _l("These are a citizen's own words; say it in the desk's words."),
}
_NEEDED = _l("This is needed.")


class PublishForm(FlaskForm):
    """A place, what people said of it, what was done; ``sure`` is the deliberate step."""

    place = SelectField(_l("Place"), validate_choice=False)
    said_fa = StringField(
        _l("You said (Persian)"),
        [InputRequired(_NEEDED), Length(max=SAID_MAX)],
        render_kw={"dir": "rtl", "lang": "fa", "maxlength": SAID_MAX},
    )
    done_fa = TextAreaField(
        _l("We did (Persian)"),
        [InputRequired(_NEEDED), Length(max=DONE_MAX)],
        render_kw={"dir": "rtl", "lang": "fa", "maxlength": DONE_MAX, "rows": 3},
    )
    said_en = StringField(
        _l("You said (English)"),
        [Length(max=SAID_MAX)],
        render_kw={"dir": "ltr", "lang": "en", "maxlength": SAID_MAX},
    )
    done_en = TextAreaField(
        _l("We did (English)"),
        [Length(max=DONE_MAX)],
        render_kw={"dir": "ltr", "lang": "en", "maxlength": DONE_MAX, "rows": 3},
    )
    sure = BooleanField(
        _l("I have read it as a stranger would: it names nobody and quotes nobody."),
        [InputRequired(_l("Tick this after reading it once more."))],
    )

    def sentence(self) -> Sentence:
        """Return what was written."""
        return Sentence(
            said_fa=self.said_fa.data or "",
            done_fa=self.done_fa.data or "",
            said_en=self.said_en.data or "",
            done_en=self.done_en.data or "",
        )
