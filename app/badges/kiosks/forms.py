"""What the desk fills in to set up a kiosk."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from app.badges.kiosks.service import LABEL_MAX

__all__ = ["KioskForm"]


class KioskForm(FlaskForm):
    """Whose badge it shows, and where the tablet stands."""

    number = StringField(
        _l("Badge number"),
        [InputRequired(_l("Enter the nine digits of a working badge.")), Length(max=40)],
        render_kw={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"},
    )
    label = StringField(
        _l("Where the tablet stands"),
        [
            InputRequired(_l("Say where the tablet stands.")),
            Length(max=LABEL_MAX, message=_l("At most 120 letters.")),
        ],
        render_kw={"dir": "auto"},
    )
