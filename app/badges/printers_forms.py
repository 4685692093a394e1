"""The form of a printer, and the fields by which a run chooses one."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, StopValidation

from app.badges.printers import NAME_MAX
from app.text import latin_digits
from printables.sheets import SHIFT_MAX

__all__ = ["PrinterForm", "millimetres"]

_MM = _l("Give a length in mm like 0.5 or -1; at most 3 either way.")


def millimetres(text: str) -> float | None:
    """Return a length as people type it, in any digits; ``None`` for what is none.

    >>> [millimetres(text) for text in ("۰٫۵", "-1,2", "−3", "4", "x")]
    [0.5, -1.2, -3.0, None, None]
    """
    plain = latin_digits(text).strip().translate(str.maketrans("٫,−", "..-")) or "0"
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if abs(value) <= SHIFT_MAX else None


def _is_length(_form: Form, field: Any) -> None:
    if millimetres(field.data or "") is None:
        raise StopValidation(str(_MM))


class PrinterForm(FlaskForm):  # type: ignore[misc]  # untyped base class
    """A printer of the office."""

    name = StringField(
        _l("Name of the printer"),
        [
            InputRequired(_l("Give the printer a name.")),
            Length(max=NAME_MAX, message=_l("This is too long.")),
        ],
        render_kw={"dir": "auto", "autocomplete": "off"},
    )
    flip = RadioField(
        _l("The edge over which it turns the sheet"),
        [AnyOf(["", "long", "short"], message=_l("Choose one of these."))],
        choices=[
            SelectChoice("", _l("As the stock has it")),
            SelectChoice("long", _l("Long edge")),
            SelectChoice("short", _l("Short edge")),
        ],
        default="",
        validate_choice=False,
    )
    x = StringField(
        _l("Move the page to the right (mm)"),
        [_is_length],
        default="0",
        render_kw={"inputmode": "text", "dir": "ltr", "autocomplete": "off"},
    )
    y = StringField(
        _l("Move the page down (mm)"),
        [_is_length],
        default="0",
        render_kw={"inputmode": "text", "dir": "ltr", "autocomplete": "off"},
    )
