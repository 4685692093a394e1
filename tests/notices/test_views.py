"""The desk of notices: one's own, in one's own language, read when one says so."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from app.db import Database
from app.notices import service
from app.notices.rules import NoticeChannel
from app.people.models import Account
from app.rights import Role
from tests.cases.city import City, make_city
from tests.conftest import NOON
from tests.web import _CSRF, application, found, sit


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    return application(found(sqlite_database, tmp_path))


@pytest.fixture
def town(sqlite_database: Database) -> City:
    with sqlite_database.writing() as session:
        return make_city(session)


def tell(database: Database, name: str, *numbers: int) -> None:
    with database.writing() as session:
        account = session.exec(select(Account.id).where(Account.username == name)).one()
        for number in numbers:
            service.enqueue(
                session, "S01", event=f"case:{number}", recipient=f"account:{account}",
                channel=NoticeChannel.IN_APP, now=NOON,
                params={"code": f"{number:010d}", "due": NOON.isoformat()},
            )  # fmt: skip


def page(client: FlaskClient, path: str = "/desk/notices") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text


def test_a_handler_reads_new_cases_and_opens_them(
    app: Flask, town: City, sqlite_database: Database
) -> None:
    client = sit(app, Role.HANDLER, unit=town.office, name="one")
    tell(sqlite_database, "one", 4839027152)

    shown = page(client)

    assert "پروندهٔ تازه ۴۸۳۹۰۲۷۱۵۲" in shown
    assert "/desk/cases/4839027152" in shown


def test_nobody_reads_the_notices_of_another(
    app: Flask, town: City, sqlite_database: Database
) -> None:
    sit(app, Role.HANDLER, unit=town.office, name="one")
    other = sit(app, Role.HANDLER, unit=town.office, name="two", locale="en")
    tell(sqlite_database, "one", 1)

    assert "No notices yet" in page(other)


def test_all_that_was_shown_is_read_and_what_came_meanwhile_is_not(
    app: Flask, town: City, sqlite_database: Database
) -> None:
    client = sit(app, Role.HANDLER, unit=town.office, name="one", locale="en")
    tell(sqlite_database, "one", 1, 2)
    newest = page(client).split('name="newest" value="')[1].split('"')[0]
    tell(sqlite_database, "one", 3)

    value = _CSRF.search(page(client))
    assert value
    form = {"csrf_token": value[1], "newest": newest}
    answer = client.post("/desk/notices/read", data=form)

    assert answer.status_code == 303
    assert page(client).count(">new<") == 1


def test_a_long_inbox_comes_in_pages(app: Flask, town: City, sqlite_database: Database) -> None:
    client = sit(app, Role.HANDLER, unit=town.office, name="one", locale="en")
    tell(sqlite_database, "one", *range(1, 31))

    first = page(client)
    after = first.split("after=")[1].split('"')[0]
    second = page(client, f"/desk/notices?after={after}")

    assert (first.count("New case"), second.count("New case")) == (25, 5)
    assert "New case 0000000030" in first
    assert page(client, "/desk/notices?after=x").count("New case") == 25


def test_a_visitor_is_asked_to_sign_in(app: Flask, town: City) -> None:
    assert town
    answer = app.test_client().get("/desk/notices")

    assert answer.status_code == 303
    assert "/sign-in" in answer.location


def test_words_of_another_script_do_not_turn_the_sentence_around_them(
    app: Flask, town: City, sqlite_database: Database
) -> None:
    client = sit(app, Role.HANDLER, unit=town.office, name="one")
    with sqlite_database.writing() as session:
        account = session.exec(select(Account.id).where(Account.username == "one")).one()
        service.enqueue(
            session, "S07", event="thanks:1", recipient=f"account:{account}",
            channel=NoticeChannel.IN_APP, now=NOON, params={"text": "Very patient. Thank you."},
        )  # fmt: skip

    assert "«\u2068Very patient. Thank you.\u2069»" in page(client)


def test_a_notice_about_the_number_of_a_badge_leads_to_the_suspicious_codes_and_no_case(
    app: Flask, town: City, sqlite_database: Database
) -> None:
    manager = sit(app, Role.UNIT_MANAGER, unit=town.office, name="one")
    handler = sit(app, Role.HANDLER, unit=town.office, name="two")
    with sqlite_database.writing() as session:
        for name in ("one", "two"):
            account = session.exec(select(Account.id).where(Account.username == name)).one()
            service.enqueue(
                session, "S13", event="suspicion:1", recipient=f"account:{account}",
                channel=NoticeChannel.IN_APP, now=NOON, params={"code": "031-650-731"},
            )  # fmt: skip

    shown, unlinked = page(manager), page(handler)

    assert 'href="/desk/badges/suspicious"' in shown.split("<main", 1)[1]
    assert "/desk/cases/031" not in shown + unlinked
