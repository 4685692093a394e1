"""A notice that did not arrive: another road, an operator, one more try."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from app.audit import AuditEntry
from app.db import Database
from app.errors import Refused
from app.notices import failing, service
from app.notices.channels import Channel, Message, NotSent, Receipt
from app.notices.channels.in_app import InApp
from app.notices.jobs import drain
from app.notices.models import Notice
from app.notices.rules import NoticeChannel, NoticeState
from app.rights import Role
from tests.cases.city import City, make_city
from tests.conftest import NOON
from tests.web import application, found, sit

CODE = {"code": "4839027152", "link": "/t/4839027152"}


class Road:
    """Refuses what it is told to refuse, and keeps the rest."""

    def __init__(self, *, refuse: bool = False) -> None:
        self.refuse = refuse
        self.sent: list[Message] = []

    def send(self, message: Message) -> Receipt:
        if self.refuse:
            raise NotSent("gateway_411", for_good=True)
        self.sent.append(message)
        return Receipt(reference="1")


def put(database: Database, *, template: str = "C02", recipient: str = "feedback:1") -> None:
    with database.writing() as session:
        service.enqueue(
            session, template, event="e", recipient=recipient, channel=NoticeChannel.SMS,
            now=NOON, params=CODE | ({"otp": "123456"} if template == "C17" else {}),
        )  # fmt: skip


def send(database: Database, mail: Channel | None = None, *, address: str | None = None) -> None:
    roads: dict[NoticeChannel, Channel] = {
        NoticeChannel.SMS: Road(refuse=True),
        NoticeChannel.IN_APP: InApp(),
    }
    if mail is not None:
        roads[NoticeChannel.EMAIL] = mail

    def resolve(_recipient: str, channel: NoticeChannel) -> str | None:
        return address if channel is NoticeChannel.EMAIL else "+989120000001"

    drain(
        database,
        resolve=resolve,
        channels=roads,
        zone=ZoneInfo("Asia/Tehran"),
        clock=lambda: NOON,
        operators=lambda _session: [(7, "fa"), (8, "en")],
    )


def rows(database: Database) -> list[tuple[str, str, str, str]]:
    with database.reading() as session:
        found = session.exec(select(Notice).order_by(col(Notice.id)))
        return [(row.template, row.recipient, row.channel.value, row.state.value) for row in found]


def test_operators_hear_of_a_message_that_arrived_by_no_road(database: Database) -> None:
    put(database)

    send(database)

    assert rows(database) == [
        ("C02", "feedback:1", "sms", "failed"),
        ("S09", "account:7", "in_app", "delivered"),
        ("S09", "account:8", "in_app", "delivered"),
    ]


def test_mail_takes_over_where_there_is_an_address(database: Database) -> None:
    put(database)
    mail = Road()

    send(database, mail, address="sara@city.ir")

    assert [message.address for message in mail.sent] == ["sara@city.ir"]
    assert [row[0] for row in rows(database)] == ["C02", "C02"]


def test_when_mail_fails_too_the_operators_hear_of_it_once(database: Database) -> None:
    put(database)

    send(database, Road(refuse=True), address="sara@city.ir")

    assert [row[0] for row in rows(database)] == ["C02", "C02", "S09", "S09"]


def test_staff_notices_and_dead_codes_trouble_no_operator(database: Database) -> None:
    put(database, recipient="account:3")
    put(database, template="C17")

    send(database)

    assert "S09" not in {row[0] for row in rows(database)}


def test_a_failed_notice_gets_another_day_of_tries(database: Database) -> None:
    put(database)
    send(database)
    later = NOON + timedelta(days=2)

    with database.writing() as session:
        failing.retry(session, 1, actor_id=7, now=later)

    with database.reading() as session:
        row = session.exec(select(Notice).where(Notice.id == 1)).one()
        acts = session.exec(select(AuditEntry.action)).all()
    assert (row.state, row.not_before, row.first_tried_at) == (NoticeState.QUEUED, later, None)
    assert acts == ["notice.retry"]
    with pytest.raises(Refused, match="not_failed"), database.writing() as session:
        failing.retry(session, 1, actor_id=7, now=later)


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    return application(found(sqlite_database, tmp_path))


@pytest.fixture
def town(sqlite_database: Database) -> City:
    with sqlite_database.writing() as session:
        return make_city(session)


@pytest.fixture
def operator(app: Flask, town: City) -> FlaskClient:
    return sit(app, Role.OPERATOR, unit=town.root, name="op", locale="en")


def test_an_operator_sends_it_again_from_the_list(
    operator: FlaskClient, sqlite_database: Database
) -> None:
    put(sqlite_database)
    send(sqlite_database)
    page = operator.get("/desk/notices/failed").text
    token = page.split('name="csrf_token" value="')[-1].split('"')[0]

    answer = operator.post("/desk/notices/failed/1/retry", data={"csrf_token": token})

    assert "4839027152" in page
    assert "gateway_411" in page
    assert answer.status_code == 303
    assert rows(sqlite_database)[0][3] == "queued"
    again = operator.post("/desk/notices/failed/1/retry", data={"csrf_token": token})
    assert again.status_code == 409
    assert "Everything arrived" in operator.get("/desk/notices/failed").text


def test_others_have_no_such_list(app: Flask, town: City) -> None:
    client = sit(app, Role.HANDLER, unit=town.root, name="one")

    assert client.get("/desk/notices/failed").status_code == 403
