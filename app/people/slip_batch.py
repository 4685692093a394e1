"""Activation slips of many employees at once: a whole city in minutes.

What ``create_account``, ``grant_role`` and ``make_slip`` do one after the other for each, with the
same rows in the log, in nine statements however many they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from app import audit
from app.directory.service import new_public_id
from app.people.models import Account, OneUseLink, RoleGrant
from app.people.rules import LINK_AGE, Purpose
from app.people.slip_code import new_code, slip_hash
from app.rights import Role
from app.text import clean_name, fold_code
from app.vault import Vault

__all__ = ["Holder", "make_slips"]


@dataclass(frozen=True, slots=True)
class Holder:
    """An employee whose account nobody uses yet; ``account_id``, ``public_id`` if there is one."""

    number: str
    name_fa: str
    name_en: str
    subject_id: int
    unit_id: int
    unit_code: str
    account_id: int = 0
    public_id: str = ""


def make_slips(
    session: Session,
    vault: Vault,
    holders: Sequence[Holder],
    *,
    actor_id: int | None,
    now: datetime,
) -> list[str]:
    """Return a fresh code for each holder, empty where the user name is somebody else's.

    Who has no account gets one, named by the personnel number, with the role employee on the own
    unit.  Older slips and links of the others end.

    Args:
        session: Open unit of work; flushed, never committed.
        vault: Holds the key of the hashes.
        holders: At most some hundreds; engines limit how many values a statement may carry.
        actor_id: Who makes them; ``None`` for the command line.
        now: Aware instant; the codes live 30 days from here.
    """
    opened = _open(session, [one for one in holders if not one.account_id], now)
    _end_older(session, [one.account_id for one in holders if one.account_id], now)
    ids = [one.account_id or opened.get(one.subject_id, (0, ""))[0] for one in holders]
    codes = [new_code() if account_id else "" for account_id in ids]
    links = [
        OneUseLink(
            purpose=Purpose.SLIP.value,
            token_hash=slip_hash(vault, code),
            account_id=account_id,
            expires_at=now + LINK_AGE[Purpose.SLIP],
        ).model_dump(exclude={"id"})
        for account_id, code in zip(ids, codes, strict=True)
        if account_id
    ]
    if links:
        session.execute(insert(OneUseLink), links)
    audit.append_all(session, _acts(holders, opened), actor_id=actor_id, now=now)
    return codes


def _open(session: Session, holders: Sequence[Holder], now: datetime) -> dict[int, tuple[int, str]]:
    """Open accounts with their role; return id and public id by subject, of those opened."""
    names = {one.subject_id: fold_code(one.number) for one in holders}
    folded = select(col(Account.username_folded)).where(
        col(Account.username_folded).in_(names.values())
    )
    taken = set(session.scalars(folded))
    rows: dict[int, dict[str, object]] = {}
    for one in holders:
        if (name := names[one.subject_id]) not in taken:
            taken.add(name)
            rows[one.subject_id] = _account(one, name, now)
    if not rows:
        return {}
    session.execute(insert(Account), list(rows.values()))
    made = select(col(Account.subject_id), col(Account.id), col(Account.public_id)).where(
        col(Account.subject_id).in_(rows)
    )
    opened = {row[0]: (row[1], row[2]) for row in session.execute(made)}
    grants = [
        RoleGrant(
            account_id=opened[one.subject_id][0],
            role=Role.EMPLOYEE,
            unit_id=one.unit_id,
            granted_at=now,
        ).model_dump(exclude={"id"})
        for one in holders
        if one.subject_id in opened
    ]
    session.execute(insert(RoleGrant), grants)
    return opened


def _account(one: Holder, folded: str, now: datetime) -> dict[str, object]:
    return Account(
        public_id=new_public_id(),
        username=clean_name(one.number),
        username_folded=folded,
        name_fa=clean_name(one.name_fa),
        name_en=clean_name(one.name_en),
        subject_id=one.subject_id,
        created_at=now,
    ).model_dump(exclude={"id"})


def _end_older(session: Session, account_ids: Sequence[int], now: datetime) -> None:
    older = update(OneUseLink).where(
        col(OneUseLink.account_id).in_(account_ids), col(OneUseLink.used_at).is_(None)
    )
    if account_ids:
        session.execute(older.values(used_at=now), execution_options={"synchronize_session": False})


def _acts(holders: Sequence[Holder], opened: dict[int, tuple[int, str]]) -> Iterator[audit.Act]:
    for one in holders:
        public_id = one.public_id or opened.get(one.subject_id, (0, ""))[1]
        if not public_id:
            continue
        what = f"account:{public_id}"
        if not one.account_id:
            yield audit.Act("account.create", what, {})
            role = {"role": Role.EMPLOYEE.value, "unit": one.unit_code}
            yield audit.Act("role.grant", what, role)
        yield audit.Act("link.slip", what, {})
