"""Forms of the issuing desk."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, StopValidation

from app.badges.rules import ALL, FACILITY, CardState
from app.badges.words import CARD_NAMES, STOCK_NAMES, TROUBLE_NAMES
from app.directory.rules import EMPLOYEE
from printables.errors import UnknownSheet
from printables.sheets import sheet

__all__ = [
    "AgainForm",
    "CardsForm",
    "EndForm",
    "IssueForm",
    "KeyForm",
    "OneForm",
    "PartForm",
    "PlainForm",
    "PrintForm",
    "SlipDeskForm",
    "StockForm",
]

_CHOOSE = _l("Choose one of these.")
_SAY = _l("Say what happened to the badge.")
_MARKS = (CardState.ISSUED, CardState.SPOILED, CardState.RETURNED, CardState.PRINTED)
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


def _is_stock(_form: Form, field: Field) -> None:
    """Refuse a stock there is none of; one as a printer needs it (a reprint) is one."""
    try:
        sheet(str(field.data))
    except UnknownSheet:
        raise StopValidation(str(_CHOOSE)) from None


class PlainForm(FlaskForm):
    """A button and nothing else."""


class SlipDeskForm(FlaskForm):
    """Whose slip was lost."""

    number = StringField(
        _l("Personnel number"),
        [InputRequired(_l("Enter the personnel number.")), Length(max=40)],
        render_kw={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"},
    )


class IssueForm(FlaskForm):
    """For whom badges are issued."""

    unit = _units()
    kind = _kinds()


class StockForm(FlaskForm):
    """What one badge is printed on."""

    stock = SelectField(
        _l("Printed on"),
        [_is_stock],
        choices=[SelectChoice(name, words) for name, words in STOCK_NAMES.items()],
        default="cr80",
        validate_choice=False,
    )
    printer = SelectField(_l("Printer"), choices=[], validate_choice=False)


class OneForm(StockForm):
    """What one badge is printed on; printing it twice is asked for."""

    again = BooleanField(_l("Print again what was printed before"))


class PrintForm(StockForm):
    """What a run prints, and on what."""

    unit = _units()
    kind = _kinds()
    numbers = TextAreaField(_l("Only these"), [Length(max=40_000, message=_l("This is too long."))])
    changed = BooleanField(_l("Only new and changed badges"), default=True)
    since = StringField(_l("Changed since print run"), [Length(max=12)])
    design = SelectField(_l("Design"), choices=[], validate_choice=False)
    by_unit = BooleanField(_l("A file for each unit"))
    again = BooleanField(_l("Print again what was printed before"))


class AgainForm(StockForm):
    """Which cards of a run are printed once more."""

    numbers = TextAreaField(_l("Badge numbers"), [Length(max=40_000)])


class CardsForm(FlaskForm):
    """What became of some cards of a run."""

    numbers = TextAreaField(
        _l("Badge numbers"),
        [
            InputRequired(_l("Scan or type at least one badge number.")),
            Length(max=40_000, message=_l("This is too long.")),
        ],
    )
    card = RadioField(
        _l("What became of them?"),
        [InputRequired(_SAY), AnyOf([one.value for one in _MARKS], message=_SAY)],
        choices=[SelectChoice(one.value, CARD_NAMES[one]) for one in _MARKS],
        validate_choice=False,
    )


class PartForm(FlaskForm):
    """What became of every card of a part."""

    card = StringField(validators=[AnyOf([CardState.ISSUED.value])])


class KeyForm(FlaskForm):
    """Which key's badges are replaced."""

    sure = BooleanField(
        _l("Yes, the old badges stop working at once"),
        [InputRequired(_l("Confirm it: the old badges stop working at once."))],
    )


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
