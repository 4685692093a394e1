"""The citizen's own pages in a real browser: a complaint with a photo, and the way back to it."""

import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from app.text import latin_digits
from tests.browser.choosing import choose
from tests.browser.conftest import DESK, PHONE
from tests.browser.demo_city import RunningDemo
from tests.browser.test_pages import look

SAID = "برای پلاک تازه چهار بار آمدم و هر بار باجه خالی بود."
SCREENS = [("fa", PHONE), ("en", PHONE), ("fa", DESK), ("en", DESK)]


@pytest.fixture(params=SCREENS, ids=lambda s: f"{s[0]}-{s[1]['width']}")
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, str]]:
    locale, viewport = request.param
    context = browser.new_context(viewport=viewport, locale=locale)
    yield context.new_page(), locale
    context.close()


@pytest.fixture
def phone_with_script(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="fa-IR")
    yield context.new_page()
    context.close()


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#557799").save(out, "JPEG")
    return out.getvalue()


def test_a_full_complaint_with_a_photo_and_the_way_back_to_it(
    screen: tuple[Page, str], demo: RunningDemo
) -> None:
    page, locale = screen
    name = f"{locale}-{(page.viewport_size or {})['width']}"
    page.goto(f"{demo.station}?lang={locale}")
    page.click('button[name="tap"][value="2"]')
    page.wait_for_url(re.compile("/thanks/"))
    wrong = look(page, page.url, f"own-thanks-{name}")
    choose(page, "kind", "crt")
    choose(page, "about", "clean")
    page.fill('[name="text"]', SAID)
    page.set_input_files(
        '[name="photo"]', {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.check('[name="want"]')
    page.fill('[name="phone"]', "۰۹۱۲۳۴۵۶۷۸۹")
    page.click("#tell button.go")
    page.wait_for_url(re.compile("/receipt"))
    wrong += look(page, page.url, f"own-receipt-{name}")
    code = re.sub(r"\D", "", latin_digits(page.locator("strong.code").inner_text()))
    assert len(code) == 10

    wrong += look(page, f"{demo.url}/t/{code}?lang={locale}", f"own-status-{name}")
    wrong += look(page, f"{demo.url}/mine?lang={locale}", f"own-mine-{name}")
    page.fill('[name="phone"]', "09123456789")
    page.click("main button.go")
    page.fill('[name="otp"]', "۱۲۳۴۵۶")
    page.click("main button.go")
    expect(page.locator("#e-otp")).to_be_visible()
    expect(page).to_have_title(re.compile("خطا:" if locale == "fa" else "Error:"))

    assert wrong == []


def test_words_without_a_photo_are_a_short_form_and_lead_straight_to_the_receipt(
    phone_with_script: Page, demo: RunningDemo
) -> None:
    page = phone_with_script
    page.goto(demo.employee)
    page.click('button[name="tap"][value="2"]')
    page.wait_for_url(re.compile("/thanks/"))
    choose(page, "kind", "crt")
    page.fill('[name="text"]', SAID)
    asked: list[tuple[str, str, str | None]] = []
    page.on(
        "request",
        lambda one: asked.append(
            (one.method, one.url.rpartition("/")[2], one.headers.get("content-type"))
        ),
    )
    page.click("#tell button.go")
    page.wait_for_url(re.compile("/receipt"))

    key = page.url.split("/")[-2]
    steps = dict.fromkeys(one for one in asked if one[1] in {key, "receipt"})  # a worker repeats
    assert [*steps] == [
        ("POST", key, "application/x-www-form-urlencoded"),
        ("GET", "receipt", None),
    ]


def test_without_script_a_complaint_with_a_photo_is_one_form_and_one_receipt(
    phone: Page, demo: RunningDemo
) -> None:
    phone.goto(demo.station)
    phone.click('button[name="tap"][value="2"]')
    choose(phone, "kind", "crt")
    choose(phone, "about", "clean")
    phone.fill('[name="text"]', SAID)
    phone.set_input_files(
        '[name="photo"]', {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": large()}
    )
    expect(phone.locator("#waits")).to_be_hidden()
    phone.click("#tell button.go")

    expect(phone.locator("strong.code")).to_be_visible()
    phone.reload()
    expect(phone.locator("strong.code")).to_be_visible()


def test_a_refused_form_keeps_words_and_chosen_photos(
    phone_with_script: Page, demo: RunningDemo
) -> None:
    page = phone_with_script
    page.goto(demo.station)
    page.click('button[name="tap"][value="2"]')
    page.wait_for_url(re.compile("/thanks/"))
    page.fill('[name="text"]', SAID)
    page.set_input_files(
        '[name="photo"]', {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": large()}
    )
    page.click("#tell button.go")

    expect(page.locator(".err")).to_be_focused()
    expect(page.locator('[name="text"]')).to_have_value(SAID)
    assert page.evaluate("document.forms.tell.photo.files.length") == 1
    expect(page.locator(".again")).to_have_count(0)
    choose(page, "kind", "crt")
    page.click("#tell button.go")
    page.wait_for_url(re.compile("/receipt"))


def test_a_closed_and_reopened_page_has_the_words_back_but_never_the_number(
    phone_with_script: Page, demo: RunningDemo
) -> None:
    page = phone_with_script
    page.goto(demo.station)
    page.click('button[name="tap"][value="2"]')
    page.wait_for_url(re.compile("/thanks/"))
    page.fill('[name="text"]', SAID)
    page.check("#want")
    page.fill('[name="phone"]', "09123456789")
    thanks = page.url

    page.goto(f"{demo.url}/track")
    page.goto(thanks)

    expect(page.locator('[name="text"]')).to_have_value(SAID)
    expect(page.locator("#want")).to_be_checked()
    expect(page.locator('[name="phone"]')).to_have_value("")
    choose(page, "kind", "com")
    page.click("#tell button.go")
    page.wait_for_url(re.compile("/receipt"))
    assert page.evaluate("Object.keys(sessionStorage)") == []


def large() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((1400, 1000), 70).convert("RGB").save(out, "JPEG", quality=92)
    return out.getvalue()
