"""The calendar desk: who may change which hours, what is refused and how, what is written down."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from app.audit import AuditEntry
from app.calendar import service
from app.calendar.models import Calendar, DayException, Holiday, WeeklyPattern
from app.cases.models import Case
from app.db import Database
from app.directory.models import Unit
from app.directory.service import add_unit
from app.notices.models import Notice
from app.rights import Role
from tests.cases.city import City, make_city, open_case
from tests.conftest import NOON
from tests.statements import statements
from tests.web import application, found, post, sit

DESK = "/desk/calendars"
WEEK = {f"day_{n}": "8-16" for n in (6, 7, 1, 2, 3)} | {"day_4": "8-12", "day_5": ""}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    return application(found(sqlite_database, tmp_path))


@pytest.fixture
def town(sqlite_database: Database) -> City:
    with sqlite_database.writing() as session:
        city = make_city(session)
        service.install(session)
        for code, unit in (("NORTH", city.district), ("SOUTH", city.other)):
            service.add_calendar(
                session, code, name_fa=code, unit_path=unit.path, actor_id=None, now=NOON
            )
        return city


@pytest.fixture
def whole(sqlite_database: Database, town: City) -> Unit:
    """The unit whose subtree is everything."""
    with sqlite_database.writing() as session:
        unit = add_unit(session, town.root.organisation_id, "all", "شهر")
        unit.path = "/"
        return unit


@pytest.fixture
def city_admin(app: Flask, whole: Unit) -> FlaskClient:
    return sit(app, Role.ADMINISTRATOR, unit=whole, name="root", locale="en")


@pytest.fixture
def district_admin(app: Flask, town: City) -> FlaskClient:
    return sit(app, Role.ADMINISTRATOR, unit=town.district, name="part", locale="en")


def read(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.text


def test_the_list_shows_the_citys_calendars_and_those_of_the_own_units(
    district_admin: FlaskClient,
) -> None:
    page = read(district_admin, DESK)

    assert "NORTH" in page
    assert "to read only" in page
    assert "SOUTH" not in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/SOUTH", 404),
        ("/SOUTH/hours", 404),
        ("/SOUTH/days/2026-11-22", 404),
        ("/A/hours", 403),
        ("/A", 200),
        ("/NORTH/hours", 200),
        ("/NOWHERE", 404),
        ("/A?month=x", 422),
        ("/A?month=9999-01", 422),
        ("/A/days/yesterday", 404),
        ("/A/hours/2026-99-99/end", 403),
    ],
)
def test_what_is_out_of_reach_does_not_exist_or_is_to_read_only(
    district_admin: FlaskClient, path: str, status: int
) -> None:
    expected = 404 if "99-99" in path else status
    read(district_admin, DESK + path, expected)


def test_a_handler_has_no_calendar_desk(app: Flask, town: City) -> None:
    handler = sit(app, Role.HANDLER, unit=town.root, name="one")

    assert handler.get(DESK).status_code == 403


def test_a_month_shows_hours_holidays_and_exceptions(
    city_admin: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as session:
        service.add_exception(
            session, "A", day=date(2026, 12, 26), hours=[(480, 720)], reason="Snow",
            actor_id=None, now=NOON,
        )  # fmt: skip

    page = read(city_admin, f"{DESK}/NORTH?month=1405-10")

    assert "Dey 1405" in page
    assert page.count('<td class="') == 30
    assert "Snow" in page
    assert "decided for A" in page
    assert "8–12" in page
    assert 'class="holiday off"' in page


def test_a_month_costs_few_statements(city_admin: FlaskClient, sqlite_database: Database) -> None:
    read(city_admin, f"{DESK}/A")
    with statements(sqlite_database.engine) as seen:
        read(city_admin, f"{DESK}/A")

    assert len([s for s in seen if s.startswith("SELECT")]) <= 14


def test_the_same_page_in_persian_has_persian_digits_and_names(app: Flask, town: City) -> None:
    page = read(sit(app, Role.ADMINISTRATOR, unit=town.root, name="fa"), f"{DESK}/A?month=1405-09")

    assert "آذر ۱۴۰۵" in page
    assert "۸–۱۶" in page
    assert "تقویم اداری شهر" in page


def test_one_day_gets_other_hours_with_a_reason_and_a_line_in_the_log(
    city_admin: FlaskClient, sqlite_database: Database
) -> None:
    answer = post(
        city_admin, f"{DESK}/A/days/2026-11-23", open="hours", hours="۸–۱۲", reason="Heat"
    )

    assert answer.status_code == 303
    with sqlite_database.reading() as session:
        row = session.exec(select(DayException)).one()
        log = session.exec(
            select(AuditEntry).where(AuditEntry.action == "calendar.exception")
        ).one()
    assert (row.day, row.hours, row.reason) == (date(2026, 11, 23), [[480, 720]], "Heat")
    assert row.decided_by == log.actor_id is not None
    assert "Heat" in log.detail


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"open": "hours", "hours": "8-12, 11-16", "reason": "x"}, "overlap"),
        ({"open": "hours", "hours": "12-8", "reason": "x"}, "begins before it ends"),
        ({"open": "hours", "hours": "8-25", "reason": "x"}, "begins before it ends"),
        ({"open": "hours", "hours": "early", "reason": "x"}, "Write hours as"),
        ({"open": "hours", "hours": "", "reason": "x"}, "choose closed all day"),
        ({"open": "no", "hours": "", "reason": ""}, "Write the reason"),
        ({"hours": "8-12", "reason": "x"}, "Choose one of the two"),
        ({"open": "no", "hours": "", "reason": "x" * 401}, "too long"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words_and_what_was_typed_stays(
    city_admin: FlaskClient, sqlite_database: Database, form: dict[str, str], sentence: str
) -> None:
    answer = post(city_admin, f"{DESK}/A/days/2026-11-23", **form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{form["hours"]}"' in answer.text
    with sqlite_database.reading() as session:
        assert session.exec(select(DayException)).all() == []


def test_an_exception_is_taken_back(city_admin: FlaskClient, sqlite_database: Database) -> None:
    path = f"{DESK}/A/days/2026-11-23"
    post(city_admin, path, open="no", reason="Snow")
    shown = read(city_admin, path)
    token = shown.split('name="csrf_token" value="')[1].split('"')[0]

    answer = city_admin.post(f"{path}/end", data={"csrf_token": token})

    assert answer.status_code == 303
    with sqlite_database.reading() as session:
        assert session.exec(select(DayException)).all() == []
    assert city_admin.post(f"{path}/end", data={"csrf_token": token}).status_code == 404


def test_weekly_hours_are_stored_from_a_jalali_day_on(
    district_admin: FlaskClient, sqlite_database: Database
) -> None:
    answer = post(
        district_admin, f"{DESK}/NORTH/hours", valid_from="۱۴۰۵/۱۰/۰۱", valid_until="", **WEEK
    )

    assert answer.status_code == 303
    with sqlite_database.reading() as session:
        row = session.exec(
            select(WeeklyPattern).order_by(col(WeeklyPattern.id).desc()).limit(1)
        ).one()
    assert row.valid_from == date(2026, 12, 22)
    assert row.hours["4"] == [[480, 720]]
    assert row.hours["5"] == []


def test_overlapping_weekly_hours_are_refused_at_their_day_in_persian(
    app: Flask, whole: Unit, sqlite_database: Database
) -> None:
    client = sit(app, Role.ADMINISTRATOR, unit=whole, name="fa")

    answer = post(
        client, f"{DESK}/A/hours", valid_from="1405-10-01",
        **WEEK | {"day_1": "8-13, 12-16"},
    )  # fmt: skip

    assert answer.status_code == 422
    assert 'href="#day_1">دو بازه با هم تداخل دارند' in answer.text
    assert 'value="8-13, 12-16"' in answer.text
    assert 'value="1405-10-01"' in answer.text
    with sqlite_database.reading() as session:
        assert len(session.exec(select(WeeklyPattern)).all()) == 1


def test_hours_of_the_past_need_a_reason(
    city_admin: FlaskClient, sqlite_database: Database
) -> None:
    path = f"{DESK}/A/hours"

    refused = post(city_admin, path, valid_from="1405-08-01", **WEEK)
    stored = post(city_admin, path, valid_from="1405-08-01", reason="Decree 12", **WEEK)

    assert (refused.status_code, stored.status_code) == (422, 303)
    assert "write why" in refused.text
    with sqlite_database.reading() as session:
        log = session.exec(select(AuditEntry).where(AuditEntry.action == "calendar.pattern")).one()
    assert "Decree 12" in log.detail


def test_an_end_before_the_start_is_refused(city_admin: FlaskClient) -> None:
    answer = post(
        city_admin, f"{DESK}/A/hours", valid_from="1405-10-01", valid_until="1405-09-20", **WEEK
    )

    assert answer.status_code == 422
    assert 'href="#valid_until"' in answer.text


def test_weekly_hours_are_taken_out_but_never_the_last_of_the_city(
    city_admin: FlaskClient, sqlite_database: Database
) -> None:
    post(city_admin, f"{DESK}/A/hours", valid_from="1405-10-01", **WEEK)

    taken = post(city_admin, f"{DESK}/A/hours/2026-12-22/end")
    last = post(city_admin, f"{DESK}/A/hours/2000-01-01/end", reason="x")

    assert (taken.status_code, last.status_code) == (303, 422)
    assert "the only weekly hours" in last.text
    with sqlite_database.reading() as session:
        assert len(session.exec(select(WeeklyPattern)).all()) == 1


def test_a_day_off_is_added_confirmed_and_removed_by_the_city_alone(
    city_admin: FlaskClient, district_admin: FlaskClient, sqlite_database: Database
) -> None:
    path = f"{DESK}/A/days/2026-11-29"

    def send(client: FlaskClient, **form: str) -> int:
        token = read(client, path).split('name="csrf_token" value="')[1].split('"')[0]
        return client.post(f"{path}/holiday", data={"csrf_token": token, **form}).status_code

    def stored() -> list[tuple[str, bool]]:
        with sqlite_database.reading() as session:
            rows = session.exec(select(Holiday).where(Holiday.day == date(2026, 11, 29))).all()
            return [(row.name_en, row.tentative) for row in rows]

    named = {"act": "add", "name_fa": "برف", "name_en": "Snow", "tentative": "y"}
    assert send(district_admin, **named) == 403
    assert send(city_admin, act="add", name_fa="") == 422
    assert send(city_admin, **named) == 303
    assert stored() == [("Snow", True)]
    assert send(city_admin, act="confirm", set="ir") == 303
    assert stored() == [("Snow", False)]
    assert send(city_admin, act="remove", set="ir") == 303
    assert stored() == []
    assert send(city_admin, act="remove", set="ir") == 404


def test_a_day_off_of_the_past_needs_a_reason(city_admin: FlaskClient) -> None:
    path = f"{DESK}/A/days/2026-11-08"
    token = read(city_admin, path).split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "act": "add", "name_fa": "برف"}

    refused = city_admin.post(f"{path}/holiday", data=form)
    stored = city_admin.post(f"{path}/holiday", data={**form, "reason": "Storm"})

    assert (refused.status_code, stored.status_code) == (422, 303)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"code": "EAST", "name_fa": "شرق", "unit": "office"}, 303),
        ({"code": "EAST", "name_fa": "شرق", "unit": "other"}, 422),
        ({"code": "EAST", "name_fa": "شرق", "unit": "district"}, 422),
        ({"code": "EAST", "name_fa": "شرق", "unit": ""}, 422),
        ({"code": "A", "name_fa": "شرق", "unit": "office"}, 422),
        ({"code": "شرق", "name_fa": "شرق", "unit": "office"}, 422),
        ({"code": "EAST", "name_fa": "", "unit": "office"}, 422),
        ({"code": "EAST", "name_fa": "شرق", "unit": "office", "holiday_set": "../x"}, 422),
    ],
)
def test_a_district_adds_calendars_of_its_own_units_only(
    district_admin: FlaskClient, sqlite_database: Database, form: dict[str, str], status: int
) -> None:
    answer = post(district_admin, f"{DESK}/new", **form)

    assert answer.status_code == status
    with sqlite_database.reading() as session:
        assert len(session.exec(select(Calendar)).all()) == 4 + (status == 303)


def test_the_night_after_midnight_is_already_today_in_the_city(app: Flask, town: City) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 20, 45, tzinfo=UTC), tick=False):
        page = read(sit(app, Role.ADMINISTRATOR, unit=town.root, name="late"), f"{DESK}/A")

    assert page.split('aria-current="date"')[0].rstrip().endswith('days/2026-11-23"')


def test_closing_today_at_the_desk_moves_a_deadline_that_runs(
    app: Flask, whole: Unit, town: City, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as session:
        code = open_case(session, town, now=NOON).tracking_code  # 12:10, due 15:10
    client = sit(app, Role.ADMINISTRATOR, unit=whole, name="root", locale="en")

    post(client, f"{DESK}/A/days/2026-11-22", open="hours", hours="8-13", reason="Heat")

    with sqlite_database.reading() as session:
        case = session.exec(select(Case).where(Case.tracking_code == code)).one()
        told = session.exec(select(Notice.params).where(Notice.template == "C14")).all()
    assert case.due_at == datetime(2026, 11, 23, 6, 40, tzinfo=UTC)  # Monday 10:10
    assert [params["code"] for params in told] == [code]


def test_an_exception_of_the_past_is_taken_back_with_a_reason_only(
    city_admin: FlaskClient, sqlite_database: Database
) -> None:
    path = f"{DESK}/A/days/2026-11-21"
    post(city_admin, path, open="no", reason="Storm")
    token = read(city_admin, path).split('name="csrf_token" value="')[1].split('"')[0]

    answers = [
        city_admin.post(f"{path}/end", data={"csrf_token": token, "reason": reason}).status_code
        for reason in (" ", "Wrong day")
    ]

    assert answers == [422, 303]
    with sqlite_database.reading() as session:
        assert session.exec(select(DayException)).all() == []
