"""Pages handed out again for two seconds: what differs between citizens is made afresh."""

import re

import pytest

from app.badges.rules import BadgeStatus
from app.intake import front, scanned
from tests.feedback.making import NOON
from tests.intake.conftest import key_in
from tests.statements import statements

NONCE = re.compile(r'nonce="([^"]+)"')


@pytest.fixture
def clockhand(monkeypatch):
    """The two seconds as production has them, on a clock the test moves."""
    moved = [100.0]
    for module in (front, scanned):
        monkeypatch.setattr(module, "FRESH_S", 2.0)
        monkeypatch.setattr(module.time, "monotonic", lambda: moved[0])
    return moved


@pytest.mark.usefixtures("clockhand")
def test_a_page_handed_out_again_asks_nothing_and_has_its_own_key_nonce_and_number(web, city):
    url = city.url(city.desk)
    first = web.get(url)
    web.delete_cookie("__Host-device", path="/")
    with statements(city.db.engine) as seen:
        second = web.get(url)

    assert seen == []
    pages = (first, second)
    assert len({key_in(page.text) for page in pages}) == 2
    assert len({page.headers["X-Request-Id"] for page in pages}) == 2
    for page in pages:
        assert set(NONCE.findall(page.text)) == {NONCE.search(page.text)[1]}
        assert f"'nonce-{NONCE.search(page.text)[1]}'" in page.headers["Content-Security-Policy"]
        assert page.headers["Cache-Control"] == "no-store"
    assert NONCE.sub("", first.text).replace(key_in(first.text), "") == NONCE.sub(
        "", second.text
    ).replace(key_in(second.text), "")


@pytest.mark.usefixtures("clockhand")
def test_the_key_of_a_page_handed_out_again_stores_a_tap(web, city):
    url = city.url(city.desk)
    web.get(url)

    assert web.post(url, data={"key": key_in(web.get(url).text), "tap": "5"}).status_code == 303


@pytest.mark.usefixtures("clockhand")
def test_each_browser_gets_a_token_of_its_own_and_keeps_it(app, city):
    url = city.url(city.desk)
    cookies = [app.test_client().get(url).headers["Set-Cookie"] for _ in range(3)]
    known = app.test_client()
    known.get(url)

    assert len({cookie.split(";")[0] for cookie in cookies}) == 3
    assert all("HttpOnly" in cookie and "Max-Age=15552000" in cookie for cookie in cookies)
    assert "Set-Cookie" not in known.get(url).headers


def test_a_revoked_badge_ends_within_five_seconds(clockhand, web, city):
    url = city.url(city.desk)
    assert web.get(url).status_code == 200
    city.end(city.desk, status=BadgeStatus.REVOKED, ended_at=NOON)

    clockhand[0] += front.FRESH_S + scanned.FRESH_S
    assert web.get(url).status_code == 410


@pytest.mark.usefixtures("clockhand")
def test_a_language_of_its_own_and_a_reader_with_a_session_get_no_page_of_others(web, city):
    url = city.url(city.desk)
    web.get(url)

    assert 'lang="en"' in web.get(url + "?lang=en").text
    web.set_cookie("lang", "en", path="/")
    assert 'lang="en"' in web.get(url).text


@pytest.mark.usefixtures("clockhand")
def test_a_page_asked_for_under_another_host_is_not_handed_out(web, city, monkeypatch):
    monkeypatch.setattr(scanned, "FRESH_S", 0)
    url = city.url(city.desk)
    web.get(url)
    with statements(city.db.engine) as seen:
        web.get(url, base_url="https://127.0.0.1")

    assert seen
