"""Choosing which column of a file is which, at the import desk."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app.db import Database
from app.directory.importing import Kind
from app.directory.importing.headers import Choice
from app.directory.importing.heads import faults, read_head
from app.directory.models import ColumnMapping, Employee
from app.directory.remembering import recall, remember
from app.instance import Instance
from tests.conftest import NOON
from tests.directory.city import ALI, HEAD, SARA, write
from tests.directory.test_views import BASE, confirm, get, numbers, send, token_of

STRANGE = ["A", "B", "C", "کد ملی کارمند", "D", "E"]
ROWS = [
    ["00000012", "علی", "کریمی", "0012345679", "101", "راننده"],
    ["00000034", "سارا", "احمدی", "0012345679", "101", "متصدی باجه"],
]
RIGHT = {"c0": "personnel_number", "c1": "first_name_fa", "c2": "last_name_fa", "c4": "unit_code"}


def choose(client: FlaskClient, place: str, **fields: str) -> TestResponse:
    form = {"csrf_token": token_of(get(client, place)), **fields}
    return client.post(place, base_url=BASE, data=form)


def test_unknown_headers_are_asked_about_and_the_file_is_imported_as_chosen(
    client: FlaskClient, instance: Instance, tmp_path: Path
) -> None:
    place = send(client, write(tmp_path / "a.csv", [STRANGE, *ROWS])).location
    page = get(client, place).get_data(as_text=True)

    assert place.endswith("/columns")
    assert "00000012" in page
    assert "متصدی باجه" in page
    answer = choose(client, place, **RIGHT, c5="job_title")
    assert answer.location == place.removesuffix("/columns")
    assert confirm(client, answer.location).status_code == 303
    assert numbers(instance) == ["00000012", "00000034"]
    with instance.db.reading() as session:
        found = session.exec(select(Employee.job_title).order_by(Employee.personnel_number)).all()
    assert found == ["راننده", "متصدی باجه"]


def test_a_national_id_is_neither_shown_nor_read(client: FlaskClient, tmp_path: Path) -> None:
    place = send(client, write(tmp_path / "a.csv", [STRANGE, *ROWS])).location

    page = get(client, place).get_data(as_text=True)
    forced = choose(client, place, **RIGHT, c3="site")

    assert "0012345679" not in page
    assert 'name="c3"' not in page
    assert "0012345679" not in get(client, forced.location).get_data(as_text=True)


def test_a_file_of_the_same_shape_is_known_again(
    client: FlaskClient, instance: Instance, tmp_path: Path
) -> None:
    first = send(client, write(tmp_path / "a.csv", [STRANGE, ROWS[0]])).location
    choose(client, first, **RIGHT)

    again = send(client, write(tmp_path / "b.csv", [STRANGE, *ROWS])).location
    other = send(client, write(tmp_path / "c.csv", [["Z", *STRANGE[1:]], *ROWS])).location

    assert not again.endswith("/columns")
    assert other.endswith("/columns")
    choose(client, f"{again}/columns", **RIGHT, c5="site")
    with instance.db.reading() as session:
        kept = session.exec(select(ColumnMapping)).one()
    assert (kept.kind, '"5": "site"' in kept.columns) == ("employees", True)


def test_known_headers_lead_straight_to_the_preview_which_says_how_they_are_read(
    client: FlaskClient, tmp_path: Path
) -> None:
    place = send(client, write(tmp_path / "a.csv", [HEAD, ALI, SARA])).location

    page = get(client, place).get_data(as_text=True)

    assert "How the file is read" in page
    assert f"{place}/columns" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Say which column holds: Personnel number."),
        ({"c0": "personnel_number"}, "Say which column holds: Family name in Persian."),
        (RIGHT | {"c5": "personnel_number"}, "This was chosen for another column too."),
        (RIGHT | {"c5": "salary"}, "Choose one of these."),
    ],
)
def test_a_choice_that_cannot_be_read_is_refused_at_its_column(
    client: FlaskClient, instance: Instance, tmp_path: Path, fields: dict[str, str], words: str
) -> None:
    place = send(client, write(tmp_path / "a.csv", [STRANGE, *ROWS])).location

    answer = choose(client, place, **fields)

    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    with instance.db.reading() as session:
        assert session.exec(select(ColumnMapping)).all() == []


def test_a_roster_cannot_be_chosen_into_a_list_of_places(
    client: FlaskClient, tmp_path: Path
) -> None:
    answer = send(client, write(tmp_path / "a.csv", [HEAD, ALI]), kind="facilities")

    assert answer.status_code == 422
    assert "import it as employees" in answer.get_data(as_text=True)


def test_the_choice_of_a_waiting_file_belongs_to_who_sent_it(
    client: FlaskClient, tmp_path: Path
) -> None:
    place = send(client, write(tmp_path / "a.csv", [STRANGE, *ROWS])).location

    assert get(client, place, "district").status_code == 404


def test_the_head_below_a_title_and_headers_like_known_ones_are_guessed(tmp_path: Path) -> None:
    head = ["ردیف", "شماره پرسنلی کارمند", "نام خانوادگی", "نام", "نام", "موبایل دوم"]
    path = write(tmp_path / "a.csv", [["فهرست کارکنان"], head, ["1", *ROWS[0]]])

    found = read_head(path, Kind.EMPLOYEES)

    assert found.row == 2
    assert found.guessed.fields == {
        1: "personnel_number", 2: "last_name_fa", 3: "first_name_fa"
    }  # fmt: skip
    assert [one.barred for one in found.columns] == [False] * 5 + [True]
    assert faults(Kind.EMPLOYEES, found.guessed.fields, found) == {}


def test_the_page_of_columns_speaks_persian(client: FlaskClient, tmp_path: Path) -> None:
    place = send(client, write(tmp_path / "a.csv", [STRANGE, *ROWS])).location

    page = get(client, f"{place}?lang=fa").get_data(as_text=True)

    assert "بگویید هر ستون چه چیزی را نشان می‌دهد." in page
    assert "شمارهٔ پرسنلی" in page


def test_the_newest_choice_for_a_shape_is_recalled(database: Database, tmp_path: Path) -> None:
    head = read_head(write(tmp_path / "a.csv", [STRANGE, *ROWS]), Kind.EMPLOYEES)
    other = read_head(write(tmp_path / "b.csv", [STRANGE[::-1], *ROWS]), Kind.EMPLOYEES)
    first = Choice(1, {0: "personnel_number", 2: "last_name_fa"})
    second = Choice(1, {0: "personnel_number", 2: "full_name_fa"})

    with database.writing() as session:
        for choice in (first, second):
            remember(session, Kind.EMPLOYEES, head, choice, now=NOON, actor_id=None)
    with database.reading() as session:
        assert recall(session, Kind.EMPLOYEES, head) == second
        assert recall(session, Kind.EMPLOYEES, other) is None
        assert recall(session, Kind.UNITS, head) is None
