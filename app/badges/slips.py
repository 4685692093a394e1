"""Activation slips: with a new card, its holder gets a one-time code to open the own account.

Only hashes of the codes are stored, so slips are made when they are asked for and kept nowhere;
making them again ends the codes of the first ones.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import false, or_, select
from sqlmodel import Session, col

from app import clock
from app.badges.changing import batches
from app.badges.making import Press
from app.badges.models import Badge, PrintedBadge
from app.badges.rules import BadgeStatus
from app.directory.models import Employee, Subject, Unit
from app.errors import Invalid, Refused
from app.jalali import day
from app.people import service as people
from app.people.models import Account
from app.people.rules import LINK_AGE, Purpose
from app.people.slip_code import grouped
from app.people.slips import make_slip
from app.rights import Role
from app.text import fold_code
from app.vault import Vault
from printables.slip import Slip, draw_slips

__all__ = ["badge_for_slip", "make_slips", "slips_of", "slips_pdf", "write_files"]

AT_ONCE = 50


def make_slips(
    session: Session,
    badge_ids: Sequence[int],
    *,
    vault: Vault,
    public_url: str,
    city: str,
    until: str,
    now: datetime,
    actor_id: int | None,
) -> Iterator[Slip]:
    """Yield a slip for each of these badges whose holder has no account in use yet.

    The account is opened when there is none: the personnel number is its user name, its role
    employee on the own unit.  Whoever has a password, a closed account or a taken user name gets
    no slip.

    Args:
        session: Open unit of work; the codes count once it ends well.
        badge_ids: Badges of a run, in its order.
        vault: Holds the key under which the codes are stored.
        public_url: Where the desks are reached.
        city: Name on the slips.
        until: Last day of the codes, as it is printed.
        now: Aware instant.
        actor_id: Account of the officer.
    """
    for there, employee, unit in _holders(session, badge_ids):
        try:
            account = there or _open(session, employee, unit, now=now, actor_id=actor_id)
        except Refused:  # somebody else's user name: an administrator sorts it out
            continue
        code = make_slip(session, vault, account, actor_id=actor_id, now=now)
        yield Slip(
            name=f"{employee.first_name_fa} {employee.last_name_fa}",
            number=employee.personnel_number,
            unit=unit.name_fa,
            link=f"{public_url}/start/{code}",
            code=grouped(code),
            place=f"{public_url.partition('://')[2]}/start",
            until=until,
            city=city,
        )


def slips_pdf(
    press: Press,
    run_id: int,
    part: int,
    *,
    vault: Vault,
    zone: ZoneInfo,
    now: datetime,
    actor_id: int | None,
) -> tuple[bytes, int]:
    """Return the slips of a part as a PDF, and how many there are; ``b""`` without any."""
    with press.db.reading() as session:
        ids = _badges(session, run_id, part)
    return slips_of(press, ids, vault=vault, zone=zone, now=now, actor_id=actor_id)


def slips_of(
    press: Press,
    badge_ids: Sequence[int],
    *,
    vault: Vault,
    zone: ZoneInfo,
    now: datetime,
    actor_id: int | None,
) -> tuple[bytes, int]:
    """Return slips for the holders of these badges as a PDF, and how many there are."""
    last = (now + LINK_AGE[Purpose.SLIP]).astimezone(zone).date()
    until = day(last, "fa", today=now.astimezone(zone).date(), year=True)
    slips: list[Slip] = []
    for some in batches(badge_ids, AT_ONCE):
        with press.db.writing() as session:
            slips += make_slips(
                session, some, vault=vault, public_url=press.imprint.public_url,
                city=press.imprint.city_fa, until=until, now=now, actor_id=actor_id,
            )  # fmt: skip
    if not slips:
        return b"", 0
    out = BytesIO()
    draw_slips(slips, out)
    return out.getvalue(), len(slips)


def badge_for_slip(session: Session, number: str, roots: Sequence[str]) -> tuple[int, bool]:
    """Return the active badge of an employee by personnel number, and whether a slip is needed.

    Args:
        session: For reading; one statement.
        number: Personnel number, in any digits.
        roots: Unit paths the reader reaches.

    Raises:
        Invalid: ``no_badge``: nobody with this number and a valid badge within reach, or several.
    """
    found = session.execute(
        select(col(Badge.id), Account)
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .join(Employee, col(Employee.subject_id) == col(Subject.id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .outerjoin(Account, col(Account.subject_id) == col(Subject.id))
        .where(
            col(Employee.personnel_number).in_({number.strip(), fold_code(number)}),
            col(Badge.status) == BadgeStatus.ACTIVE,
            or_(false(), *(col(Unit.path).startswith(root) for root in roots)),
        )
        .limit(2)
    ).all()
    if len(found) != 1:
        raise Invalid("no_badge", field="number")
    badge_id, account = found[0]
    in_use = account is not None and (account.password_hash != "" or account.disabled_at)
    return int(badge_id or 0), not in_use


def write_files(
    press: Press, run_id: int, files: Sequence[Path], *, vault: Vault, zone: ZoneInfo
) -> int:
    """Write the slips of each part beside its cards, readable by their owner alone."""
    count = 0
    for part, file in enumerate(files, 1):
        pdf, some = slips_pdf(
            press, run_id, part, vault=vault, zone=zone, now=clock.now(), actor_id=None
        )
        if some:
            target = file.with_name(f"{file.stem}-slips.pdf")
            target.unlink(missing_ok=True)
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(pdf)
        count += some
    return count


def _badges(session: Session, run_id: int, part: int) -> list[int]:
    found = select(col(PrintedBadge.badge_id)).where(
        col(PrintedBadge.run_id) == run_id, col(PrintedBadge.part) == part
    )
    return list(session.scalars(found.order_by(col(PrintedBadge.seq))))


def _holders(
    session: Session, badge_ids: Sequence[int]
) -> list[tuple[Account | None, Employee, Unit]]:
    found = (
        select(Badge.id, Account, Employee, Unit)  # type: ignore[call-overload]
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .join(Employee, col(Employee.subject_id) == col(Subject.id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .outerjoin(Account, col(Account.subject_id) == col(Subject.id))
        .where(
            col(Badge.id).in_(badge_ids),
            col(Badge.status) == BadgeStatus.ACTIVE,
            or_(
                col(Account.id).is_(None),
                (col(Account.password_hash) == "") & col(Account.disabled_at).is_(None),
            ),
        )
    )
    order = {badge_id: index for index, badge_id in enumerate(badge_ids)}
    rows = sorted(session.execute(found).all(), key=lambda row: order[row[0]])
    return [(row[1], row[2], row[3]) for row in rows]


def _open(
    session: Session, employee: Employee, unit: Unit, *, now: datetime, actor_id: int | None
) -> Account:
    account = people.create_account(
        session,
        employee.personnel_number,
        name_fa=f"{employee.first_name_fa} {employee.last_name_fa}",
        name_en=f"{employee.first_name_en} {employee.last_name_en}".strip(),
        subject_id=employee.subject_id,
        actor_id=actor_id,
        now=now,
    )
    people.grant_role(session, account, Role.EMPLOYEE, unit.id or 0, actor_id=actor_id, now=now)
    return account
