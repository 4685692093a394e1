"""Forms of signing in, of one's own account and of the administrator's desk."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length, Optional

from app.errors import TakrimError
from app.people.words import ROLE_NAMES, sentence
from app.rights import Role

__all__ = [
    "AccountForm",
    "CodeForm",
    "ConfirmForm",
    "GrantForm",
    "NewPasswordForm",
    "OwnPasswordForm",
    "SignInForm",
    "SlipForm",
    "refuse",
]

_LONG = _l("This is too long.")
_CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}
_NEW = {"autocomplete": "new-password", "dir": "ltr"}
_CURRENT = {"autocomplete": "current-password", "dir": "ltr"}


class SignInForm(FlaskForm):
    """The first step."""

    username = StringField(
        _l("Personnel number or user name"),
        [
            InputRequired(_l("Enter your personnel number or user name.")),
            Length(max=80, message=_LONG),
        ],
        render_kw={"autocomplete": "username", "dir": "ltr", "autocapitalize": "none"},
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Enter your password.")), Length(max=512, message=_LONG)],
        render_kw=_CURRENT,
    )


class CodeForm(FlaskForm):
    """The second step, and the proof that a new phone works."""

    code = StringField(
        _l("Six-digit code"),
        [InputRequired(_l("Enter the code your phone shows.")), Length(max=40, message=_LONG)],
        render_kw=_CODE,
    )


class ConfirmForm(FlaskForm):
    """One's own password once more, before something that matters."""

    password = PasswordField(
        _l("Current password"),
        [InputRequired(_l("Enter your password.")), Length(max=512, message=_LONG)],
        render_kw=_CURRENT,
    )


class SlipForm(FlaskForm):
    """What stands on the slip that came with the badge."""

    number = StringField(
        _l("Personnel number"),
        [InputRequired(_l("Enter your personnel number.")), Length(max=80, message=_LONG)],
        render_kw={"dir": "ltr", "inputmode": "numeric", "autocomplete": "username"},
    )
    code = StringField(
        _l("Code on the slip"),
        [InputRequired(_l("Enter the code on the slip.")), Length(max=40, message=_LONG)],
        render_kw={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"},
    )


class NewPasswordForm(FlaskForm):
    """A first or forgotten password."""

    password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Enter a new password.")), Length(max=512, message=_LONG)],
        render_kw=_NEW,
    )
    again = PasswordField(
        _l("New password once more"),
        [EqualTo("password", _l("The two passwords differ."))],
        render_kw=_NEW,
    )


class OwnPasswordForm(NewPasswordForm):
    """A new password, by somebody who knows the old one."""

    current = PasswordField(
        _l("Current password"),
        [InputRequired(_l("Enter your password.")), Length(max=512, message=_LONG)],
        render_kw=_CURRENT,
    )


def _role_field() -> SelectField:
    return SelectField(
        _l("Role"),
        choices=[SelectChoice(role.value, name) for role, name in ROLE_NAMES.items()],
        coerce=Role,
        validate_choice=True,
    )


def _unit_field() -> StringField:
    return StringField(
        _l("Unit code"),
        [InputRequired(_l("Enter the code of the unit.")), Length(max=40, message=_LONG)],
        render_kw={"dir": "ltr", "list": "units", "autocomplete": "off"},
    )


class GrantForm(FlaskForm):
    """A role on a unit."""

    role = _role_field()
    unit = _unit_field()


class AccountForm(FlaskForm):
    """A new account with its first role, in the order of the page."""

    username = StringField(
        _l("User name"),
        [
            InputRequired(_l("Enter a user name of at most 80 characters.")),
            Length(max=80, message=_LONG),
        ],
        render_kw={"dir": "ltr", "autocomplete": "off", "autocapitalize": "none"},
    )
    name_fa = StringField(_l("Name in Persian"), [Optional(), Length(max=200, message=_LONG)])
    name_en = StringField(
        _l("Name in English"),
        [Optional(), Length(max=200, message=_LONG)],
        render_kw={"dir": "ltr"},
    )
    personnel = StringField(
        _l("Personnel number, when the account belongs to an employee"),
        [Optional(), Length(max=40, message=_LONG)],
        render_kw={"dir": "ltr", "inputmode": "numeric"},
    )
    role = _role_field()
    unit = _unit_field()


def refuse(form: Any, error: TakrimError, field: str = "") -> None:
    """Say at a field of the form what a service refused.

    Raises:
        TakrimError: The same error, when it belongs to no field.
    """
    try:
        words = sentence(error)
    except KeyError:
        raise error from None
    named = form[field or getattr(error, "field", "") or next(iter(form._fields))]
    named.errors = [*named.errors, words]
