"""A kiosk: the same faces, nothing personal, no cookie, starts over, can be switched off."""

import re

import pytest
from sqlmodel import select

from app import clock
from app.badges.kiosks.links import word
from app.badges.kiosks.service import set_up, switch_off
from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.errors import Missing
from app.feedback.models import Feedback
from app.feedback.rules import Channel
from tests.intake.conftest import key_in
from tests.statements import statements

ALL = ("/",)


@pytest.fixture
def kiosk(city) -> str:
    """The public id of a kiosk of the station."""
    with city.db.writing() as session:
        made = set_up(session, city.station.typed_code, "سالن شمالی", roots=ALL, actor_id=1,
                      now=clock.now())  # fmt: skip
        return made.public_id


@pytest.fixture
def link(city, kiosk) -> str:
    return f"/k/{word(kiosk, city.instance.keys.vault.submission)}"


def touch(web, link: str, face: str = "4"):
    return web.post(link, data={"key": key_in(web.get(link).text), "tap": face})


def stored(city) -> list[Feedback]:
    with city.db.reading() as session:
        return list(session.exec(select(Feedback)))


def test_a_touch_is_stored_for_the_place_by_the_channel_of_kiosks(web, city, link):
    answer = touch(web, link)

    assert answer.status_code == 303
    (row,) = stored(city)
    assert (row.mood, row.channel, row.subject_id) == (4, Channel.KIOSK, city.station_id)


def test_the_page_sets_no_cookie_and_has_no_field_but_the_faces(web, link):
    page = web.get(link)
    thanks = web.get(touch(web, link).location)

    assert "Set-Cookie" not in page.headers
    assert "Set-Cookie" not in thanks.headers
    names = set(re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', page.text))
    assert names == {"key", "mood"}
    assert not re.search(r"<(input|textarea|form)", thanks.text)
    assert "receipt" not in thanks.text


def test_after_the_thanks_it_starts_over_in_ten_seconds_with_and_without_a_script(web, link):
    thanks = web.get(touch(web, f"{link}?lang=en").location).text

    assert f'<noscript><meta http-equiv="refresh" content="10;url={link}"></noscript>' in thanks
    assert f'data-again="{link}" data-wait="10"' in thanks
    assert 'lang="fa"' in thanks or "Thank you" in thanks


def test_an_idle_page_starts_over_too(web, link):
    assert f'content="60;url={link}"' in web.get(link).text


def test_a_double_touch_of_one_page_is_one_rating(web, city, link):
    sent = {"key": key_in(web.get(link).text), "tap": "2"}

    assert [web.post(link, data=sent).status_code for _ in range(3)] == [303] * 3
    assert len(stored(city)) == 1


def test_ratings_of_one_kiosk_share_a_device_that_is_no_browsers(web, city, link):
    web.get(city.url(city.desk))  # gives this browser its own token
    touch(web, link)
    touch(web, link, "5")

    first, second = stored(city)
    assert first.device == second.device
    assert first.device == city.instance.keys.vault.pseudonym_of(
        "kiosk", link.removeprefix("/k/")[:16]
    )


def test_a_key_of_the_badge_page_is_not_taken(web, city, link):
    key = key_in(web.get(city.url(city.station)).text)

    assert web.post(link, data={"key": key, "tap": "4"}).status_code == 400
    assert stored(city) == []


def test_no_face_is_said_in_words(web, link):
    page = web.post(link, data={"key": key_in(web.get(link).text)})

    assert page.status_code == 422
    assert "یکی از پنج چهره" in page.text


def test_switched_off_its_link_is_dead_at_once(web, city, kiosk, link):
    with city.db.writing() as session:
        switch_off(session, kiosk, roots=ALL, actor_id=1, now=clock.now())

    assert web.get(link).status_code == 410
    assert stored(city) == []


def test_a_replaced_badge_keeps_the_kiosk_and_a_revoked_one_ends_it(web, city, link):
    city.end(city.station, status=BadgeStatus.REVOKED, ended_at=clock.now())
    assert web.get(link).status_code == 410

    with city.db.writing() as session:
        old = session.get_one(Badge, city.station.id)
        session.add(
            Badge(serial="00112233aa", key_id=old.key_id, typed_code="123456786",
                  subject_id=old.subject_id, issued_at=clock.now())
        )  # fmt: skip
    assert web.get(link).status_code == 200


@pytest.mark.parametrize("change", [lambda w: w[:-1] + ("A" if w[-1] != "A" else "B"), str.upper,
                                    lambda w: w[:20], lambda _w: "x" * 4096])  # fmt: skip
def test_a_changed_link_is_none_and_reads_no_database(web, city, link, change):
    with statements(city.db.engine) as seen:
        page = web.get(f"/k/{change(link.removeprefix('/k/'))}")

    assert page.status_code == 404
    assert seen == []


def test_the_page_costs_two_statements(web, city, link):
    with statements(city.db.engine) as seen:
        web.get(link)

    assert len([s for s in seen if s.startswith("SELECT")]) == 2


def test_nobody_sets_up_a_kiosk_for_a_badge_out_of_reach(city):
    with city.db.writing() as session, pytest.raises(Missing):
        set_up(session, city.station.typed_code, "x", roots=("/9/",), actor_id=1, now=clock.now())
