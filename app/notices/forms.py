"""The form of a notice's text in both languages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired

__all__ = ["EMPTY", "TextForm"]

EMPTY = _l("Write the text in both languages.")


class TextForm(FlaskForm):
    """One text in both languages; ``seen`` is the version its editor had before them."""

    seen = HiddenField()
    fa = TextAreaField(
        _l("In Persian"), [InputRequired(EMPTY)], render_kw={"dir": "rtl", "lang": "fa"}
    )
    en = TextAreaField(
        _l("In English"), [InputRequired(EMPTY)], render_kw={"dir": "ltr", "lang": "en"}
    )
