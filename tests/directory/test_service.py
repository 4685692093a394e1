"""The verbs of the directory, one at a time."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from app.directory import queries, service
from app.directory.facilities import NewFacility
from app.directory.models import FacilityKind, JobTitleRule, SubjectUnit, Unit
from app.directory.rules import SubjectStatus
from app.errors import Invalid, Missing, Refused
from tests.conftest import NOON
from tests.directory.city import make_city, person

LATER = NOON + timedelta(days=30)
ALI = {"number": "۰۰۰۱۲", "first_fa": "علي", "last_fa": "كريمي", "title": "راننده اتوبوس"}


def test_installing_twice_keeps_what_the_city_has_changed(session: Session) -> None:
    service.install(session)
    kind = session.get_one(FacilityKind, "park")
    kind.name_fa = "پارک"
    session.flush()

    service.install(session)

    assert session.get_one(FacilityKind, "park").name_fa == "پارک"
    assert len(session.exec(select(FacilityKind)).all()) == 8
    assert session.exec(select(JobTitleRule)).first() is not None


def test_moving_a_unit_takes_its_whole_subtree_along(session: Session) -> None:
    city = make_city(session)
    home = city["101"].organisation_id
    office = service.add_unit(session, home, "10101", "دفتر", parent=city["101"])
    desk = service.add_unit(session, home, "1010101", "باجه", parent=office)

    moved = service.move_unit(session, office, city["102"])

    assert moved == 2
    assert office.path == f"{city['102'].path}{office.id}/"
    assert desk.path == f"{office.path}{desk.id}/"
    assert city["101"].path == f"{city['100'].path}{city['101'].id}/"


def test_a_unit_cannot_hang_below_itself_nor_in_another_agency(session: Session) -> None:
    city = make_city(session)
    metro = service.add_organisation(session, "metro", "شرکت مترو")
    other = service.add_unit(session, metro.id or 0, "M1", "بهره‌برداری")

    with pytest.raises(Refused, match="cycle"):
        service.move_unit(session, city["100"], city["101"])
    with pytest.raises(Refused, match="other_organisation"):
        service.move_unit(session, city["101"], other)


def test_a_unit_code_is_unique_in_every_spelling(session: Session) -> None:
    city = make_city(session)

    with pytest.raises(Refused, match="code_taken"):
        service.add_unit(session, city["100"].organisation_id, " ۱۰۱ ", "دیگری")


def test_an_employee_keeps_leading_zeros_and_is_stored_in_persian_letters(session: Session) -> None:
    city = make_city(session)

    subject = service.add_employee(session, city["101"], **ALI, now=NOON)

    stored, employee = person(session, "00012")
    assert stored is subject
    assert (subject.name_fa, employee.first_name_fa) == ("علی کریمی", "علی")
    assert subject.service_type == "transport"
    assert re.fullmatch(r"[a-z][A-Za-z0-9_-]{12}", subject.public_id)


def test_a_personnel_number_is_taken_once_within_an_organisation_only(session: Session) -> None:
    city = make_city(session)
    metro = service.add_organisation(session, "metro", "شرکت مترو")
    other = service.add_unit(session, metro.id or 0, "M1", "بهره‌برداری")
    service.add_employee(session, city["101"], **ALI, now=NOON)

    with pytest.raises(Refused, match="number_taken"):
        service.add_employee(session, city["102"], **ALI, now=NOON)

    assert service.add_employee(session, other, **ALI, now=NOON).organisation_id == metro.id


def test_a_change_of_unit_closes_the_old_stay_and_keeps_it(session: Session) -> None:
    city = make_city(session)
    subject = service.add_employee(session, city["101"], **ALI, now=NOON)

    service.change_unit(session, subject, city["102"], now=LATER)

    stays = queries.history(session, subject.id or 0)
    assert [(s.unit_code, s.from_at, s.until_at) for s in stays] == [
        ("102", LATER, None),
        ("101", NOON, LATER),
    ]


def test_leaving_and_coming_back_are_harmless_to_repeat(session: Session) -> None:
    city = make_city(session)
    subject = service.add_employee(session, city["101"], **ALI, now=NOON)

    for _ in range(2):
        service.leave(session, subject, now=LATER)
    assert subject.status is SubjectStatus.LEFT
    for _ in range(2):
        service.come_back(session, subject, now=LATER + timedelta(days=1))

    open_stays = select(SubjectUnit).where(col(SubjectUnit.until_at).is_(None))
    assert subject.status is SubjectStatus.ACTIVE
    assert len(session.exec(open_stays).all()) == 1
    assert len(session.exec(select(SubjectUnit)).all()) == 2


def test_only_an_employee_who_is_there_leads_a_unit(session: Session) -> None:
    city = make_city(session)
    subject = service.add_employee(session, city["101"], **ALI, now=NOON)
    park = service.add_facility(
        session, city["101"], NewFacility("park", "P1", "بوستان لاله"), now=NOON
    )

    service.set_manager(session, city["101"], subject)
    assert queries.managers_above(session, city["101"].path) == {subject.id}

    with pytest.raises(Refused):
        service.set_manager(session, city["102"], park)
    service.leave(session, subject, now=LATER)
    with pytest.raises(Refused):
        service.set_manager(session, city["102"], subject)


def test_a_station_lies_on_several_lines_in_their_colours(session: Session) -> None:
    city = make_city(session)
    lines = tuple(
        service.add_facility(
            session, city["100"], NewFacility("metro_line", f"ML{n}", f"خط {n} مترو"), now=NOON
        )
        for n in (1, 3)
    )

    station = service.add_facility(
        session,
        city["100"],
        NewFacility("metro_station", "MS1", "شهید بهشتی"),
        lines=lines,
        now=NOON,
    )

    found = queries.lines_of(session, [station.id or 0])[station.id or 0]
    assert [(line.number, line.colour) for line in found] == [("1", "#e0001f"), ("3", "#67c5f5")]


def test_an_unknown_kind_of_place_is_refused(session: Session) -> None:
    city = make_city(session)

    with pytest.raises(Missing):
        service.add_facility(session, city["100"], NewFacility("moon", "X", "ماه"), now=NOON)


@pytest.mark.parametrize("code", ["", " ‌ ", "1" * 41])
def test_an_empty_or_endless_code_is_refused(session: Session, code: str) -> None:
    city = make_city(session)

    with pytest.raises(Invalid):
        service.add_unit(session, city["100"].organisation_id, code, "واحد")
    assert len(session.exec(select(Unit)).all()) == 3


def test_a_new_rule_for_a_job_title_reaches_everybody_who_holds_it(session: Session) -> None:
    city = make_city(session)
    subject = service.add_employee(session, city["101"], **ALI, now=NOON)

    changed = service.map_title(session, "راننده اتوبوس", "general", now=LATER)

    assert changed == 1
    assert subject.service_type == "general"
    assert service.map_title(session, "راننده اتوبوس", "general", now=LATER) == 0
