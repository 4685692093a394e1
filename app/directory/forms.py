"""Forms of the import desk."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from app.directory.importing.headers import Choice
from app.directory.importing.heads import Head
from app.directory.rules import Kind

__all__ = [
    "FIELD_NAMES",
    "KIND_NAMES",
    "ConfirmForm",
    "DiscardForm",
    "UploadForm",
    "columns_form",
]

KIND_NAMES = {
    Kind.UNITS: _l("Tree of units"),
    Kind.EMPLOYEES: _l("Employees"),
    Kind.FACILITIES: _l("Places and lines"),
}
FIELD_NAMES = {
    "code": _l("Code"),
    "name_fa": _l("Name in Persian"),
    "name_en": _l("Name in English"),
    "parent_code": _l("Code of the unit above"),
    "organisation_code": _l("Code of the organisation"),
    "personnel_number": _l("Personnel number"),
    "first_name_fa": _l("First name in Persian"),
    "last_name_fa": _l("Family name in Persian"),
    "full_name_fa": _l("Whole name in Persian"),
    "first_name_en": _l("First name in English"),
    "last_name_en": _l("Family name in English"),
    "unit_code": _l("Code of the unit"),
    "job_title": _l("Job title"),
    "site": _l("Place of work"),
    "kind": _l("Kind of place"),
    "line_codes": _l("Codes of its lines"),
    "latitude": _l("Latitude"),
    "longitude": _l("Longitude"),
    "address": _l("Address"),
    "line_number": _l("Number of the line"),
    "line_colour": _l("Colour of the line"),
}
"""What a column may hold, by field of ``importing.headers``."""
_LONG = _l("This is too long.")
_CODE = {"dir": "ltr", "autocomplete": "off", "list": "units"}


class UploadForm(FlaskForm):
    """A file and how it is meant."""

    kind = RadioField(
        _l("What does the file list?"),
        [InputRequired(_l("Say what the file lists."))],
        choices=[SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items()],
    )
    file = FileField(
        _l("File (CSV or XLSX)"),
        [FileRequired(_l("Choose a file."))],
        render_kw={"accept": ".csv,.txt,.tsv,.xlsx"},
    )
    scope = StringField(
        _l("Unit the file lists in full"),
        [Optional(), Length(max=40, message=_LONG)],
        render_kw=_CODE,
    )
    unit = StringField(
        _l("Unit for rows that name none"),
        [Optional(), Length(max=40, message=_LONG)],
        render_kw=_CODE,
    )


class ConfirmForm(FlaskForm):
    """The officer has read the preview."""

    skip_refused = BooleanField(_l("Import the other rows and leave the refused ones out"))
    confirm_left = StringField(
        _l("How many are no longer there?"),
        [Optional(), Regexp(r"^[0-9۰-۹٠-٩]{1,7}$", message=_l("Enter the number shown above."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"},
    )


class DiscardForm(FlaskForm):
    """The officer thinks better of it."""


def columns_form(head: Head, choices: list[SelectChoice], before: Choice) -> FlaskForm:
    """Return a form with a choice for each column of a file that may be read.

    Args:
        head: The columns.
        choices: What a column may hold.
        before: What each is thought to hold.
    """
    fields = {
        f"c{one.place}": SelectField(
            one.name, choices=choices, validate_choice=False,
            default=before.fields.get(one.place, ""),
        )
        for one in head.columns
        if not one.barred
    }  # fmt: skip
    made: FlaskForm = type("ColumnsForm", (FlaskForm,), fields)()
    return made
