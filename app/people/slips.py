"""Activation slips: a one-time code on paper by which an employee opens the own account.

Only a keyed hash of the code is stored.  A wrong number, a wrong code, a used or old one and a
closed account are all told the same; one look-up is made in each case.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from app import audit
from app.directory.models import Employee
from app.errors import Invalid
from app.people.models import Account, OneUseLink
from app.people.rules import LINK_AGE, Purpose
from app.people.slip_code import new_code, slip_hash, sound, typed
from app.text import fold_code
from app.vault import Vault

__all__ = ["Opened", "make_slip", "open_slip", "use_slip"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A slip whose number and code are right."""

    link_id: int
    account_id: int
    username: str


def make_slip(
    session: Session, vault: Vault, account: Account, *, actor_id: int | None, now: datetime
) -> str:
    """Return a fresh code for an account nobody uses yet; its older slips and links end.

    Args:
        session: Open unit of work.
        vault: Holds the key of the hash.
        account: Has no password yet.
        actor_id: Who makes it; ``None`` for the command line.
        now: Aware instant; the code lives 30 days from here.
    """
    older = update(OneUseLink).where(
        col(OneUseLink.account_id) == account.id, col(OneUseLink.used_at).is_(None)
    )
    session.execute(older.values(used_at=now))
    code = new_code()
    session.add(
        OneUseLink(
            purpose=Purpose.SLIP.value,
            token_hash=slip_hash(vault, code),
            account_id=account.id or 0,
            expires_at=now + LINK_AGE[Purpose.SLIP],
        )
    )
    session.flush()
    who = f"account:{account.public_id}"
    audit.append(session, "link.slip", actor_id=actor_id, now=now, object=who)
    return code


def open_slip(session: Session, vault: Vault, number: str, code: str, *, now: datetime) -> Opened:
    """Return whose slip this is, without using it.

    Args:
        session: For reading; one statement, whatever was typed.
        vault: Holds the key of the hash.
        number: Personnel number or user name, in any digits.
        code: As typed.
        now: Aware instant.

    Raises:
        Invalid: ``slip``: number or code is wrong, or the slip is used or too old.
    """
    plain, folded = typed(code), fold_code(number)
    found = session.execute(
        select(OneUseLink, Account, Employee)
        .join(Account, col(Account.id) == col(OneUseLink.account_id))
        .outerjoin(Employee, col(Employee.subject_id) == col(Account.subject_id))
        .where(
            col(OneUseLink.token_hash) == slip_hash(vault, plain),
            col(OneUseLink.purpose) == Purpose.SLIP.value,
        )
    ).first()
    if found is None or not sound(plain):
        raise Invalid("slip", field="code")
    link, account, employee = found
    names = {account.username_folded, fold_code(employee.personnel_number) if employee else ""}
    over = link.used_at is not None or now >= link.expires_at
    if over or account.disabled_at is not None or not folded or folded not in names:
        raise Invalid("slip", field="code")
    return Opened(link.id or 0, account.id or 0, account.username)


def use_slip(session: Session, link_id: int, *, now: datetime) -> Account:
    """Use a slip up and return its account; of two at the same moment one is refused.

    Raises:
        Invalid: ``slip``: used or too old meanwhile, or the account was closed.
    """
    once = update(OneUseLink).where(
        col(OneUseLink.id) == link_id,
        col(OneUseLink.purpose) == Purpose.SLIP.value,
        col(OneUseLink.used_at).is_(None),
        col(OneUseLink.expires_at) > now,
    )
    used = session.connection().execute(once.values(used_at=now)).rowcount == 1
    link = session.get(OneUseLink, link_id) if used else None
    account = session.get(Account, link.account_id) if link else None
    if account is None or account.disabled_at is not None:
        raise Invalid("slip", field="code")
    return account
