"""Texts in a city's own words: versions, what is refused, what is kept of what was sent."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlmodel import Session, select

from app.audit import AuditEntry
from app.db import Database
from app.errors import Invalid, Missing, Refused
from app.notices import editing, service
from app.notices.channels import Message, Receipt
from app.notices.jobs import drain
from app.notices.models import Notice
from app.notices.rules import NoticeChannel
from app.rights import Role
from tests.cases.city import make_city
from tests.conftest import NOON
from tests.web import application, found, post, sit

NEW = {"fa": "کد شما {code} است: {link}", "en": "Your code is {code}: {link}"}


class Road:
    def __init__(self) -> None:
        self.sent: list[Message] = []

    def send(self, message: Message) -> Receipt:
        self.sent.append(message)
        return Receipt(reference="1")


def reword(session: Session, template: str = "C02", seen: int = 1, **wording: str) -> None:
    editing.reword(session, template, NEW | wording, seen=seen, actor_id=7, now=NOON)


def send(database: Database, template: str = "C02", **params: str) -> tuple[str, Notice]:
    road = Road()
    with database.writing() as session:
        service.enqueue(
            session, template, event="e", recipient="feedback:1", channel=NoticeChannel.SMS,
            now=NOON, params=params or {"code": "4839027152", "link": "/t/4839027152"},
        )  # fmt: skip
    drain(
        database,
        resolve=lambda _r, _c: "+989120000001",
        channels={NoticeChannel.SMS: road},
        zone=ZoneInfo("Asia/Tehran"),
        clock=lambda: NOON,
        site="https://qr.city.ir",
    )
    with database.reading() as session:
        return road.sent[0].text, session.exec(select(Notice)).one()


def test_the_newest_version_is_sent_and_kept_with_its_number(database: Database) -> None:
    with database.writing() as session:
        reword(session)
        reword(session, seen=2, fa="{code} رسید: {link}")

    text, row = send(database)

    assert text == "۴۸۳۹۰۲۷۱۵۲ رسید: qr.city.ir/t/4839027152"
    assert (row.rendered, row.text_version) == (text, 3)


def test_a_sign_in_code_is_never_kept(database: Database) -> None:
    text, row = send(database, "C17", otp="482913")

    assert "482913" in text
    assert row.rendered == ""
    assert "482913" not in str(row.params)


def test_every_version_stays_and_the_log_tells_who_worded_it(session: Session) -> None:
    reword(session)

    history = editing.versions(session, "C02")

    assert [(text.version, since) for text, since in history] == [(2, NOON), (1, None)]
    log = session.exec(select(AuditEntry)).one()
    assert (log.action, log.object, log.actor_id) == ("notice.reword", "text:C02", 7)
    assert "{code}" in log.detail


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ({"fa": " "}, "text_missing"),
        ({"en": "x" * 301}, "text_long"),
        ({"fa": "{code} {due} {link}"}, "text_names"),
        ({"fa": "{code.__class__} {link}"}, "text_braces"),
        ({"fa": "{code} {link} {"}, "text_braces"),
        ({"en": "{code}"}, "text_languages"),
    ],
)
def test_a_text_that_cannot_be_filled_in_is_refused(
    session: Session, wording: dict[str, str], code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        reword(session, **wording)

    assert editing.texts_in_force(session)["C02"].version == 1


def test_of_two_editors_the_slower_one_is_told(session: Session) -> None:
    reword(session)

    with pytest.raises(Refused, match="changed_meanwhile"):
        reword(session)
    with pytest.raises(Missing):
        reword(session, "X99")


@pytest.fixture
def desk(sqlite_database: Database, tmp_path: Path) -> Iterator[FlaskClient]:
    with time_machine.travel(NOON, tick=False):
        app = application(found(sqlite_database, tmp_path))
        with sqlite_database.writing() as session:
            city = make_city(session)
        yield sit(app, Role.ADMINISTRATOR, unit=city.root, name="root", locale="en")


def test_the_list_counts_the_parts_of_every_text(desk: FlaskClient) -> None:
    page = desk.get("/desk/texts").text

    assert page.count("/desk/texts/") == page.count("<tr><td>") >= 28
    assert ">long<" not in page


def test_a_text_is_looked_at_before_it_is_stored(
    desk: FlaskClient, sqlite_database: Database
) -> None:
    path = "/desk/texts/C02"
    looked = post(desk, path, seen="1", look="1", **NEW)
    assert looked.status_code == 200
    assert "Your code is 4839027152: qr.city.ir/t/4839027152" in looked.text
    assert "parts of an SMS: 1" in looked.text

    stored = post(desk, path, seen="1", **NEW)

    assert stored.status_code == 303
    with sqlite_database.reading() as session:
        assert editing.texts_in_force(session)["C02"].wording == NEW
    assert "Version 2" in desk.get(path).text


def test_what_is_refused_is_said_at_the_field_and_stays_typed(desk: FlaskClient) -> None:
    wrong = {"fa": "{phone}", "en": "{code} {link}"}

    answer = post(desk, "/desk/texts/C02", seen="1", **wrong)

    assert answer.status_code == 422
    assert 'href="#fa"' in answer.text
    assert "{phone}</textarea>" in answer.text
    assert post(desk, "/desk/texts/C02", seen="x", **NEW).status_code == 422
    assert desk.get("/desk/texts/X99").status_code == 404
