"""A long table on a phone: the first rows and a box that asks for all of them, without a script."""

from playwright.sync_api import Page

from tests.browser.conftest import DESK
from tests.browser.demo_city import RunningDemo
from tests.browser.desks import sign_in


def test_a_phone_shows_five_rows_until_all_are_asked_for(phone: Page, demo: RunningDemo) -> None:
    sign_in(phone, demo, "inspector")
    phone.goto(f"{demo.url}/desk/report")
    card = phone.locator(".card:has(> .all-rows)").first
    rows = card.locator("tbody tr").all()

    assert [row.is_visible() for row in rows] == [n < 5 for n in range(len(rows))]
    assert len(rows) > 5

    card.locator(".all-rows").click()
    assert all(row.is_visible() for row in rows)


def test_a_wide_page_shows_every_row_and_no_box(phone: Page, demo: RunningDemo) -> None:
    sign_in(phone, demo, "inspector")
    phone.set_viewport_size(DESK)
    phone.goto(f"{demo.url}/desk/report")
    card = phone.locator(".card:has(> .all-rows)").first

    assert all(row.is_visible() for row in card.locator("tbody tr").all())
    assert not card.locator(".all-rows").is_visible()
