"""A small city for the tests of badges: two districts, a few people, a station on two lines."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.badges import service
from app.badges.issuing import Issued
from app.badges.models import Badge
from app.badges.scope import Scope
from app.directory import service as directory
from app.directory.facilities import NewFacility
from app.directory.models import Subject, Unit
from qr.key_ring import KeyRing
from tests.conftest import NOON

RING = KeyRing.fresh(bytes(range(32)), now=datetime.fromisoformat("2026-01-01T00:00:00+00:00"))
URL = "https://qr.city.ir"


@dataclass
class City:
    """Units and subjects by the names tests speak of."""

    root: Unit
    north: Unit
    counter: Unit
    south: Unit
    ali: Subject
    sara: Subject
    reza: Subject
    station: Subject


def make_city(session: Session) -> City:
    directory.install(session)
    org = directory.add_organisation(session, "town", "شهر نمونه")
    root = directory.add_unit(session, org.id or 0, "100", "شهرداری", name_en="Municipality")
    north = directory.add_unit(session, org.id or 0, "101", "منطقه شمال", parent=root)
    counter = directory.add_unit(session, org.id or 0, "10107", "باجه شمال", parent=north)
    south = directory.add_unit(session, org.id or 0, "102", "منطقه جنوب", parent=root)
    lines = tuple(
        directory.add_facility(
            session, south, NewFacility("metro_line", f"ML{n}", f"خط {n} مترو"), now=NOON
        )
        for n in (1, 4)
    )
    return City(
        root,
        north,
        counter,
        south,
        ali=person(session, counter, "0012", "علی", "کریمی"),
        sara=person(session, north, "0013", "سارا", "رضایی‌پور"),
        reza=person(session, south, "0014", "رضا", "نوری"),
        station=directory.add_facility(
            session,
            south,
            NewFacility("metro_station", "MS7", "ایستگاه دروازه", "Darvazeh"),
            lines=lines,
            now=NOON,
        ),
    )


def person(session: Session, unit: Unit, number: str, first: str, last: str) -> Subject:
    return directory.add_employee(
        session, unit, number=number, first_fa=first, last_fa=last, title="متصدی باجه", now=NOON
    )


def issue(session: Session, scope: Scope | None = None, *, ring: KeyRing = RING) -> Issued:
    return service.issue(session, ring, scope or Scope(), now=NOON, actor_id=None)


def badge_of(session: Session, subject: Subject) -> Badge:
    """The newest badge of a subject."""
    found = select(Badge).where(Badge.subject_id == subject.id).order_by(col(Badge.id).desc())
    badge = session.exec(found.limit(1)).first()
    assert badge is not None
    return badge
