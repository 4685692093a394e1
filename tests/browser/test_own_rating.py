"""The citizen rates the handling, not before the end and once; the own photos stand beside."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import select

from app.cases.models import Case, CaseRating
from app.cases.rules import CaseState
from app.db import Database
from app.jobs import draw_photos
from tests.browser.choosing import choose
from tests.browser.conftest import PHONE
from tests.browser.frozen_city import FrozenCity, served
from tests.browser.test_citizen_access import wrong_with
from tests.browser.test_pages import PICTURES

SAID = {
    "fa": "سه روز پشت سر هم گفتند فردا بیایید و کسی در باجه نبود.",
    "en": "Three days in a row they told me to come tomorrow.",
}
ASKED = {"fa": "رسیدگی ما چطور بود؟", "en": "How did we handle it?"}
STORED = {"fa": "امتیاز شما به رسیدگی ثبت شد", "en": "your rating of the handling is stored"}
STANDS = {"fa": "همان نخستین امتیاز شما می‌ماند", "en": "your first rating stands"}
LOADED = "[...document.images].every(one => one.complete && one.naturalWidth > 0)"


@pytest.fixture
def town(sqlite_database: Database, tmp_path: Path) -> Iterator[FrozenCity]:
    with served(sqlite_database, tmp_path, datetime.now(UTC)) as made:
        yield made


@pytest.fixture(params=["fa", "en"])
def hand(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[BrowserContext, str]]:
    context = browser.new_context(locale=request.param, viewport=PHONE, java_script_enabled=False)
    yield context, request.param
    context.close()


def photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#557799").save(out, "JPEG")
    return {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def complain(page: Page, town: FrozenCity, locale: str) -> str:
    """File an anonymous complaint with two photos; return the receipt as it is shown."""
    page.goto(f"{town.url}{town.scan}?lang={locale}")
    page.click('button[name="tap"][value="1"]')
    choose(page, "kind", "crt")
    page.fill('[name="text"]', SAID[locale])
    page.set_input_files('[name="photo"]', [photo(), photo()])  # type: ignore[list-item]
    page.check('[name="want"]')
    choose(page, "identity", "anonymous")
    page.click("#tell button.go")
    draw_photos(town.instance)
    return page.locator("strong.code").inner_text()


def put(town: FrozenCity, state: CaseState) -> None:
    with town.instance.db.writing() as session:
        case = session.exec(select(Case)).one()
        case.state, case.answered_at = state, case.registered_at
        session.add(case)


def open_own(page: Page, town: FrozenCity, locale: str, receipt: str) -> None:
    page.goto(f"{town.url}/track?lang={locale}")
    page.fill('[name="code"]', receipt)
    page.click("main form button.go")
    expect(page.locator("main")).to_contain_text(SAID[locale])


def scores(town: FrozenCity) -> list[int]:
    with town.instance.db.reading() as session:
        return list(session.exec(select(CaseRating.score)))


def test_the_handling_is_rated_once_when_the_case_has_ended(
    hand: tuple[BrowserContext, str], town: FrozenCity
) -> None:
    context, locale = hand
    page = context.new_page()
    receipt = complain(page, town, locale)
    open_own(page, town, locale, receipt)
    expect(page.locator("#w-rate")).to_have_count(0)
    put(town, CaseState.FIX_CLAIMED)
    open_own(page, town, locale, receipt)
    expect(page.locator("#w-rate")).to_have_count(0)

    page.click('button[name="solved"][value="yes"]')
    expect(page.locator("#w-rate legend")).to_have_text(ASKED[locale])
    expect(page.get_by_role("radio")).to_have_count(5)
    page.locator("#m5").focus()  # the send button shows itself to whoever uses the keyboard
    page.keyboard.press("Tab")
    expect(page.locator("#w-rate button.go")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".err")).to_be_visible()
    other = context.new_page()
    open_own(other, town, locale, receipt)
    assert scores(town) == []
    page.bring_to_front()
    page.click('#w-rate button[name="tap"][value="4"]')

    expect(page.get_by_role("status")).to_contain_text(STORED[locale])
    expect(page.locator("#w-rate")).to_have_count(0)
    assert scores(town) == [4]
    other.click('#w-rate button[name="tap"][value="1"]')
    expect(other.get_by_role("status")).to_contain_text(STANDS[locale])
    expect(other.locator("#w-rate")).to_have_count(0)
    assert scores(town) == [4]


def test_the_rating_and_the_photos_look_right_on_a_phone(
    browser: Browser, hand: tuple[BrowserContext, str], town: FrozenCity
) -> None:
    context, locale = hand
    receipt = complain(context.new_page(), town, locale)
    put(town, CaseState.CLOSED_VERIFIED)
    with_script = browser.new_context(locale=locale, viewport=PHONE)
    page = with_script.new_page()
    open_own(page, town, locale, receipt)
    page.locator("details:has(.pics) summary").click()
    page.locator(".pics").scroll_into_view_if_needed()
    page.wait_for_function(LOADED)

    assert page.locator(".pics img").count() == 2
    wrong = wrong_with(page)
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"own-rating-{locale}.png"), full_page=True)
    address = page.locator(".pics a").first.get_attribute("href")
    elsewhere = browser.new_context(locale=locale)
    answer = elsewhere.request.get(f"{town.url}{address}")

    assert (wrong, answer.status) == ([], 404)
    elsewhere.close()
    with_script.close()
