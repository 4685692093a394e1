"""Forms of the import desk."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from app.directory.rules import Kind

__all__ = ["KIND_NAMES", "ConfirmForm", "DiscardForm", "UploadForm"]

KIND_NAMES = {
    Kind.UNITS: _l("Tree of units"),
    Kind.EMPLOYEES: _l("Employees"),
    Kind.FACILITIES: _l("Places and lines"),
}
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
