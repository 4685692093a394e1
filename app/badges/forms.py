"""Forms of the issuing desk."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length

from app.badges.rules import ALL, FACILITY
from app.badges.words import STOCK_NAMES, TROUBLE_NAMES
from app.directory.rules import EMPLOYEE

__all__ = ["EndForm", "IssueForm", "PlainForm", "PrintForm", "StockForm"]

_CHOOSE = _l("Choose one of these.")
_SAY = _l("Say what happened to the badge.")
KIND_CHOICES = [
    SelectChoice(ALL, _l("Everybody and every place")),
    SelectChoice(EMPLOYEE, _l("Employees")),
    SelectChoice(FACILITY, _l("Places and lines")),
]


def _kinds() -> SelectField:
    known = AnyOf([choice.value for choice in KIND_CHOICES], message=_CHOOSE)
    return SelectField(
        _l("For whom"), [known], choices=KIND_CHOICES, default=ALL, validate_choice=False
    )


def _units() -> SelectField:
    """Return the field of a unit; the view resolves the code within the reader's reach."""
    return SelectField(_l("Unit"), validate_choice=False)


class PlainForm(FlaskForm):
    """A button and nothing else."""


class IssueForm(FlaskForm):
    """For whom badges are issued."""

    unit = _units()
    kind = _kinds()


class StockForm(FlaskForm):
    """What one badge is printed on."""

    stock = SelectField(
        _l("Printed on"),
        [AnyOf(list(STOCK_NAMES), message=_CHOOSE)],
        choices=[SelectChoice(name, words) for name, words in STOCK_NAMES.items()],
        default="cr80",
        validate_choice=False,
    )


class PrintForm(StockForm):
    """What a run prints, and on what."""

    unit = _units()
    kind = _kinds()
    changed = BooleanField(_l("Only new and changed badges"), default=True)


class EndForm(FlaskForm):
    """What happened to a badge."""

    what = RadioField(
        _l("What happened to the badge?"),
        [InputRequired(_SAY), AnyOf(list(TROUBLE_NAMES), message=_SAY)],
        choices=[SelectChoice(one.value, words) for one, words in TROUBLE_NAMES.items()],
        validate_choice=False,
    )
    note = StringField(
        _l("Note for the office"), [Length(max=300, message=_l("This is too long."))]
    )
