"""What is done to accounts: make one, set its password, give and end roles, close and reopen it.

The verbs live beside what they change: ``roles``, ``links`` (invitations and resets), ``factors``
(the second factor), ``sessions`` (who is signed in).  Every act is written to the staff log.
"""

from datetime import datetime

from sqlmodel import Session, select

from app import audit
from app.directory.models import Organisation, Unit
from app.directory.service import add_organisation, add_unit, new_public_id
from app.errors import Invalid, Missing, Refused
from app.people import passwords
from app.people.factors import confirm_totp, enrol_totp, reset_factor, set_totp
from app.people.links import make_invitation, make_reset, use_link
from app.people.models import Account
from app.people.roles import end_role, grant_role
from app.people.sessions import end_session, end_sessions, sign_out, start_session
from app.rights import Role
from app.text import clean_name, fold_code
from app.vault import Vault

__all__ = [
    "confirm_totp",
    "create_account",
    "disable",
    "enable",
    "end_role",
    "end_session",
    "end_sessions",
    "enrol_totp",
    "grant_role",
    "install_administrator",
    "make_invitation",
    "make_reset",
    "reset_factor",
    "set_locale",
    "set_password",
    "set_totp",
    "sign_out",
    "start_session",
    "use_link",
    "whole_city",
]


def create_account(
    session: Session,
    username: str,
    *,
    name_fa: str = "",
    name_en: str = "",
    subject_id: int | None = None,
    locale: str = "fa",
    actor_id: int | None,
    now: datetime,
) -> Account:
    """Open an account that nobody can use yet: it has no password and no role.

    Args:
        session: Open unit of work; flushed, never committed.
        username: Often the personnel number; unique in any spelling, digits of any kind.
        name_fa: Name in Persian.
        name_en: Name in Latin letters.
        subject_id: The employee the account belongs to, if any.
        locale: Language of the desks.
        actor_id: Who opens it; ``None`` for the command line.
        now: Aware instant.

    Raises:
        Invalid: The user name is empty or too long.
        Refused: ``username_taken``, or ``subject_taken`` when the employee has an account.
    """
    username, folded = clean_name(username), fold_code(username)
    _check_free(session, username, folded, subject_id)
    account = Account(
        public_id=new_public_id(),
        username=username,
        username_folded=folded,
        name_fa=clean_name(name_fa),
        name_en=clean_name(name_en),
        subject_id=subject_id,
        locale=locale,
        created_at=now,
    )
    session.add(account)
    session.flush()
    _log(session, "account.create", account, actor_id, now)
    return account


def _check_free(session: Session, username: str, folded: str, subject_id: int | None) -> None:
    if not folded or len(username) > 80:
        raise Invalid("username", field="username")
    if session.exec(select(Account.id).where(Account.username_folded == folded)).first():
        raise Refused("username_taken")
    theirs = select(Account.id).where(Account.subject_id == subject_id)
    if subject_id and session.exec(theirs).first():
        raise Refused("subject_taken")


def set_password(
    session: Session, account: Account, password_hash: str, *, actor_id: int | None, now: datetime
) -> None:
    """Store a password hash and end every session of the account.

    ``passwords.check_password`` and ``passwords.hashed`` come first, outside the unit of work.
    """
    account.password_hash = password_hash
    session.add(account)
    session.flush()
    end_sessions(session, account.id or 0, now=now)
    _log(session, "account.password", account, actor_id, now)


def disable(session: Session, account: Account, *, actor_id: int | None, now: datetime) -> None:
    """Close an account and end its sessions at once.

    Raises:
        Refused: ``own_account``: nobody closes the account they work with.
    """
    if account.id == actor_id:
        raise Refused("own_account")
    account.disabled_at = account.disabled_at or now
    session.add(account)
    session.flush()
    end_sessions(session, account.id or 0, now=now)
    _log(session, "account.disable", account, actor_id, now)


def enable(session: Session, account: Account, *, actor_id: int | None, now: datetime) -> None:
    """Reopen a closed account."""
    account.disabled_at = None
    session.add(account)
    session.flush()
    _log(session, "account.enable", account, actor_id, now)


def set_locale(session: Session, account_id: int, locale: str) -> None:
    """Remember in which language a person wants the desks.

    Raises:
        Missing: No such account.
    """
    account = session.get(Account, account_id)
    if account is None:
        raise Missing("account")
    account.locale = locale
    session.add(account)
    session.flush()


def whole_city(session: Session, name_fa: str, name_en: str = "") -> Unit:
    """Return the unit whose subtree is everything, made when it is not there yet.

    Its path is ``/``, the beginning of every other path, so that a role granted on it also reaches
    agencies that are imported later.
    """
    found = session.exec(select(Unit).where(Unit.path == "/")).first()
    if found is not None:
        return found
    code = "city"
    agency = session.exec(select(Organisation).where(Organisation.code == code)).first()
    agency = agency or add_organisation(session, code, name_fa, name_en=name_en)
    unit = add_unit(session, agency.id or 0, code, name_fa, name_en=name_en)
    unit.path = "/"
    session.add(unit)
    session.flush()
    return unit


def install_administrator(
    session: Session,
    vault: Vault,
    username: str,
    password: str,
    *,
    unit: Unit,
    now: datetime,
) -> str:
    """Make the first administrator of a city and return the second factor's secret, shown once.

    Args:
        session: Open unit of work.
        vault: Seals the secret.
        username: User name.
        password: At least 8 letters.
        unit: Whose subtree is administered, usually ``whole_city``.
        now: Aware instant.

    Raises:
        Invalid: The password is too short or well known.
        Refused: The user name is taken.
    """
    passwords.check_password(password, second_factor=True, username=username)
    account = create_account(
        session, username, name_fa="مدیر سامانه", name_en="Administrator", actor_id=None, now=now
    )
    set_password(session, account, passwords.hashed(password), actor_id=None, now=now)
    grant_role(session, account, Role.ADMINISTRATOR, unit.id or 0, actor_id=None, now=now)
    secret = enrol_totp()
    set_totp(session, vault, account, secret, actor_id=None, now=now)
    return secret


def _log(
    session: Session, action: str, account: Account, actor_id: int | None, now: datetime
) -> None:
    audit.append(session, action, actor_id=actor_id, now=now, object=f"account:{account.public_id}")
