"""The issuing officer's desk through a real browser: a lost card, an unknown file, a printer."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.choosing import choose
from tests.browser.demo_city import RunningDemo
from tests.browser.desks import sign_in
from tests.browser.test_pages import PICTURES


def clean(page: Page, name: str) -> None:
    """Nothing is wider than the window and axe finds nothing."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"issuing-{name}.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found] == []


def count_clicks(page: Page) -> None:
    page.add_init_script(
        "addEventListener('click', e => { if (e.isTrusted && e.detail) sessionStorage.clicks ="
        " +(sessionStorage.clicks || 0) + 1 }, true)"
    )


def test_a_lost_card_is_revoked_replaced_and_printed_in_three_clicks(
    desk: Page, demo: RunningDemo
) -> None:
    sign_in(desk, demo, "issuing_officer")
    desk.goto(f"{demo.url}/desk/badges/?kind=employee&view=printed")
    old = desk.locator("table a").nth(3).get_attribute("href") or ""
    count_clicks(desk)
    desk.goto(demo.url + old)
    dead = desk.locator("main").get_by_text(re.compile(r"/B/")).first.inner_text()

    desk.locator('input[name="what"][value="lost"]').locator("xpath=..").click()
    desk.locator('button[name="act"][value="replace"]').click()
    desk.locator('form[action$="/print"] button').click()

    expect(desk.locator("main")).to_contain_text("آزاد شد")
    assert desk.evaluate("sessionStorage.clicks") == "3"
    file = desk.locator('a[href$="/1.pdf"]').get_attribute("href") or ""
    assert desk.request.get(demo.url + file).headers["content-type"] == "application/pdf"
    token = dead.strip().rpartition("/")[2]
    assert desk.request.get(f"{demo.url}/B/{token}").status == 410
    desk.goto(demo.url + old)
    expect(desk.locator("main")).to_contain_text("باطل")


def test_a_file_with_unknown_headers_is_explained_column_by_column(
    desk: Page, demo: RunningDemo, tmp_path: Path
) -> None:
    path = tmp_path / "export.csv"
    rows = ["NO,FN,LN,کد ملی,OU,JOB", "99000123,مینا,سعادت,0012345679,101,متصدی باجه"]
    path.write_text("\n".join(rows) + "\n", "utf-8")
    sign_in(desk, demo, "issuing_officer")
    desk.goto(f"{demo.url}/desk/import")
    choose(desk, "kind", "employees")
    desk.set_input_files('[name="file"]', path)
    desk.locator("main form .btn").first.click()

    expect(desk.locator("h1")).to_have_text("ستون‌های فایل")
    expect(desk.locator("main")).not_to_contain_text("0012345679")
    desk.set_viewport_size({"width": 360, "height": 740})
    clean(desk, "columns-360")
    desk.set_viewport_size({"width": 1280, "height": 900})
    fields = ["personnel_number", "first_name_fa", "last_name_fa", "", "unit_code", "job_title"]
    for place, field in enumerate(fields):
        if field:
            desk.select_option(f'[name="c{place}"]', field)
    clean(desk, "columns-1280")
    desk.locator("main form .btn").first.click()

    expect(desk.locator("main")).to_contain_text("فایل چگونه خوانده می‌شود")
    clean(desk, "preview-1280")


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_a_printer_is_kept_and_offered_when_printing(
    desk: Page, demo: RunningDemo, locale: str
) -> None:
    sign_in(desk, demo, "issuing_officer")
    desk.goto(f"{demo.url}/desk/badges/printers?lang={locale}")
    desk.fill('[name="name"]', f"HP {locale}")
    choose(desk, "flip", "short")
    desk.fill('[name="x"]', "۰٫۵")
    desk.fill('[name="y"]', "-1")
    desk.locator("#change .btn").click()
    clean(desk, f"printers-{locale}")

    desk.goto(f"{demo.url}/desk/badges/print?lang={locale}")
    expect(desk.locator('[name="printer"]')).to_contain_text(f"HP {locale}")
    clean(desk, f"print-{locale}")


def test_the_preview_of_a_design_follows_what_is_typed(desk: Page, demo: RunningDemo) -> None:
    sign_in(desk, demo, "issuing_officer")
    desk.goto(f"{demo.url}/desk/badges/designs")
    desk.locator("table a").first.click()
    front = desk.locator("#preview img").first
    before = front.get_attribute("src") or ""

    desk.fill('[name="band"]', "#22623a")
    expect(front).not_to_have_attribute("src", before)
    green = front.get_attribute("src") or ""
    desk.fill('[name="band"]', "#eeeeee")
    expect(desk.locator("#live-errors")).to_contain_text("۴٫۵")
    expect(front).to_have_attribute("src", green)
    desk.fill('[name="band"]', "#22623a")
    expect(desk.locator("#live-errors")).to_be_empty()
    clean(desk, "design")
