"""Every route and every role: who gets in stands in ``rights.json``, nowhere else."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.calendar import service as calendar
from app.db import Database
from app.directory import service as directory
from app.directory.models import Unit
from app.people import service as people
from app.rights import Role
from tests.web import application, found, sit

TABLE: dict[str, list[str]] = json.loads(Path(__file__).with_name("rights.json").read_text("utf-8"))
EVERYBODY, STAFF = ["everybody"], ["staff"]
ENDINGS = {"people.sign_out", "people.own_session_end"}  # after these nobody is signed in


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    return application(found(sqlite_database, tmp_path))


@pytest.fixture
def city(app: Flask) -> Unit:
    with app.extensions["takrim"].db.writing() as session:
        directory.install(session)
        calendar.install(session)
        return people.whole_city(session, "شهر")


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_route_stands_in_the_table_and_the_table_names_no_other(app: Flask) -> None:
    assert sorted({rule.endpoint for rule in rules(app)}) == sorted(TABLE)


def test_every_view_carries_a_mark(app: Flask) -> None:
    unmarked = [
        rule.endpoint
        for rule in rules(app)
        if not hasattr(app.view_functions[rule.endpoint], "takrim_action")
    ]

    assert unmarked == []


def test_a_view_without_a_mark_is_refused(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")

    assert app.test_client().get("/forgotten").status_code == 403


@pytest.mark.usefixtures("city")
def test_nobody_signed_in_gets_behind_the_door(app: Flask) -> None:
    client = app.test_client()

    for rule in rules(app):
        if TABLE[rule.endpoint] != EVERYBODY:
            answer = ask(client, rule)
            assert answer in {302, 303, 400, 403}, (rule.endpoint, answer)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gets_in_where_the_table_says_and_nowhere_else(
    role: Role, app: Flask, city: Unit
) -> None:
    client = sit(app, role, unit=city)
    app.config["WTF_CSRF_ENABLED"] = False
    wrong = []
    for rule in rules(app):
        if TABLE[rule.endpoint] == EVERYBODY or rule.endpoint in ENDINGS:
            continue
        welcome = TABLE[rule.endpoint] == STAFF or role.value in TABLE[rule.endpoint]
        answer = ask(client, rule)
        if (answer == 403) == welcome or answer >= 500:
            wrong.append((rule.endpoint, answer))

    assert wrong == []


def ask(client: FlaskClient, rule: Rule) -> int:
    """Send the simplest request a rule answers; ids are of things that do not exist."""
    values = {
        name: 0 if "int" in str(kind).lower() else "nothing"
        for name, kind in rule._converters.items()
    }
    path = rule.build(values, append_unknown=False)
    assert path is not None
    method = "GET" if "GET" in (rule.methods or set()) else "POST"
    return client.open(path[1], method=method).status_code
