"""The badge page: who it is, one statement, nothing written, and every way a badge can be wrong."""

import gzip
import re
from datetime import timedelta

import pytest
from PIL import Image
from sqlmodel import func, select

from app.badges.rules import BadgeStatus
from app.directory.models import Subject
from app.feedback.models import Feedback
from app.intake.portrait import portrait
from app.intake.views import badge
from tests.feedback.making import NOON
from tests.statements import statements


def test_the_page_names_who_is_rated_and_offers_five_named_faces(web, city):
    page = web.get(city.url(city.desk))

    assert page.status_code == 200
    assert "مریم سادات حسینی‌نژاد" in page.text
    assert [
        word for word in ("عالی", "خوب", "معمولی", "بد", "خیلی بد") if word not in page.text
    ] == []
    assert len(re.findall('type="radio" name="mood"', page.text)) == 5


@pytest.mark.usefixtures("kept")
def test_the_page_costs_one_statement_and_a_hundred_of_them_write_nothing(web, city):
    with statements(city.db.engine) as seen:
        web.get(city.url(city.desk))
    assert [s.split()[0] for s in seen] == ["SELECT"]

    for _ in range(100):
        web.get(city.url(city.station))
    with city.db.reading() as session:
        assert session.exec(select(func.count()).select_from(Feedback)).one() == 0


@pytest.mark.parametrize("name", ["desk", "station"])
def test_the_first_view_is_small_and_whole_with_one_small_script_inside(web, city, name):
    page = web.get(city.url(getattr(city, name)))

    assert len(gzip.compress(page.data, 6)) <= 12 * 1024
    assert not re.search(r"<link rel=\"stylesheet|\ssrc=\"/|\sstyle=|\son[a-z]+=|url\(/", page.text)
    nonce = re.search(r"script-src 'self' 'nonce-([^']+)'", page.headers["Content-Security-Policy"])
    assert re.findall(r"<script nonce=\"([^\"]+)\"", page.text) == [nonce[1]]
    assert page.text.count("<script") == 1
    assert [c.partition("=")[0] for c in page.headers.getlist("Set-Cookie")] == ["__Host-device"]
    token = city.url(getattr(city, name)).rpartition("/")[2]
    assert not re.search(r"\d{10}", page.text.replace(token, ""))


def test_a_station_shows_its_lines_with_number_and_colour(web, city):
    page = web.get(city.url(city.station)).text

    assert page.index("خط ۳") < page.index("خط ۴")
    assert ".l1{background:#6ec5ea;color:#131a26}" in page
    assert "Theatr-e Shahr" in page


def test_the_page_speaks_english_when_asked_and_its_links_keep_it(web, city):
    page = web.get(city.url(city.desk) + "?lang=en").text

    assert 'lang="en" dir="ltr"' in page
    assert "Maryam Sadat Hosseininejad" in page
    assert "Were you happy with how you were served?" in page
    assert "/track?lang=en" in page


def test_the_short_path_is_answered_like_the_printed_one(web, city):
    assert web.get(city.url(city.desk).replace("/B/", "/b/")).status_code == 200


@pytest.mark.parametrize(
    "spoil",
    [
        lambda url: url[:-1] + ("0" if url[-1] != "0" else "1"),
        lambda url: url[:-5],
        lambda url: url + "A" * 4096,
        lambda url: url.lower(),
        lambda _url: "/B/" + "0" * 26,
    ],
    ids=["changed", "cut", "long", "lower", "noughts"],
)
def test_a_forged_token_is_refused_before_the_database_and_the_city_still_listens(web, city, spoil):
    with statements(city.db.engine) as seen:
        page = web.get(spoil(city.url(city.desk)))

    assert (page.status_code, seen) == (404, [])
    assert "حسینی‌نژاد" not in page.text
    assert 'action="/city"' in page.text


@pytest.mark.parametrize("status", [s for s in BadgeStatus if s is not BadgeStatus.ACTIVE])
def test_an_ended_badge_says_so_without_a_name_and_still_takes_a_rating(web, city, status):
    city.end(city.desk, status=status, ended_at=NOON)

    page = web.get(city.url(city.desk))

    assert page.status_code == 410
    assert "حسینی‌نژاد" not in page.text
    assert "کارشناس" not in page.text
    assert "<textarea" not in page.text
    assert "شهرداری منطقهٔ ۶" in page.text
    assert 'name="report"' in page.text


def test_a_badge_past_its_day_has_ended_whatever_its_status(web, city):
    city.end(city.desk, expires_at=NOON - timedelta(days=400))

    assert web.get(city.url(city.desk)).status_code == 410


def test_a_retired_key_stops_its_badges_at_once(web, city, monkeypatch):
    url = city.url(city.desk)
    ring = city.instance.keys.ring
    monkeypatch.setattr(type(ring), "verifying", lambda _ring, _key_id: None)

    assert web.get(url).status_code == 404


def test_the_report_page_asks_before_anything_is_stored(web, city):
    page = web.get(city.url(city.desk) + "/report")

    assert page.status_code == 200
    assert 'name="report"' in page.text


def test_with_the_longest_names_and_the_heaviest_photo_the_page_keeps_its_twelve_kilobytes(
    web, city, tmp_path, monkeypatch
):
    noise = Image.effect_noise((900, 1200), 90).convert("RGB")
    noise.save(tmp_path / "face.jpg", quality=95)
    photo = portrait(tmp_path, "face.jpg")
    monkeypatch.setattr(badge, "portrait", lambda _files, _name: photo)
    with city.db.writing() as session:
        row = session.get(Subject, city.desk_id)
        row.name_fa = (
            "سیده فاطمه‌الزهرا میرعبدالباقی‌نژاد طباطبایی اصفهانی (کارشناس مسئول ممیزی املاک)"
        )
        session.add(row)

    page = web.get(city.url(city.desk))

    assert photo in page.text
    assert len(gzip.compress(page.data, 6)) <= 12 * 1024
