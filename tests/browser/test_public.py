"""Kiosk, check, report and public pages in a real browser: axe, widths, starting over."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK
from tests.browser.demo_city import RunningDemo
from tests.browser.desks import sign_in
from tests.browser.test_pages import look, screen

__all__ = ["screen"]

PAGES = ["/check", "{station}/false", "{employee}/false", "{station}/said", "/figures", "/report"]
AGAIN = re.compile(r"/k/[A-Za-z0-9_-]{32}(\?|$)")


@pytest.fixture
def kiosk(browser: Browser, demo: RunningDemo) -> str:
    """The link of a working kiosk, as the issuing officer reads it off the desk."""
    context = browser.new_context(viewport=DESK, locale="fa")
    page = context.new_page()
    sign_in(page, demo, "issuing_officer")
    page.goto(f"{demo.url}/desk/badges/kiosks")
    href = page.locator("table a").first.get_attribute("href") or ""
    context.close()
    return demo.url + href[href.index("/k/") :]


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def tablet(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport=DESK, locale="fa", java_script_enabled=request.param, has_touch=True
    )
    yield context.new_page()
    context.close()


def test_public_pages_are_clean(screen: tuple[Page, str], demo: RunningDemo, kiosk: str) -> None:
    page, locale = screen
    wrong: list[str] = []
    for number, path in enumerate([*PAGES, kiosk, f"{kiosk}/thanks"]):
        url = path.format(employee=demo.employee, station=demo.station)
        url = url if url.startswith("http") else demo.url + url
        wrong += look(page, f"{url}?lang={locale}", f"public-{number}-{locale}")

    assert wrong == []


def test_a_kiosk_thanks_and_starts_over_by_itself(tablet: Page, kiosk: str) -> None:
    tablet.goto(f"{kiosk}?lang=en")
    tablet.locator(".face button").nth(1).click()
    tablet.wait_for_url("**/thanks*")
    assert "Thank you" in tablet.content()

    tablet.wait_for_url(AGAIN, timeout=20_000)

    assert tablet.locator("html").get_attribute("lang") == "fa"
    assert tablet.context.cookies() == []


def test_a_touch_makes_the_thanks_wait(browser: Browser, kiosk: str) -> None:
    context = browser.new_context(viewport=DESK, locale="fa")
    page = context.new_page()
    page.goto(f"{kiosk}/thanks")
    page.wait_for_timeout(3000)
    before = page.locator("[data-count]").inner_text()

    page.mouse.click(5, 500)
    page.wait_for_timeout(200)
    after = page.locator("[data-count]").inner_text()
    context.close()

    assert before in {"۷", "۸", "۶"}
    assert after in {"۱۰", "۹"}


def test_a_number_is_checked_on_a_phone_without_script(phone: Page, demo: RunningDemo) -> None:
    phone.goto(demo.station)
    number = phone.locator(".num bdi").inner_text()

    phone.goto(f"{demo.url}/check")
    phone.fill("#code", number)
    phone.click("form .go")

    assert phone.locator(".yes").is_visible()
    phone.click("a.go:not(.alt)")
    assert phone.locator("form .faces").is_visible()
