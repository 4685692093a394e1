"""Names of roles and the sentences for what people of this feature are refused."""

from flask_babel import lazy_gettext as _l

from app.errors import TakrimError
from app.rights import Role

__all__ = ["ROLE_NAMES", "sentence"]

ROLE_NAMES = {
    Role.EMPLOYEE: _l("Employee"),
    Role.FACILITY_MANAGER: _l("Facility manager"),
    Role.UNIT_MANAGER: _l("Unit manager"),
    Role.SPECIAL_TEAM: _l("Special team"),
    Role.HANDLER: _l("Case handler"),
    Role.OPERATOR: _l("Call centre operator"),
    Role.VERIFIER: _l("Call centre verifier"),
    Role.INSPECTOR: _l("Inspector"),
    Role.HR_REVIEWER: _l("HR reviewer"),
    Role.APPEAL_REVIEWER: _l("Appeal reviewer"),
    Role.ISSUING_OFFICER: _l("Issuing officer"),
    Role.INTEGRITY_HANDLER: _l("Integrity handler"),
    Role.EXPERT: _l("Expert"),
    Role.FAQ_EDITOR: _l("Editor of questions and answers"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.AUDITOR: _l("Auditor"),
}

_SENTENCES = {
    "password_short": _l("The password must have at least 8 characters."),
    "password_short_alone": _l(
        "Without a second factor the password must have at least 15 characters; "
        "a few words in a row do."
    ),
    "password_long": _l("The password may have at most 128 characters."),
    "password_common": _l("Many people use this password, so it is tried first. Choose another."),
    "password_own_name": _l("The password may not be made of your user name."),
    "wrong_code": _l("The code does not fit or was used before. Enter the code shown now."),
    "username": _l("Enter a user name of at most 80 characters."),
    "username_taken": _l("This user name is taken."),
    "subject_taken": _l("This employee already has an account."),
    "role_held": _l("The account already holds this role on this unit."),
    "own_roles": _l("You cannot change your own roles; another administrator can."),
    "own_account": _l("You cannot close the account you work with."),
    "unknown_unit": _l("You look after no unit with this code."),
    "unknown_employee": _l("You look after no employee with this personnel number."),
    "slip": _l(
        "Personnel number and code do not fit together, or the slip is used or too old. Each code "
        "works once. Your issuing desk gives you a new slip."
    ),
    "wrong_password": _l("This is not your current password."),
}


def sentence(error: TakrimError) -> str:
    """Return what the reader is told about a refusal.

    Raises:
        KeyError: The refusal has no sentence here and belongs to the error page.
    """
    return str(_SENTENCES[error.code])
