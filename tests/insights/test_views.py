"""The desks that look on, through the whole application."""

import csv
import re
from dataclasses import dataclass
from io import StringIO
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import audit, clock
from app.db import Database
from app.directory.models import Subject, Unit
from app.feedback.rules import Kind
from app.insights.queries.finding import PAGE
from app.instance import Instance
from app.people.service import whole_city
from app.rights import Role
from app.scores.decisions.looking import looks
from app.scores.rules import About
from tests.conftest import NOON
from tests.insights.city import City, hear, make_city, person, place, tell
from tests.scores.nights import night
from tests.statements import statements
from tests.web import application, cells, found, sit

HR, MANAGER, AUDITOR = Role.HR_REVIEWER, Role.FACILITY_MANAGER, Role.AUDITOR


@dataclass
class House:
    """A running city with one clerk and one park."""

    instance: Instance
    app: Flask
    city: City
    clerk: Subject
    park: Subject

    @property
    def db(self) -> Database:
        return self.instance.db

    def sit(self, role: Role, unit=None, **more) -> FlaskClient:
        return sit(self.app, role, unit=unit or self._usual_unit(role), **more)

    def _usual_unit(self, role: Role) -> Unit:
        if role is not AUDITOR:
            return self.city.root
        with self.db.writing() as session:
            return whole_city(session, "شهر")


def build(database: Database, folder: Path) -> House:
    instance = found(database, folder)
    with instance.db.writing() as session:
        city = make_city(session)
        clerk = person(session, city.counter, "0012", "مریم", "حسینی‌نژاد", title="متصدی باجه")
        park = place(session, city.south, "P1", name_en="Tulip Park")
    return House(instance, application(instance), city, clerk, park)


@pytest.fixture
def house(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return build(sqlite_database, tmp_path)


def rows(answer) -> list[list[str]]:
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


HOSTILE = ["%00", "%25", "%5C", "'%20OR%201=1", "%FF%FE", "%ED%A0%80", "ا" * 3000]
PAGES = {
    "/desk/employees": HR,
    "/desk/places": MANAGER,
    "/desk/log": AUDITOR,
    "/desk/mine": Role.EMPLOYEE,
}


@pytest.mark.parametrize("path", PAGES)
def test_nobody_signed_in_is_led_to_the_door(house, path):
    answer = house.app.test_client().get(path)

    assert answer.status_code == 303
    assert "next=" in answer.location


@pytest.mark.parametrize(("path", "role"), PAGES.items())
def test_another_role_may_not_open_the_desk(house, path, role):
    stranger = Role.FAQ_EDITOR

    assert house.sit(stranger).get(path).status_code == 403
    answer = house.sit(role, subject=house.clerk if role is Role.EMPLOYEE else None).get(path)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("path", "role"),
    [(f"{base}/{{}}", role) for base, role in list(PAGES.items())[:2]],
)
def test_what_lies_out_of_reach_looks_like_what_does_not_exist(house, path, role):
    known = house.clerk.public_id if role is HR else house.park.public_id
    outsider = house.sit(role, house.city.metro)

    hidden, unknown = (outsider.get(path.format(one)) for one in (known, "nothing"))

    assert (hidden.status_code, unknown.status_code) == (404, 404)
    plain = re.compile(rf"nonce-?[^\s;]*|{known}|nothing|[0-9a-f]{{16}}|[A-Za-z0-9._-]{{40,}}")
    assert plain.sub("", hidden.text) == plain.sub("", unknown.text)


def test_an_outsider_finds_nobody_and_is_told_so(house):
    page = house.sit(HR, house.city.metro).get("/desk/employees").text

    assert "حسینی" not in page
    assert "هیچ" in page or "یافت نشد" in page or "پیدا نشد" in page


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_every_page_is_there_in_both_languages(house, locale):
    with house.db.writing() as session:
        night(session, (house.clerk, {}))
        night(session, (house.park, {}), about=About.PLACES)
        for subject in (house.clerk, house.park):
            hear(session, subject, *[5] * 12, *[1] * 3)
            tell(session, subject, "خیلی <b>ممنون</b>", kind=Kind.APPRECIATION)
    way = "rtl" if locale == "fa" else "ltr"
    looks = {
        HR: ["/desk/employees", f"/desk/employees/{house.clerk.public_id}"],
        MANAGER: ["/desk/places", f"/desk/places/{house.park.public_id}"],
        AUDITOR: ["/desk/log"],
    }

    for role, paths in looks.items():
        client = house.sit(role, locale=locale)
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200
            assert f'<html lang="{locale}" dir="{way}"' in answer.text
            assert "<b>ممنون</b>" not in answer.text
            assert not re.search(r"\sstyle=|\son[a-z]+=", answer.text)
    own = house.sit(Role.EMPLOYEE, subject=house.clerk, locale=locale).get("/desk/mine")
    assert own.status_code == 200
    assert "خیلی &lt;b&gt;ممنون" in own.text


def test_a_score_is_shown_with_interval_and_count_and_never_below_ten_answers(house):
    path = f"/desk/employees/{house.clerk.public_id}"
    reader = house.sit(HR, locale="en")
    with house.db.writing() as session:
        night(session, (house.clerk, {"n_effective": 9.0, "score": 92.5}))
    few = reader.get(path).text
    assert "Only a range" in few
    assert not re.search(r'class="big"', few)

    with house.db.writing() as session:
        night(session, (house.clerk, {"score": 92.5}))

    page = reader.get(path).text
    assert 'class="big">92.5<' in page
    assert "about 90 would truly lie between" in page
    assert [cell for cell in cells(page) if cell.startswith(("62.5", "+9.0", "+14.0"))]


def test_persian_pages_carry_persian_digits_and_the_words_of_the_city(house):
    page = house.sit(HR).get(f"/desk/employees/{house.clerk.public_id}").text

    assert '<bdi class="n">۰۰۱۲</bdi>' in page
    assert "حسینی‌نژاد" in page


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        (HR, ["employees?unit=no-such-unit", "employees?unit=900", "employees?after=changed"]),
        (MANAGER, ["places?after=changed"]),
        (AUDITOR, [f"log?before={text}" for text in ("x", "²", "۳", "-1", "9" * 30, "1.0", "")]),
    ],
)
def test_an_address_changed_by_hand_is_unknown(house, role, addresses):
    client = house.sit(role)

    answers = {address: client.get(f"/desk/{address}").status_code for address in addresses}

    assert set(answers.values()) == {404}, answers


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_whatever_is_typed_into_a_filter_or_an_address_gets_an_answer(
    request, tmp_path, monkeypatch, engine
):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    built = build(request.getfixturevalue(f"{engine}_database"), tmp_path)
    asked = {
        HR: ["employees?q=", "employees?unit=", "employees?after=", "employees?left="],
        MANAGER: ["places?q=", "places?kind=", "places?after=", "places/x"],
        AUDITOR: ["log?actor=", "log?action=", "log?before="],
    }
    for role, addresses in asked.items():
        client = built.sit(role)
        for address, text in product(addresses, HOSTILE):
            answer = client.get(f"/desk/{address}{text}")
            assert answer.status_code in {200, 404}, (address, text)


def test_a_filter_stays_in_the_address_and_in_the_next_page(house):
    with house.db.writing() as session:
        for n in range(PAGE + 5):
            person(session, house.city.north, f"1{n:03d}")
    client = house.sit(HR)

    first = client.get("/desk/employees?q=كريمي&unit=101").text
    link = re.search(r'href="([^"]+)" rel="next"', first)
    second = client.get(link[1].replace("&amp;", "&")).text

    numbers = [c for page in (first, second) for c in cells(page) if re.fullmatch("۱[۰-۹]{3}", c)]
    assert len(numbers) == len(set(numbers)) == PAGE + 5
    assert 'value="كريمي"' in second
    assert 'rel="next"' not in second


def test_the_export_holds_every_page_once_and_nothing_a_spreadsheet_would_calculate(house):
    with house.db.writing() as session:
        for n in range(PAGE * 2 + 5):
            person(session, house.city.north, f"1{n:03d}")
        person(session, house.city.north, "0099", "نام", "آبی", title="=HYPERLINK(1)")
        hear(session, house.clerk, *[5] * 40)

    answer = house.sit(HR, locale="en").get("/desk/employees?format=csv")
    header, *table = rows(answer)

    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert header == ["Personnel number", "Name", "Name in English", "Job title", "Unit"]
    assert len(table) == len({row[0] for row in table}) == PAGE * 2 + 7
    assert table[0] == ["0099", "نام آبی", "", "'=HYPERLINK(1)", "North"]


def test_the_export_of_an_outsider_has_a_header_alone(house):
    for role, path in ((HR, "/desk/employees"), (MANAGER, "/desk/places")):
        assert len(rows(house.sit(role, house.city.metro).get(f"{path}?format=csv"))) == 1


def test_the_list_of_places_counts_this_month(house):
    with house.db.writing() as session:
        hear(session, house.park, 5, 4, None)

    page = house.sit(MANAGER).get("/desk/places").text
    export = rows(house.sit(MANAGER, name="again").get("/desk/places?format=csv"))

    assert any(cell.endswith("۳") for cell in cells(page))
    assert export[1][-1] == "۳"


def test_an_account_without_an_employee_has_no_own_page(house):
    assert house.sit(Role.EMPLOYEE).get("/desk/mine").status_code == 404


def test_no_address_orders_people_by_score(house):
    with house.db.writing() as session:
        other = person(session, house.city.counter, "0034", "نام", "آبی")
        night(session, (house.clerk, {"score": 90.0}), (other, {"score": 20.0}))
    client = house.sit(HR)

    plain = cells(client.get("/desk/employees").text)
    for wish in ("sort=score", "order=-score", "sort=-answers", "by=score&desc=1"):
        assert cells(client.get(f"/desk/employees?{wish}").text) == plain
    assert plain.index("۰۰۳۴") < plain.index("۰۰۱۲")


@pytest.mark.parametrize("count", [3, 120])
@pytest.mark.parametrize(("path", "role"), list(PAGES.items())[:3])
def test_a_list_costs_at_most_twelve_statements_whatever_its_length(house, path, role, count):
    with house.db.writing() as session:
        for n in range(count):
            hear(session, person(session, house.city.north, f"1{n:03d}"), 4)
            hear(session, place(session, house.city.north, f"Q{n:03d}"), 4)
            audit.append(session, "act", actor_id=None, now=NOON)
    client = house.sit(role)

    with statements(house.db.engine) as seen:
        assert client.get(path).status_code == 200

    asked = [one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))]
    assert len(asked) <= 6, asked


def test_one_persons_and_one_places_page_cost_at_most_twelve_statements(house):
    for role, path in (
        (HR, f"/desk/employees/{house.clerk.public_id}"),
        (MANAGER, f"/desk/places/{house.park.public_id}"),
    ):
        client = house.sit(role)
        with statements(house.db.engine) as seen:
            client.get(path)
        assert len([one for one in seen if one.startswith(("SELECT", "WITH"))]) <= 12


def test_a_look_at_a_person_is_logged_where_the_person_reads_it(house):
    client = house.sit(HR)
    with house.db.reading() as session:
        before = audit.head(session)

    client.get("/desk/employees")
    with house.db.reading() as session:
        assert audit.head(session) == before
    client.get(f"/desk/employees/{house.clerk.public_id}")
    client.get(f"/desk/employees/{house.clerk.public_id}/explanation.pdf")

    with house.db.reading() as session:
        seen = looks(session, house.clerk.public_id)
    assert [look.what for look in seen] == ["paper", "score"]


def test_words_follow_the_reader_whoever_came_first(house: House) -> None:
    path = f"/desk/employees/{house.clerk.public_id}"
    persian = house.sit(HR, name="fa").get(path).text
    english = house.sit(HR, name="en", locale="en").get(path).text

    assert "تقدیر" in persian
    assert "Appreciation" in english
    assert "تقدیر" not in english


def test_an_auditor_of_one_district_does_not_read_the_log_of_the_city(house: House) -> None:
    assert (
        house.sit(AUDITOR, unit=house.city.south, name="district").get("/desk/log").status_code
        == 403
    )
