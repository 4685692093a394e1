"""What the worker does with a real city: the phone is opened at sending alone."""

import json
from dataclasses import replace

import pytest
from sqlmodel import select

from app import jobs
from app.db import Database
from app.feedback.models import Contact, MonthCount, StatisticsDelta
from app.feedback.words import contact_place
from app.instance import Instance
from app.keystore import Keys
from app.notices import service as notices
from app.notices.channels.email import Email
from app.notices.channels.sms_kavenegar import Kavenegar
from app.notices.models import Notice
from app.notices.rules import NoticeChannel, NoticeState
from app.scores.jobs import fold_all
from app.settings import DEMO_SECRET, Settings
from app.vault import Vault
from qr.key_ring import KeyRing
from tests.cases.city import make_city, message
from tests.conftest import NOON

PHONE = "+989121234567"
CODE = {"code": "4839027152", "link": "https://qr.city.ir/t/4839027152"}


class City(Instance):
    """A city whose keys are in memory alone."""

    @property
    def keys(self) -> Keys:
        return self._keys


@pytest.fixture
def city(database: Database, tmp_path, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr("app.clock.now", lambda: NOON)
    settings = Settings(tmp_path, "http://127.0.0.1:8000", DEMO_SECRET, demo=True)
    return City(settings, database, Keys(KeyRing.fresh(bytes(32), now=NOON), Vault.fresh()))


def complain(city: City, *, phone: str = PHONE) -> int:
    with city.db.writing() as session:
        row = message(session, make_city(session).clerk)
        number = row.id or 0
        if phone:
            sealed = city.keys.vault.seal(phone, place=contact_place("phone", number))
            session.add(
                Contact(feedback_id=number, phone_sealed=sealed, phone_index="x", stored_at=NOON)
            )
        notices.enqueue(
            session, "C02", event=f"feedback:{number}", recipient=f"feedback:{number}",
            channel=NoticeChannel.SMS, now=NOON, params=CODE,
        )  # fmt: skip
    return number


def test_a_citizen_is_told_and_the_number_is_shown_masked(
    city: City, capsys: pytest.CaptureFixture[str]
) -> None:
    complain(city)

    assert jobs.drain_outbox(city) == {"delivered": 1}

    out = capsys.readouterr()
    line = next(json.loads(text) for text in out.out.splitlines() if '"to"' in text)
    assert line["to"] == "0912***4567"
    assert "9121234567" not in out.out + out.err


def test_a_citizen_without_a_number_is_not_waited_for(city: City) -> None:
    complain(city, phone="")

    assert jobs.drain_outbox(city) == {"suppressed": 1}


def test_a_number_of_another_row_does_not_open_and_is_left_to_an_operator(city: City) -> None:
    number = complain(city, phone="")
    sealed = city.keys.vault.seal(PHONE, place=contact_place("phone", number + 1))
    with city.db.writing() as session:
        session.add(
            Contact(feedback_id=number, phone_sealed=sealed, phone_index="x", stored_at=NOON)
        )

    assert jobs.drain_outbox(city) == {"failed": 1}


def test_staff_read_theirs_on_the_desk(city: City) -> None:
    with city.db.writing() as session:
        notices.enqueue(
            session, "S01", event="case:1", recipient="account:1", channel=NoticeChannel.IN_APP,
            now=NOON, params={"code": "1", "due": NOON.isoformat()},
        )  # fmt: skip

    assert jobs.drain_outbox(city) == {"delivered": 1}
    with city.db.reading() as session:
        assert session.exec(select(Notice.state)).all() == [NoticeState.DELIVERED]


def test_the_tail_of_statistics_is_folded_to_its_end(city: City) -> None:
    with city.db.writing() as session:
        for _ in range(2500):
            session.add(
                StatisticsDelta(
                    subject_id=1, unit_id=1, month="1405-09", channel="qr", kind="none", mood=5
                )
            )

    assert fold_all(city.db) == 2500
    assert fold_all(city.db) == 0
    with city.db.reading() as session:
        assert session.exec(select(MonthCount.count)).all() == [2500]
        assert session.exec(select(StatisticsDelta.id)).all() == []


def test_settings_choose_the_roads(city: City) -> None:
    grown = replace(
        city.settings, sms_channel="kavenegar", sms_api_key="k", smtp_host="mail", smtp_from="a@b"
    )

    roads = jobs.channels_of(grown)

    assert isinstance(roads[NoticeChannel.SMS], Kavenegar)
    assert isinstance(roads[NoticeChannel.EMAIL], Email)
    assert NoticeChannel.EMAIL not in jobs.channels_of(city.settings)


def test_every_job_of_the_city_runs_on_an_empty_city(city: City) -> None:
    for job in jobs.jobs_of(city):
        job.run()
