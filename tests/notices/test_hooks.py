"""Calls from the gateway: late, twice, out of order, forged; and what citizens send."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from app.db import Database
from app.instance import Instance
from app.notices import leasing, service
from app.notices.hooks import INBOUND_SMS
from app.notices.models import InboundMessage, Notice
from app.notices.rules import NoticeChannel
from app.notices.signing import HEADER, signature
from app.rights import Role
from tests.cases.city import make_city
from tests.conftest import NOON
from tests.web import application, found, sit

SECRET = "a-webhook-secret-of-thirty-two-letters"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def instance(sqlite_database: Database, tmp_path: Path) -> Instance:
    return found(sqlite_database, tmp_path, sms_webhook_secret=SECRET)


@pytest.fixture
def app(instance: Instance) -> Flask:
    return application(instance)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sent(sqlite_database: Database) -> Database:
    """One message that the gateway took under number 8792343."""
    with sqlite_database.writing() as session:
        service.enqueue(
            session, "C02", event="e", recipient="feedback:1", channel=NoticeChannel.SMS, now=NOON,
            params={"code": "4839027152", "link": "/t/4839027152"},
        )  # fmt: skip
        [held] = leasing.lease(session, now=NOON)
        leasing.accept(session, held, now=NOON, reference="8792343")
    return sqlite_database


def call(client: FlaskClient, path: str, *, secret: str = SECRET, **form: str) -> int:
    body = urlencode(form).encode()
    answer = client.post(
        f"/hooks/sms/{path}",
        data=body,
        content_type="application/x-www-form-urlencoded",
        headers={HEADER: signature(secret, body, at=NOON)},
    )
    return answer.status_code


def state(database: Database) -> str:
    with database.reading() as session:
        row = session.exec(select(Notice).where(Notice.template == "C02")).one()
        return row.state.value


@pytest.mark.parametrize(
    ("numbers", "end"),
    [
        (["10"], "delivered"),
        (["10", "10"], "delivered"),
        (["11"], "failed"),
        (["10", "11"], "delivered"),
        (["11", "10"], "delivered"),
        (["10", "1", "4"], "delivered"),
        (["4", "1"], "accepted"),
        (["99"], "accepted"),
    ],
)
def test_a_state_only_goes_forward(
    client: FlaskClient, sent: Database, numbers: list[str], end: str
) -> None:
    answers = [call(client, "status", messageid="8792343", status=n) for n in numbers]

    assert set(answers) == {200}
    assert state(sent) == end


def test_operators_hear_once_that_a_message_did_not_arrive(
    app: Flask, client: FlaskClient, sent: Database
) -> None:
    with sent.writing() as session:
        city = make_city(session)
    sit(app, Role.OPERATOR, unit=city.root, name="op")

    for number in ("11", "14", "11"):
        call(client, "status", messageid="8792343", status=number)

    with sent.reading() as session:
        assert len(session.exec(select(Notice).where(Notice.template == "S09")).all()) == 1


def test_a_forged_unsigned_or_recorded_call_is_refused(client: FlaskClient, sent: Database) -> None:
    form = {"messageid": "8792343", "status": "10"}
    body = urlencode(form).encode()
    plain = {"data": body, "content_type": "application/x-www-form-urlencoded"}
    old = signature(SECRET, body, at=NOON - timedelta(minutes=6))
    other = signature(SECRET, b"messageid=8792343&status=11", at=NOON)

    answers = [
        call(client, "status", secret="x" * 32, **form),
        client.post("/hooks/sms/status", **plain).status_code,
        client.post("/hooks/sms/status", **plain, headers={HEADER: old}).status_code,
        client.post("/hooks/sms/status", **plain, headers={HEADER: other}).status_code,
        client.post("/hooks/sms/status", **plain, headers={HEADER: "t=x,v1=y"}).status_code,
        client.post("/hooks/sms/inbound", data={"messageid": "1"}).status_code,
    ]

    assert answers == [403] * 6
    assert state(sent) == "accepted"


def test_a_report_of_nothing_known_and_nonsense_are_refused(
    client: FlaskClient, sent: Database
) -> None:
    assert state(sent) == "accepted"
    assert call(client, "status", messageid="1", status="10") == 404
    assert call(client, "status", messageid="", status="10") == 404
    assert call(client, "status", messageid="8792343", status="ten") == 422
    assert call(client, "inbound", messageid="1", **{"from": "12345", "message": "1"}) == 422
    assert call(client, "inbound", messageid="", **{"from": "09120000001"}) == 422


def test_without_a_secret_there_is_no_webhook(sqlite_database: Database, tmp_path: Path) -> None:
    client = application(found(sqlite_database, tmp_path)).test_client()

    assert call(client, "status", secret="", messageid="1", status="10") == 404


def test_a_citizens_message_is_handed_on_once_by_index_and_never_kept(
    app: Flask, client: FlaskClient, instance: Instance, sqlite_database: Database
) -> None:
    heard: list[tuple[str, str]] = []

    def reply(_session: Session, index: str, text: str, _now: object) -> str:
        heard.append((index, text))
        return "confirmed"

    app.extensions[INBOUND_SMS] = reply
    for number in ("0912 000 0001", "+989120000001"):
        answer = call(client, "inbound", messageid="77", **{"from": number, "message": "۱"})
        assert answer == 200

    assert heard == [(instance.keys.vault.blind_index("+989120000001"), "۱")]
    with sqlite_database.reading() as session:
        row = session.exec(select(InboundMessage).order_by(col(InboundMessage.message_id))).one()
    assert row.message_id == "77"


def test_an_unknown_number_is_answered_like_any_other(client: FlaskClient) -> None:
    form = {"from": "09129999999", "message": "1"}

    assert call(client, "inbound", messageid="78", **form) == 200
