"""A year of days off: proposed by a package, confirmed by a person, warned about in time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from app.audit import AuditEntry
from app.calendar import service, years
from app.calendar.models import Holiday
from app.calendar.proposal import jalali_year_days, proposed_year
from app.db import Database
from app.directory.models import Unit
from app.directory.service import add_unit
from app.errors import Refused
from app.jobs import warn_of_new_year
from app.notices.models import Notice
from app.notices.new_year import warn_of_year
from app.people import service as people
from app.rights import Role
from tests.cases.city import make_city
from tests.conftest import NOON
from tests.web import application, found, sit

TODAY = date(2026, 11, 22)
SOON = date(2027, 1, 20)  # 60 days before Nowruz 1406


@pytest.fixture
def installed(session: Session) -> Session:
    service.install(session)
    return session


def days_of(session: Session, year: int) -> dict[date, bool]:
    first, last = jalali_year_days(year)
    rows = session.exec(select(Holiday).where(col(Holiday.day).between(first, last)))
    return {row.day: row.tentative for row in rows}


def test_the_diff_of_1405_finds_the_one_day_the_package_has_wrong(installed: Session) -> None:
    rows = years.diff(installed, 1405)

    differing = [(row.day, row.stored, row.proposed) for row in rows if row.stored != row.proposed]
    assert differing == [
        (date(2027, 2, 28), True, False),  # 1405-12-09, as two independent lists say
        (date(2027, 3, 1), False, True),
    ]
    assert next(row for row in rows if row.day == date(2027, 3, 1)).moved_from == date(2027, 2, 28)


def test_confirming_makes_exactly_the_chosen_days_the_days_off(installed: Session) -> None:
    offered = [row.day for row in proposed_year(1406)]
    chosen = {*offered} - {offered[6]}

    came, went = years.confirm_year(installed, 1406, days=chosen, actor_id=7, now=NOON)

    stored = days_of(installed, 1406)
    assert set(stored) == chosen
    assert (came, went) == (len(chosen) - 10, 0)
    assert stored[date(2027, 3, 21)] is False
    assert stored[date(2027, 6, 16)] is True  # Ashura, an estimate
    [log] = installed.exec(
        select(AuditEntry).where(AuditEntry.action == "calendar.year_confirmed")
    ).all()
    assert log.actor_id == 7


def test_confirming_takes_out_what_was_not_chosen(installed: Session) -> None:
    chosen = {row.day for row in years.diff(installed, 1406)} - {date(2027, 3, 24)}

    _, went = years.confirm_year(installed, 1406, days=chosen, actor_id=7, now=NOON)

    assert went == 1
    assert date(2027, 3, 24) not in days_of(installed, 1406)


def test_a_day_nobody_proposed_is_refused_and_nothing_is_stored(installed: Session) -> None:
    before = days_of(installed, 1406)

    with pytest.raises(Refused, match="not_of_the_year"):
        years.confirm_year(installed, 1406, days={date(2027, 7, 1)}, actor_id=7, now=NOON)

    assert days_of(installed, 1406) == before


@pytest.mark.parametrize(
    ("today", "year"),
    [(TODAY, None), (SOON - timedelta(days=1), None), (SOON, 1406), (date(2027, 4, 1), 1406)],
)
def test_a_year_is_asked_for_sixty_days_before_it_begins(
    installed: Session, today: date, year: int | None
) -> None:
    assert years.unconfirmed(installed, today=today) == year


def test_a_confirmed_year_is_not_asked_for(installed: Session) -> None:
    days = {row.day for row in years.diff(installed, 1406)}
    years.confirm_year(installed, 1406, days=days, actor_id=7, now=NOON)

    assert years.unconfirmed(installed, today=SOON) is None
    assert [row.confirmed for row in years.years(installed, today=TODAY)] == [True, True, False]


def test_each_administrator_is_warned_once(installed: Session) -> None:
    people_there = [(7, "fa"), (8, "en")]

    told = [
        warn_of_year(installed, people_there, today=day, now=NOON)
        for day in (TODAY, SOON, SOON + timedelta(days=1))
    ]

    assert told == [0, 2, 0]
    rows = installed.exec(select(Notice).order_by(col(Notice.id))).all()
    assert [(row.template, row.recipient, row.locale) for row in rows] == [
        ("S10", "account:7", "fa"),
        ("S10", "account:8", "en"),
    ]


def test_the_night_job_tells_those_who_can_confirm(
    sqlite_database: Database, tmp_path: Path
) -> None:
    with sqlite_database.writing() as session:
        city = make_city(session)
        service.install(session)
        whole = _whole(session, city.root)
        for name, unit in (("all", whole), ("part", city.district)):
            account = people.create_account(session, name, actor_id=None, now=NOON)
            people.grant_role(
                session, account, Role.ADMINISTRATOR, unit.id or 0, actor_id=None, now=NOON
            )

    with time_machine.travel(datetime(2027, 2, 1, 5, tzinfo=NOON.tzinfo), tick=False):
        told = warn_of_new_year(found(sqlite_database, tmp_path))

    assert told == 1


@pytest.fixture
def desk(sqlite_database: Database, tmp_path: Path) -> Iterator[FlaskClient]:
    app = application(found(sqlite_database, tmp_path))
    with time_machine.travel(NOON, tick=False):
        with sqlite_database.writing() as session:
            city = make_city(session)
            service.install(session)
            whole = _whole(session, city.root)
        yield sit(app, Role.ADMINISTRATOR, unit=whole, name="all", locale="en")


def _whole(session: Session, root: Unit) -> Unit:
    unit = add_unit(session, root.organisation_id, "all", "شهر")
    unit.path = "/"
    return unit


def test_a_person_confirms_the_year_day_by_day_at_the_desk(
    desk: FlaskClient, sqlite_database: Database
) -> None:
    path = "/desk/calendars/years/1406"
    shown = desk.get(path)
    token = shown.text.split('name="csrf_token" value="')[1].split('"')[0]
    assert shown.text.count('name="day"') == 27
    assert "not confirmed yet" in shown.text
    assert "holidays 0." in shown.text

    answer = desk.post(path, data={"csrf_token": token, "day": ["2027-03-21", "1406-03-26"]})

    assert answer.status_code == 303
    with sqlite_database.reading() as session:
        assert set(days_of(session, 1406)) == {date(2027, 3, 21), date(2027, 6, 16)}
    assert "This year is confirmed" in desk.get(path).text
    assert desk.post(path, data={"csrf_token": token, "day": "x"}).status_code == 422
    assert desk.post(path, data={"csrf_token": token, "day": "2027-07-01"}).status_code == 422
    assert desk.get("/desk/calendars/years/1410").status_code == 404


def test_past_days_of_this_year_stay_whatever_is_sent(
    desk: FlaskClient, sqlite_database: Database
) -> None:
    path = "/desk/calendars/years/1405"
    token = desk.get(path).text.split('name="csrf_token" value="')[1].split('"')[0]
    with sqlite_database.reading() as session:
        before = {day for day in days_of(session, 1405) if day < TODAY}

    assert desk.post(path, data={"csrf_token": token}).status_code == 303

    with sqlite_database.reading() as session:
        assert set(days_of(session, 1405)) == before


def test_a_banner_asks_for_the_year_that_comes(sqlite_database: Database, tmp_path: Path) -> None:
    app = application(found(sqlite_database, tmp_path))
    with time_machine.travel(datetime(2027, 2, 1, 8, tzinfo=NOON.tzinfo), tick=False):
        with sqlite_database.writing() as session:
            city = make_city(session)
            service.install(session)
        client = sit(app, Role.ADMINISTRATOR, unit=city.district, name="part")

        assert "تعطیلات سال ۱۴۰۶ هنوز تأیید نشده است." in client.get("/desk/calendars").text
        assert "disabled" in client.get("/desk/calendars/years/1406").text
