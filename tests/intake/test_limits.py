"""Too much, too fast, or no person at all: nobody loses a word, and machines get little."""

import re

import pytest
from sqlmodel import select

from app.badges.rules import BadgeStatus
from app.feedback.models import Feedback
from app.intake import guard
from app.notices.models import Notice
from tests.feedback.making import NOON
from tests.intake.conftest import tap_face, tell


def rush(web, url: str, mood: int = 2):
    """Touch a face more often than one address may in a minute; return the refusal."""
    for _ in range(21):
        answer = tap_face(web, url, mood)
        if answer.status_code == 429:
            return answer
    raise AssertionError("nobody slowed it down")


@pytest.mark.parametrize(
    ("lang", "said"),
    [("fa", "چهره‌ای که انتخاب کردید سر جایش است"), ("en", "your face is still chosen")],
)
@pytest.mark.parametrize("place", ["badge", "ended", "city"])
def test_a_touch_too_many_gets_its_page_back_with_the_face_and_a_time(web, city, place, lang, said):
    url = "/city" if place == "city" else city.url(city.desk)
    if place == "ended":
        city.end(city.desk, status=BadgeStatus.REVOKED, ended_at=NOON)

    answer = rush(web, f"{url}?lang={lang}")

    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert said in answer.text
    assert 'value="2" id="m2" checked' in answer.text
    assert 'role="alert"' in answer.text
    assert ("حسینی‌نژاد" in answer.text) is (place == "badge" and lang == "fa")
    assert not (lang == "fa" and re.search(r"[0-9] ثانیه", answer.text))


def test_a_message_too_many_keeps_its_words(web, city, monkeypatch):
    monkeypatch.setattr("app.intake.guard.MESSAGES", "1/minute")
    thanks = tap_face(web, city.url(city.desk), 2).location
    tell(web, thanks, kind="")  # refused by the form, counted by nobody
    assert tell(web, thanks).status_code == 303

    answer = tell(web, thanks, text="متن مهم من")

    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert "متن مهم من" in answer.text


def test_the_field_no_person_sees_is_there_and_unseen(web, city):
    page = web.get(tap_face(web, city.url(city.desk), 2).location).text

    assert re.search(
        r'<input class="sr" name="homepage" tabindex="-1" autocomplete="off" aria-hidden="true">',
        page,
    )


def test_who_fills_it_is_thanked_like_anybody_marked_and_soon_slowed(web, city):
    answers = []
    for _ in range(4):
        thanks = tap_face(web, city.url(city.desk), 2).location
        answers.append(tell(web, thanks, homepage="https://buy.example").status_code)

    assert answers == [303, 303, 303, 429]
    with city.db.reading() as session:
        topics = session.exec(select(Feedback.topics).order_by(Feedback.id)).all()
    assert ["machine" in each for each in topics] == [True, True, True, False]


def test_people_are_never_marked_and_the_mark_cannot_be_chosen(web, city):
    thanks = tap_face(web, city.url(city.desk), 2).location

    assert tell(web, thanks, about="machine").status_code == 422
    assert tell(web, thanks).status_code == 303


def test_how_long_the_form_was_open_is_kept_for_the_score(web, city):
    tap_face(web, city.url(city.desk), 2)

    with city.db.reading() as session:
        assert session.exec(select(Feedback.seconds)).one() >= 0


def test_one_badge_causes_fifty_text_messages_a_day_and_the_page_says_so(web, city, monkeypatch):
    monkeypatch.setattr(guard, "SMS_BADGE", "1/day")
    said = {"want": "1", "identity": "confidential"}
    pages = []
    for phone in ("09121111111", "09122222222"):
        thanks = tap_face(web, city.url(city.desk), 2).location
        answer = tell(web, thanks, **said, phone=phone)
        assert answer.status_code == 303
        pages.append(web.get(answer.location).text)

    assert ["پیامکی فرستاده نشد" in page for page in pages] == [False, True]
    with city.db.reading() as session:
        sent = session.exec(select(Notice.template)).all()
    assert sent.count("C01") == 1
