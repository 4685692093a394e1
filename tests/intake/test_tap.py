"""One touch: one record, whatever the network and the thumb do."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.badges.rules import BadgeStatus
from app.feedback.models import Feedback, StatisticsDelta
from app.feedback.rules import Channel, Kind
from qr.codes import new_typed_code
from tests.feedback.making import NOON
from tests.intake.conftest import key_in, tap_face
from tests.statements import sent_to_sqlite


def records(city) -> list[Feedback]:
    with city.db.reading() as session:
        return list(session.exec(select(Feedback).order_by(Feedback.id)))


def test_one_touch_stores_the_rating_and_thanks(web, city):
    answer = tap_face(web, city.url(city.desk), 5)

    (row,) = records(city)
    assert (answer.status_code, row.mood, row.channel) == (303, 5, Channel.QR)
    assert (row.subject_id, row.unit_id, row.badge_id) == (city.desk_id, city.unit_id, city.desk.id)
    assert (len(row.device), len(row.network), row.locale) == (32, 32, "fa")
    assert "سپاس؛ امتیاز شما ثبت شد" in web.get(answer.location).text


def test_a_plain_rating_costs_at_most_six_statements(web, city):
    key = key_in(web.get(city.url(city.desk)).text)

    with sent_to_sqlite(city.db) as seen:
        web.post(city.url(city.desk), data={"key": key, "tap": "4"})

    assert [statement.split()[0] for statement in seen] == ["SELECT", "INSERT", "INSERT"]


def test_the_same_form_sent_again_is_one_record_and_the_same_page(web, city):
    key = key_in(web.get(city.url(city.desk)).text)
    sent = [web.post(city.url(city.desk), data={"key": key, "tap": tap}) for tap in "441"]

    assert {answer.location for answer in sent} == {sent[0].location}
    assert [row.mood for row in records(city)] == [4]
    with city.db.reading() as session:
        assert len(session.exec(select(StatisticsDelta)).all()) == 1


def test_a_touch_wins_over_the_radio_and_enter_sends_the_radio(web, city):
    tap_face(web, city.url(city.desk), 2, mood="5")
    key = key_in(web.get(city.url(city.desk)).text)
    web.post(city.url(city.desk), data={"key": key, "mood": "4"})

    assert [row.mood for row in records(city)] == [2, 4]


@pytest.mark.parametrize("tap", ["", "0", "6", "999", "-1", "۹", "good"])
def test_what_is_no_face_is_refused_with_the_page_and_stores_nothing(web, city, tap):
    answer = tap_face(web, city.url(city.desk), tap)

    assert answer.status_code == 422
    assert "<title>خطا:" in answer.text
    assert answer.text.count("یکی از پنج چهره را انتخاب کنید") == 2
    assert records(city) == []


@pytest.mark.parametrize("key", ["", "A" * 48, "x"])
def test_a_form_that_is_not_ours_is_refused_and_the_face_is_kept(web, city, key):
    answer = web.post(city.url(city.desk), data={"key": key, "tap": "2"})

    assert answer.status_code == 400
    assert 'value="2" id="m2" checked' in answer.text
    assert records(city) == []


def test_the_key_of_one_badge_opens_no_other(web, city):
    key = key_in(web.get(city.url(city.station)).text)

    assert web.post(city.url(city.desk), data={"key": key, "tap": "2"}).status_code == 400


def test_what_waited_offline_for_days_still_arrives_and_after_a_week_no_more(
    web, city, monkeypatch
):
    url, opened = city.url(city.desk), clock.now()
    monkeypatch.setattr(clock, "now", lambda: opened)
    old, older = (key_in(web.get(url).text) for _ in range(2))
    monkeypatch.setattr(clock, "now", lambda: opened + timedelta(days=6))
    assert web.post(url, data={"key": old, "tap": "3"}).status_code == 303

    monkeypatch.setattr(clock, "now", lambda: opened + timedelta(days=8))
    assert web.post(url, data={"key": older, "tap": "3"}).status_code == 400
    assert [row.seconds for row in records(city)] == [6 * 24 * 3600]


def test_fields_nobody_asked_for_are_ignored(web, city):
    tap_face(
        web, city.url(city.desk), 3, status="x", score="9", subject_id="9", id="7", is_admin="1"
    )

    (row,) = records(city)
    assert (row.id, row.subject_id, row.mood) == (1, city.desk_id, 3)


def test_the_rating_of_an_ended_badge_goes_to_the_unit(web, city):
    city.end(city.desk, status=BadgeStatus.REVOKED, ended_at=NOON)

    answer = tap_face(web, city.url(city.desk), 1)

    (row,) = records(city)
    assert (row.subject_id, row.unit_id, row.topics) == (None, city.unit_id, ["ended_badge"])
    assert "حسینی‌نژاد" not in web.get(answer.location).text


def test_a_badge_that_ends_between_page_and_touch_loses_no_rating(web, city):
    key = key_in(web.get(city.url(city.desk)).text)
    city.end(city.desk, status=BadgeStatus.REVOKED, ended_at=NOON)

    answer = web.post(city.url(city.desk), data={"key": key, "tap": "2"})

    assert answer.status_code == 303
    assert [row.subject_id for row in records(city)] == [None]


def test_a_false_badge_is_reported_to_the_unit_with_one_touch(web, city):
    page = web.get(city.url(city.desk) + "/report").text
    answer = web.post(city.url(city.desk), data={"key": key_in(page), "report": "seen"})

    (row,) = records(city)
    assert (row.kind, row.mood, row.topics) == (Kind.COMMENT, None, ["false_badge"])
    assert (row.subject_id, row.unit_id) == (None, city.unit_id)
    assert "گزارش شما رسید" in web.get(answer.location).text


def test_a_forged_symbol_still_takes_a_rating_for_the_city(web, city):
    key = key_in(web.get("/B/" + "0" * 26).text)

    assert web.post("/city", data={"key": key, "tap": "1"}).status_code == 303
    (row,) = records(city)
    assert (row.subject_id, row.unit_id, row.topics) == (None, None, ["unknown_badge"])


def test_one_may_speak_to_the_city_without_a_badge(web, city):
    assert tap_face(web, "/city", 4).status_code == 303
    assert [(row.channel, row.topics) for row in records(city)] == [(Channel.WEB, [])]


def test_the_number_under_the_symbol_opens_the_same_page_on_its_own_channel(web, city):
    typed = " ".join(city.desk.typed_code).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    found = web.post("/", data={"code": typed})
    assert found.status_code == 303

    tap_face(web, found.location, 4)

    assert [(r.channel, r.subject_id) for r in records(city)] == [(Channel.TYPED, city.desk_id)]


def test_a_wrong_digit_in_the_number_is_refused_and_kept(web, city):
    code = city.desk.typed_code
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)

    answer = web.post("/", data={"code": wrong})

    assert answer.status_code == 422
    assert f'value="{wrong}"' in answer.text


def test_made_up_numbers_end_in_patience(web):
    answers = [web.post("/", data={"code": new_typed_code()}).status_code for _ in range(12)]

    assert answers == [404] * 10 + [429] * 2


def test_sixty_phones_behind_one_address_are_all_heard_and_one_that_races_is_slowed(web, city):
    taps = [tap_face(web, city.url(city.desk)).status_code for _ in range(22)]

    assert taps == [303] * 20 + [429] * 2


def test_asking_by_get_at_an_address_for_sending_stores_nothing(web, city):
    assert web.get("/thanks/" + "A" * 48).status_code == 404
    assert web.get("/n/" + "A" * 48).status_code == 404
    assert records(city) == []
