"""The short way of a tap stores what the page would store, and leaves all else to the page."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.badges.rules import BadgeStatus
from app.db import Database
from app.errors import Unwritable
from app.feedback.models import Feedback, StatisticsDelta
from app.intake import tap_door
from tests.feedback.making import NOON
from tests.intake.conftest import gone_through, key_in

OWN = {"id", "submission", "tracking_code", "created_at", "device", "seconds"}


@pytest.fixture
def short(monkeypatch):
    """How often the short way was gone."""
    return gone_through(monkeypatch, {"intake.badge"})


def touched(web, city, *, badge=None, query="", **fields):
    """Touch a face as a phone does, with any other fields beside."""
    url = city.url(badge or city.desk) + query
    return web.post(url, data={"key": key_in(web.get(url).text), "tap": "4"} | fields)


def rows(city, model):
    with city.db.reading() as session:
        return [row.model_dump(exclude=OWN) for row in session.exec(select(model)).all()]


def test_a_tap_is_the_same_by_either_way(web, city, short):
    quick = touched(web, city)
    web.set_cookie("lang", "fa")
    slow = touched(web, city)

    assert short == [1]
    for model in (Feedback, StatisticsDelta):
        first, second = rows(city, model)
        assert first == second
    assert quick.status_code == slow.status_code == 303
    made_afresh = {"Location", "X-Request-Id", "Content-Length", "Content-Security-Policy"}
    told = [
        {name: v for name, v in answer.headers if name not in {*made_afresh, "Set-Cookie", "Vary"}}
        for answer in (quick, slow)
    ]
    assert told[0] == told[1]


def test_the_short_way_leads_to_the_thanks_in_the_chosen_language(web, city, short):
    answer = touched(web, city, query="?lang=en")

    assert short == [1]
    assert "Thank you" in web.get(answer.location).text
    assert rows(city, Feedback)[0]["locale"] == "en"


def test_the_same_tap_again_leads_to_the_same_page_and_stores_nothing(web, city, short):
    url = city.url(city.desk)
    sent = {"key": key_in(web.get(url).text), "tap": "2"}

    assert web.post(url, data=sent).location == web.post(url, data=sent).location
    assert len(short) == len(rows(city, Feedback)) == len(rows(city, StatisticsDelta)) == 1


@pytest.mark.parametrize(
    ("fields", "query"),
    [({"mood": "4"}, ""), ({"report": "1"}, ""), ({"tap": "9"}, ""), ({}, "?lang=xx")],
    ids=["another field", "a report", "no face", "another question"],
)
def test_what_is_not_just_a_touch_is_left_to_the_page(web, city, short, fields, query):
    touched(web, city, query=query, **fields)

    assert short == []


def test_a_key_of_another_badge_or_of_last_week_is_left_to_the_page(web, city, short, monkeypatch):
    other, own = (key_in(web.get(city.url(b)).text) for b in (city.station, city.desk))
    strange = web.post(city.url(city.desk), data={"key": other, "tap": "4"})
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=3650))
    old = web.post(city.url(city.desk), data={"key": own, "tap": "4"})

    assert (strange.status_code, old.status_code, short) == (400, 400, [])


def test_a_badge_that_ended_between_page_and_touch_is_left_to_the_page(web, city, short):
    key = key_in(web.get(city.url(city.desk)).text)
    city.end(city.desk, status=BadgeStatus.REVOKED, ended_at=NOON)
    web.post(city.url(city.desk), data={"key": key, "tap": "4"})

    assert short == []
    assert rows(city, Feedback)[0]["topics"] == ["ended_badge"]


def test_a_full_window_is_answered_with_the_page_of_patience(web, city, short):
    answers = [touched(web, city) for _ in range(21)]

    assert [answer.status_code for answer in answers] == [303] * 20 + [429]
    assert int(answers[-1].headers["Retry-After"]) <= 60
    assert len(short) == 20


def test_a_store_that_cannot_be_written_is_answered_with_the_page_of_patience(
    web, city, monkeypatch
):
    def full(*_given, **_named):
        raise Unwritable("store")

    key = key_in(web.get(city.url(city.desk)).text)
    monkeypatch.setattr(tap_door.service, "submit", full)

    assert web.post(city.url(city.desk), data={"key": key, "tap": "4"}).status_code == 503


def test_a_request_by_another_name_of_the_host_is_refused(web, city, short):
    key = key_in(web.get(city.url(city.desk)).text)
    answer = web.post(
        city.url(city.desk), data={"key": key, "tap": "4"}, headers={"Host": "evil.example"}
    )

    assert (answer.status_code, short) == (400, [])


def test_a_tap_over_the_limit_never_waits_for_the_store(web, city, monkeypatch):
    for _ in range(20):
        touched(web, city)
    key = key_in(web.get(city.url(city.desk)).text)

    def busy(*_given):
        raise AssertionError("a refused tap asked for the store")

    monkeypatch.setattr(Database, "writing_rows", busy)
    assert web.post(city.url(city.desk), data={"key": key, "tap": "4"}).status_code == 429


def test_a_tap_that_the_page_takes_over_is_counted_once(web, city, short):
    key = key_in(web.get(city.url(city.desk)).text)
    keys = [key, *(key_in(web.get(city.url(city.desk)).text) for _ in range(20))]
    city.end(city.desk, status=BadgeStatus.REVOKED, ended_at=NOON)
    answers = [web.post(city.url(city.desk), data={"key": k, "tap": "4"}) for k in keys]

    assert [answer.status_code for answer in answers] == [303] * 20 + [429]
    assert short == []
