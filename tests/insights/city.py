"""A city to look on: two agencies, a district with a counter, people, places, what was said."""

from dataclasses import dataclass

from sqlmodel import Session

from app.directory import service as directory
from app.directory.models import Subject, Unit
from app.feedback.releasing import release
from app.feedback.rules import Kind
from app.feedback.service import record
from tests.conftest import NOON
from tests.feedback.making import TEHRAN, follow_up, tap, words

MONTH = "1405-09"


@dataclass
class City:
    """Units by the names tests speak of; ``metro`` is another agency."""

    root: Unit
    north: Unit
    counter: Unit
    south: Unit
    metro: Unit


def make_city(session: Session) -> City:
    directory.install(session)
    town = directory.add_organisation(session, "town", "شهر نمونه").id or 0
    metro = directory.add_organisation(session, "metro-co", "شرکت مترو").id or 0
    root = directory.add_unit(session, town, "100", "شهرداری", name_en="Municipality")
    north = directory.add_unit(session, town, "101", "منطقهٔ شمال", name_en="North", parent=root)
    counter = directory.add_unit(session, town, "10107", "باجهٔ شمال", parent=north)
    south = directory.add_unit(session, town, "102", "منطقهٔ جنوب", name_en="South", parent=root)
    return City(root, north, counter, south, directory.add_unit(session, metro, "900", "مترو"))


def person(
    session: Session, unit: Unit, number: str, first: str = "علی", last: str = "کریمی", **more: str
) -> Subject:
    return directory.add_employee(
        session, unit, number=number, first_fa=first, last_fa=last, now=NOON, **more
    )


def place(session: Session, unit: Unit, code: str, name: str = "بوستان لاله", **more) -> Subject:
    lines = more.pop("lines", ())
    new = directory.NewFacility(more.pop("kind", "park"), code, name, **more)
    return directory.add_facility(session, unit, new, lines=lines, now=NOON)


def hear(session: Session, subject: Subject, *moods: int | None, at=NOON, **fields) -> None:
    for mood in moods:
        record(session, tap(subject, mood, **fields), now=at, zone=TEHRAN)


def tell(session: Session, subject: Subject, text: str, *, kind=Kind.COMPLAINT, at=NOON) -> int:
    """Store words about a subject and let them through."""
    stored = record(session, tap(subject), now=at, zone=TEHRAN)
    said = words(text, kind=kind)
    row = follow_up(session, stored.submission, said, now=at)
    release(session, row.id or 0, actor_id=1, now=at)
    return row.id or 0
