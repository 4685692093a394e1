"""The second factor of an account: enrol, confirm, use once, recover, take away."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col

from app import audit
from app.errors import Invalid
from app.people import second_factor
from app.people.models import Account, RecoveryCode
from app.people.sessions import end_sessions
from app.vault import Vault

__all__ = [
    "confirm_totp",
    "enrol_totp",
    "new_recovery_codes",
    "reset_factor",
    "set_totp",
    "use_code",
]


def enrol_totp() -> str:
    """Return a fresh secret; it counts only after ``confirm_totp`` saw a code made with it."""
    return second_factor.new_secret()


def confirm_totp(
    session: Session, vault: Vault, account: Account, secret: str, code: str, *, now: datetime
) -> list[str]:
    """Take a secret into use, when the person's phone makes its codes; return recovery codes.

    Raises:
        Invalid: ``wrong_code``.
    """
    step = second_factor.fitting_step(secret, code, now=now)
    if step is None:
        raise Invalid("wrong_code", field="code")
    set_totp(session, vault, account, secret, actor_id=account.id, now=now)
    account.totp_last_step = step
    session.add(account)
    session.flush()
    return new_recovery_codes(session, vault, account, now=now)


def set_totp(
    session: Session,
    vault: Vault,
    account: Account,
    secret: str,
    *,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Seal and store a secret; older codes no longer work."""
    account.totp_sealed = vault.seal(secret, place=second_factor.place(account.id or 0))
    account.totp_last_step = 0
    session.add(account)
    session.flush()
    _log(session, "factor.enrol", account, actor_id, now)


def new_recovery_codes(
    session: Session, vault: Vault, account: Account, *, now: datetime
) -> list[str]:
    """Replace the ten recovery codes and return the new ones, to be shown once."""
    account_id, codes = account.id or 0, second_factor.new_codes()
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    for code in codes:
        stored = second_factor.recovery_hash(vault, account_id, code)
        session.add(RecoveryCode(account_id=account_id, code_hash=stored))
    session.flush()
    _log(session, "factor.recovery_codes", account, account_id, now)
    return codes


def use_code(session: Session, vault: Vault, account: Account, code: str, *, now: datetime) -> None:
    """Accept the six digits of now, or a recovery code; each works once.

    Raises:
        Invalid: ``wrong_code``: no fit, or used before.
    """
    if not (
        _use_totp(session, vault, account, code, now)
        or _use_recovery(session, vault, account, code, now)
    ):
        raise Invalid("wrong_code", field="code")


def reset_factor(
    session: Session, account: Account, *, actor_id: int | None, now: datetime
) -> None:
    """Take the second factor away (a lost phone); the next sign-in must enrol a new one."""
    account.totp_sealed, account.totp_last_step = b"", 0
    session.add(account)
    session.flush()
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))
    end_sessions(session, account.id or 0, now=now)
    _log(session, "factor.reset", account, actor_id, now)


def _use_totp(session: Session, vault: Vault, account: Account, code: str, now: datetime) -> bool:
    secret = vault.unseal(account.totp_sealed, place=second_factor.place(account.id or 0))
    step = second_factor.fitting_step(secret, code, now=now)
    if step is None:
        return False
    once = update(Account).where(col(Account.id) == account.id, col(Account.totp_last_step) < step)
    return session.connection().execute(once.values(totp_last_step=step)).rowcount == 1


def _use_recovery(
    session: Session, vault: Vault, account: Account, code: str, now: datetime
) -> bool:
    once = update(RecoveryCode).where(
        col(RecoveryCode.account_id) == account.id,
        col(RecoveryCode.code_hash) == second_factor.recovery_hash(vault, account.id or 0, code),
        col(RecoveryCode.used_at).is_(None),
    )
    used = session.connection().execute(once.values(used_at=now)).rowcount == 1
    if used:
        _log(session, "factor.recovery_used", account, account.id, now)
    return used


def _log(
    session: Session, action: str, account: Account, actor_id: int | None, now: datetime
) -> None:
    audit.append(session, action, actor_id=actor_id, now=now, object=f"account:{account.public_id}")
