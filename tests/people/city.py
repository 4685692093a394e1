"""A small city to test people in: two agencies, a district with a desk, their chiefs."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.directory import service as directory
from app.directory.models import Subject, Unit
from app.people import service
from app.people.models import Account
from app.rights import Role


@dataclass(frozen=True)
class City:
    """Units and the people who lead them."""

    root: Unit
    district: Unit
    desk: Unit
    other: Unit
    district_chief: Subject
    desk_chief: Subject
    other_chief: Subject
    clerk: Subject


def build(session: Session, now: datetime) -> City:
    """Return the city, stored in the open unit of work."""
    directory.install(session)
    municipal = directory.add_organisation(session, "M", "شهرداری")
    metro = directory.add_organisation(session, "T", "مترو")
    root = directory.add_unit(session, municipal.id, "M0", "شهرداری")
    district = directory.add_unit(session, municipal.id, "M1", "منطقه ۱", parent=root)
    desk = directory.add_unit(session, municipal.id, "M11", "دبیرخانه", parent=district)
    other = directory.add_unit(session, metro.id, "T0", "مترو")
    people = [
        directory.add_employee(
            session, unit, number=str(n), first_fa="نام", last_fa=f"خانواده {n}", now=now
        )
        for n, unit in enumerate((district, desk, other, desk), start=1)
    ]
    for unit, chief in zip((district, desk, other), people, strict=False):
        directory.set_manager(session, unit, chief)
    session.flush()
    return City(root, district, desk, other, *people)


def account_in(
    session: Session,
    unit: Unit,
    *roles: Role,
    now: datetime,
    name: str = "user",
    subject: Subject | None = None,
) -> Account:
    """Return an account with these roles on a unit."""
    account = service.create_account(
        session,
        name,
        name_fa="کاربر",
        subject_id=subject.id if subject else None,
        actor_id=None,
        now=now,
    )
    for role in roles:
        service.grant_role(session, account, role, unit.id or 0, actor_id=None, now=now)
    return account
