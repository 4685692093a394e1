"""This is not the person, the sticker looks false: one form, exactly once, nobody is asked."""

import io
import re

import pytest
from PIL import Image
from sqlmodel import func, select

from app import jobs
from app.badges.rules import BadgeStatus
from app.badges.suspicion.models import SuspicionReport, SuspiciousCode
from app.feedback.models import Attachment, Feedback, Release
from app.feedback.rules import PhotoState
from qr.codes import new_typed_code
from tests.feedback.making import NOON
from tests.intake.conftest import key_in

SAID = {"reason": "sticker", "place": "درِ شمالی", "text": "روی آن برچسب دیگری است."}


def photo() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    out.seek(0)
    return out, "sticker.jpg"


def send(web, url: str, **fields):
    key = key_in(web.get(url).text)
    return web.post(url, data={"key": key} | SAID | fields)


def stored(city) -> SuspicionReport:
    with city.db.reading() as session:
        return session.exec(select(SuspicionReport)).one()


def code(city) -> SuspiciousCode:
    with city.db.reading() as session:
        return session.exec(select(SuspiciousCode)).one()


def test_a_report_from_the_badge_page_reaches_the_desk_with_its_photo(web, city):
    answer = send(web, f"{city.url(city.station)}/false", photo=photo())

    assert answer.status_code == 303
    assert "گزارش شما رسید" in web.get(answer.location).text
    said = stored(city)
    assert (said.reason.value, said.place, said.text) == ("sticker", SAID["place"], SAID["text"])
    assert code(city).badge_id == city.station.id
    jobs.draw_photos(city.instance)
    with city.db.reading() as session:
        kept = session.exec(select(Attachment)).one()
        assert (kept.name, kept.state) == (said.photo, PhotoState.READY)
        assert session.exec(select(func.count()).select_from(Release)).one() == 0


def test_the_same_form_sent_twice_is_one_report(web, city):
    url = f"{city.url(city.desk)}/false"
    key = key_in(web.get(url).text)
    sent = {"key": key} | SAID | {"reason": "not_person"}

    first, second = web.post(url, data=sent), web.post(url, data=sent)

    assert first.location == second.location
    stored(city)
    assert code(city).reports == 1
    with city.db.reading() as session:
        assert session.exec(select(func.count()).select_from(Feedback)).one() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("reason", "", "چه چیزی"),
        ("reason", "<x>", "چه چیزی"),
        ("place", "ی" * 201, "۲۰۰"),
        ("text", "ی" * 1001, "۱٬۰۰۰"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_rest_is_kept(web, city, field, value, words):
    page = send(web, f"{city.url(city.station)}/false", **{field: value})

    assert page.status_code == 422
    assert words in page.text
    assert (SAID["text"] in page.text) or field == "text"


def test_a_file_that_is_no_photo_is_refused_by_its_content(web, city):
    page = send(web, f"{city.url(city.station)}/false", photo=(io.BytesIO(b"MZ\x90"), "a.jpg"))

    assert page.status_code == 422
    assert SAID["place"] in page.text


def test_a_badge_that_ended_can_be_reported_without_its_name(web, city):
    city.end(city.desk, status=BadgeStatus.REVOKED, ended_at=NOON)
    url = f"{city.url(city.desk)}/false"

    assert "حسینی‌نژاد" not in web.get(url).text
    assert send(web, url, reason="not_person").status_code == 303
    assert code(city).kind.value == "revoked"


def test_a_symbol_that_is_not_ours_can_be_reported(web, city):
    assert send(web, f"/B/{'0' * 26}/false").status_code == 303

    assert code(city).code.startswith("t")
    assert code(city).badge_id is None


def test_an_unknown_number_can_be_reported_and_a_known_one_finds_its_badge(web, city):
    unknown = new_typed_code()

    assert send(web, f"/report?code={unknown}").status_code == 303
    assert code(city).code == unknown
    assert send(web, f"/report?code={city.station.typed_code}").status_code == 303
    with city.db.reading() as session:
        found = session.exec(select(SuspiciousCode.badge_id)).all()
    assert city.station.id in found


def test_the_page_of_a_number_tells_nothing_of_whose_it_is(web, city):
    known = web.get(f"/report?code={city.station.typed_code}").text

    assert "تئاتر شهر" not in known


def test_a_key_of_another_badge_is_refused_and_nothing_is_stored(web, city):
    key = key_in(web.get(f"{city.url(city.desk)}/false").text)
    page = web.post(f"{city.url(city.station)}/false", data={"key": key} | SAID)

    assert page.status_code == 400
    assert SAID["text"] in page.text
    with city.db.reading() as session:
        assert session.exec(select(func.count()).select_from(Feedback)).one() == 0


def test_words_with_an_answer_may_follow_a_report(web, city):
    answer = send(web, f"{city.url(city.station)}/false")
    thanks = re.search(r'href="(/thanks/[^"]+)"', web.get(answer.location).text)[1]

    assert web.get(thanks).status_code == 200


def test_too_many_reports_of_one_badge_are_slowed_and_the_words_stay(web, city):
    url = f"{city.url(city.station)}/false"
    answers = [send(web, url) for _ in range(21)]

    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"]
    assert SAID["text"] in answers[-1].text


def test_ended_and_strange_badges_lead_to_the_longer_report(web, city):
    city.end(city.desk, status=BadgeStatus.REVOKED, ended_at=NOON)
    for url in (city.url(city.desk), "/B/019RGV9CK35XY7NJKVVMMFRA0J"):
        assert f'href="{url}/false"' in web.get(url).text
        assert web.get(f"{url}/false").status_code == 200
