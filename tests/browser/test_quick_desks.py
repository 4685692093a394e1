"""The desks by keyboard: taking cases, keeping unsent text, writing down a call."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK
from tests.browser.demo_city import RunningDemo
from tests.browser.desks import sign_in

TAKEN = "main > .warn.info[role=status]"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK, locale="en")
    yield context.new_page()
    context.close()


def at_inbox(page: Page, demo: RunningDemo) -> None:
    sign_in(page, demo, "special_team")
    page.goto(f"{demo.url}/desk/cases?view=unassigned&lang=en")


def test_keys_walk_the_rows_choose_one_and_take_it(page: Page, demo: RunningDemo) -> None:
    at_inbox(page, demo)

    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator('.cur input[name="code"]').is_checked()
    assert page.locator("#many button").first.is_visible()
    page.keyboard.press("a")

    page.wait_for_url(re.compile(r"/desk/cases/\d{10}$"))
    page.locator(TAKEN).wait_for()


def test_the_sheet_of_keys_turns_single_keys_off(page: Page, demo: RunningDemo) -> None:
    at_inbox(page, demo)
    page.keyboard.press("?")
    page.check("#keys-off")
    page.keyboard.press("Escape")

    page.reload()
    page.keyboard.press("j")

    assert page.locator(".cur").count() == 0


def test_unsent_text_comes_back_in_its_window_and_goes_once_it_is_stored(
    page: Page, demo: RunningDemo
) -> None:
    at_inbox(page, demo)
    with page.expect_navigation():  # the script that keeps the text has to be there
        page.locator("table a").first.click()
    case, note = page.url, page.locator("textarea[name=note]")
    note.fill("half a thought")

    page.goto(f"{demo.url}/desk/cases")
    page.goto(case)
    expect(note).to_have_value("half a thought")
    note.press("Control+Enter")
    page.locator(TAKEN).wait_for()

    page.goto(case)
    assert note.input_value() == ""


def test_a_call_is_taken_without_the_mouse(page: Page, demo: RunningDemo) -> None:
    sign_in(page, demo, "operator")
    page.goto(f"{demo.url}/desk/take?lang=en")

    page.keyboard.type("بوستان لاله")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/desk/take/new"))
    page.keyboard.press("Space")
    page.locator("#text").focus()
    page.keyboard.type("سطل‌های زباله سرریز شده است")
    page.keyboard.press("Control+Enter")

    page.wait_for_url(re.compile("/desk/take/done/"))
    assert page.locator(".readout b").count() in {3, 4}
