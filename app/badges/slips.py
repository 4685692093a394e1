"""Activation slips: with a new card, its holder gets a one-time code to open the own account.

Only hashes of the codes are stored, so slips are made when they are asked for and kept nowhere;
making them again ends the codes of the first ones.  A slip is in the language that stands first
on the organisation's badges.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from app.badges.changing import batches
from app.badges.design_versions import designs_at
from app.badges.faces import Imprint
from app.badges.making import Press
from app.badges.models import PrintedBadge
from app.badges.slip_holders import holders
from app.directory.models import Employee, Unit
from app.jalali import day
from app.people.models import Account
from app.people.rules import LINK_AGE, Purpose
from app.people.slip_batch import Holder, make_slips
from app.people.slip_code import grouped
from app.vault import Vault
from printables.design import HOUSE, Design
from printables.slip import Slip, draw_slips

__all__ = ["slips_of", "slips_pdf"]

AT_ONCE = 250


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
    """Return slips for the holders of these badges as a PDF, and how many there are.

    The account is opened when there is none (``slip_batch``).  Whoever has a password, a closed
    account or somebody else's user name gets no slip.
    """
    last, today = ((at.astimezone(zone).date()) for at in (now + LINK_AGE[Purpose.SLIP], now))
    until = {locale: day(last, locale, today=today, year=True) for locale in ("fa", "en")}
    slips: list[Slip] = []
    for some in batches(badge_ids, AT_ONCE):
        with press.db.writing() as session:
            whom = holders(session, some)
            codes = make_slips(
                session, vault, [_holder(*one) for one in whom], actor_id=actor_id, now=now
            )
            slips += _slips(whom, codes, press.imprint, designs_at(session, now), until)
    if not slips:
        return b"", 0
    out = BytesIO()
    draw_slips(slips, out)
    return out.getvalue(), len(slips)


def _badges(session: Session, run_id: int, part: int) -> list[int]:
    found = select(col(PrintedBadge.badge_id)).where(
        col(PrintedBadge.run_id) == run_id, col(PrintedBadge.part) == part
    )
    return list(session.scalars(found.order_by(col(PrintedBadge.seq))))


def _holder(there: Account | None, employee: Employee, unit: Unit) -> Holder:
    return Holder(
        number=employee.personnel_number,
        name_fa=_name_fa(employee),
        name_en=_name_en(employee),
        subject_id=employee.subject_id or 0,
        unit_id=unit.id or 0,
        unit_code=unit.code,
        account_id=(there.id or 0) if there else 0,
        public_id=there.public_id if there else "",
    )


def _slips(
    whom: Sequence[tuple[Account | None, Employee, Unit]],
    codes: Sequence[str],
    imprint: Imprint,
    designs: Mapping[int, Design],
    until: Mapping[str, str],
) -> Iterator[Slip]:
    place = f"{imprint.public_url.partition('://')[2]}/start"
    for (_there, employee, unit), code in zip(whom, codes, strict=True):
        if not code:  # somebody else's user name: an administrator sorts it out
            continue
        design = designs.get(unit.organisation_id, HOUSE)
        english = design.english
        cities = (design.name_en or imprint.city_en, design.name_fa or imprint.city_fa)
        yield Slip(
            name=(_name_en(employee) if english else "") or _name_fa(employee),
            number=employee.personnel_number,
            unit=(unit.name_en if english else "") or unit.name_fa,
            link=f"{imprint.public_url}/start/{code}",
            code=grouped(code),
            place=place,
            until=until["en" if english else "fa"],
            city=(cities[0] if english else "") or cities[1],
            english=english,
        )


def _name_fa(employee: Employee) -> str:
    return f"{employee.first_name_fa} {employee.last_name_fa}".strip()


def _name_en(employee: Employee) -> str:
    return f"{employee.first_name_en} {employee.last_name_en}".strip()
