"""Draining: real channels and a fake gateway with the real shape."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from app.db import Database
from app.notices import queries, service
from app.notices.channels import Channel, Message, NotSent, Receipt
from app.notices.channels.console import Console
from app.notices.channels.in_app import InApp
from app.notices.channels.sms_kavenegar import Kavenegar
from app.notices.jobs import drain
from app.notices.models import Notice
from app.notices.rules import NoticeChannel
from tests.conftest import NOON
from tests.notices.gateway import Gateway

TEHRAN = ZoneInfo("Asia/Tehran")
CODE = {"code": "4839027152", "link": "https://qr.city.ir/t/4839027152"}
PHONES = {f"feedback:{n}": f"+98912000000{n}" for n in range(1, 10)}


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as running:
        yield running


class Notebook:
    """A road that keeps what it was given."""

    def __init__(self, *, bad: str = "") -> None:
        self.sent: list[Message] = []
        self._bad = bad

    def send(self, message: Message) -> Receipt:
        if message.address == self._bad:
            raise NotSent("gateway_500")
        self.sent.append(message)
        return Receipt(reference=str(len(self.sent)))


def put(database: Database, *numbers: int, template: str = "C02", **given: object) -> None:
    values = {"params": CODE, "channel": NoticeChannel.SMS, "now": NOON} | given
    with database.writing() as session:
        for n in numbers:
            service.enqueue(
                session, template, event=f"feedback:{n}", recipient=f"feedback:{n}", **values
            )


def send(database: Database, road: Channel, *, at: datetime = NOON) -> dict[str, int]:
    channels = {NoticeChannel.SMS: road, NoticeChannel.IN_APP: InApp()}
    return dict(
        drain(
            database,
            resolve=lambda recipient, _channel: PHONES.get(recipient),
            channels=channels,
            zone=TEHRAN,
            clock=lambda: at,
        )
    )


def test_what_is_due_is_sent_once(database: Database) -> None:
    put(database, 1, 2)
    road = Notebook()

    assert send(database, road) == {"accepted": 2}
    assert send(database, road) == {}
    assert [message.address for message in road.sent] == ["+989120000001", "+989120000002"]
    assert "۴۸۳۹۰۲۷۱۵۲" in road.sent[0].text


def test_one_bad_recipient_never_blocks_another(database: Database) -> None:
    put(database, 1, 2, 3)
    road = Notebook(bad="+989120000001")

    assert send(database, road) == {"queued": 1, "accepted": 2}


def test_a_fault_inside_a_road_is_a_failed_try_and_no_more(database: Database) -> None:
    class Broken:
        def send(self, message: Message) -> Receipt:
            raise ZeroDivisionError(message.address)

    put(database, 1)
    put(database, 2, channel=NoticeChannel.IN_APP)

    assert send(database, Broken()) == {"queued": 1, "delivered": 1}
    with database.reading() as session:
        assert "ZeroDivisionError" in session.exec(select(Notice.error)).all()


def test_no_address_any_more_means_suppressed_and_an_unknown_road_too(database: Database) -> None:
    with database.writing() as session:
        service.enqueue(
            session, "C02", event="a", recipient="feedback:77", channel=NoticeChannel.SMS,
            now=NOON, params=CODE,
        )  # fmt: skip
    put(database, 1, channel=NoticeChannel.EMAIL)

    assert send(database, Notebook()) == {"suppressed": 2}


def test_two_workers_on_one_outbox_never_send_twice(database: Database) -> None:
    put(database, *range(1, 10))
    road = Notebook()

    with ThreadPoolExecutor(3) as pool:
        ended = list(pool.map(lambda _n: send(database, road), range(3)))

    assert sum(count for one in ended for count in one.values()) == 9
    assert len({message.key for message in road.sent}) == len(road.sent) == 9


def test_at_night_only_what_is_urgent_leaves(database: Database) -> None:
    night = NOON + timedelta(hours=11)  # 23:10 in Tehran
    put(database, 1)
    put(database, 2, urgent=True)
    road = Notebook()

    assert send(database, road, at=night) == {"accepted": 1}
    assert send(database, road, at=night + timedelta(hours=7, minutes=49)) == {}
    assert send(database, road, at=night + timedelta(hours=7, minutes=50)) == {"accepted": 1}


def test_the_console_prints_the_sentence_and_masks_the_number(database: Database) -> None:
    put(database, 1)
    out = StringIO()

    assert send(database, Console(out)) == {"delivered": 1}
    line = json.loads(out.getvalue())
    assert line["to"] == "0912***0001"
    assert "9120000001" not in out.getvalue()


def test_the_gateway_gets_receptor_message_and_our_key(
    sqlite_database: Database, gateway: Gateway
) -> None:
    put(sqlite_database, 1)

    assert send(sqlite_database, Kavenegar(gateway.url, "key", private=True)) == {"accepted": 1}
    assert gateway.path == "/v1/key/sms/send.json"
    [form] = gateway.forms
    assert form["receptor"] == "09120000001"
    assert form["localid"] == "notice-1"
    with sqlite_database.reading() as session:
        assert session.exec(select(Notice.reference)).one() == "8792343"


@pytest.mark.parametrize(
    ("answer", "state", "error"),
    [
        ("error 500", "queued", "call"),
        ("no json", "queued", "call"),
        ("nonsense", "queued", "gateway_answer"),
        ("redirect", "queued", "call"),
        ("endless", "queued", "call"),
        ("status 411", "failed", "gateway_411"),
        ("status 418", "queued", "gateway_418"),
    ],
)
def test_a_gateway_in_trouble_is_tried_again_unless_it_knows_no_such_number(
    sqlite_database: Database, gateway: Gateway, answer: str, state: str, error: str
) -> None:
    gateway.answer = answer
    put(sqlite_database, 1)

    assert send(sqlite_database, Kavenegar(gateway.url, "key", private=True)) == {state: 1}
    with sqlite_database.reading() as session:
        assert session.exec(select(Notice.error)).one() == error


def test_a_time_out_after_sending_is_repeated_under_the_same_key(
    sqlite_database: Database, gateway: Gateway
) -> None:
    gateway.answer = "hang up"
    put(sqlite_database, 1)
    road = Kavenegar(gateway.url, "key", private=True)

    assert send(sqlite_database, road) == {"queued": 1}
    gateway.answer = "ok"
    assert send(sqlite_database, road, at=NOON + timedelta(minutes=1)) == {"accepted": 1}
    assert {form["localid"] for form in gateway.forms} == {"notice-1"}


def test_a_gateway_on_a_private_address_is_not_called(
    sqlite_database: Database, gateway: Gateway
) -> None:
    put(sqlite_database, 1)

    assert send(sqlite_database, Kavenegar(gateway.url, "key")) == {"queued": 1}
    assert gateway.forms == []


def test_only_mobile_numbers_of_the_country_are_tried(gateway: Gateway) -> None:
    road = Kavenegar(gateway.url, "key", private=True)

    with pytest.raises(NotSent, match="number"):
        road.send(Message("k", "+442071838750", "x", "C02"))
    assert gateway.forms == []


def test_rows_keep_their_order_of_falling_due(database: Database) -> None:
    put(database, 2, not_before=NOON - timedelta(minutes=2))
    put(database, 1, not_before=NOON - timedelta(minutes=1))
    road = Notebook()
    send(database, road)

    with database.reading() as session:
        order = session.exec(select(Notice.recipient).order_by(col(Notice.not_before))).all()
    assert [message.address for message in road.sent] == [PHONES[r] for r in order]


def test_a_slow_gateway_is_left_and_tried_again_under_the_same_key(
    sqlite_database: Database, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.outgoing._READ_S", 0.2)
    gateway.answer = "slow"
    put(sqlite_database, 1)
    road = Kavenegar(gateway.url, "key", private=True)

    assert send(sqlite_database, road) == {"queued": 1}
    monkeypatch.setattr("app.outgoing._READ_S", 60)
    gateway.answer = "ok"
    assert send(sqlite_database, road, at=NOON + timedelta(minutes=1)) == {"accepted": 1}
    assert [form["localid"] for form in gateway.forms] == ["notice-1", "notice-1"]


def test_a_gateway_that_answers_with_two_messages_counts_as_one(
    sqlite_database: Database, gateway: Gateway
) -> None:
    gateway.answer = "twice"
    put(sqlite_database, 1)
    road = Kavenegar(gateway.url, "key", private=True)

    assert send(sqlite_database, road) == {"accepted": 1}
    assert send(sqlite_database, road, at=NOON + timedelta(hours=1)) == {}
    with sqlite_database.reading() as session:
        assert session.exec(select(Notice.reference)).one() == "8792343"


def test_a_gateway_that_is_down_for_a_day_ends_on_the_operators_list(
    database: Database,
) -> None:
    put(database, 1, 2)
    down = Notebook(bad=PHONES["feedback:1"])
    at, tries = NOON, 0
    while at <= NOON + timedelta(hours=30):
        ended = send(database, down, at=at)
        tries += sum(ended.values())
        at += timedelta(minutes=10)

    with database.reading() as session:
        assert [row.recipient for row in queries.failed(session)] == ["feedback:1"]
    assert [message.address for message in down.sent] == [PHONES["feedback:2"]]
    assert 8 <= tries <= 14
