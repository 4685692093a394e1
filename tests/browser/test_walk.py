"""The way of one complaint, through a real browser, from the scan to the citizen's last word."""

import gzip
import re

from playwright.sync_api import Page, expect

from app.text import latin_digits
from tests.browser.choosing import choose
from tests.browser.demo_city import RunningDemo
from tests.browser.desks import sign_in

SAID = "برای پلاک تازه چهار بار آمدم و هر بار باجه خالی بود."
ANSWERED = "مهر نقشهٔ شما امروز زده شد و پرونده در باجهٔ ۳ آمادهٔ تحویل است."


def test_an_anonymous_complaint_is_answered_and_closed_by_the_citizen_without_any_script(
    phone: Page, desk: Page, demo: RunningDemo
) -> None:
    phone.goto(demo.employee)
    phone.click('button[name="tap"][value="2"]')
    expect(phone.locator("h1")).to_contain_text("سپاس")

    choose(phone, "kind", "crt")
    choose(phone, "about", "postponed")
    phone.fill('[name="text"]', SAID)
    phone.check('[name="want"]')
    choose(phone, "identity", "anonymous")
    phone.click("button.go")
    receipt = latin_digits(phone.locator("strong.code").inner_text())
    receipt = re.sub(r"\D", "", receipt)
    assert len(receipt) == 16

    sign_in(desk, demo, "handler")
    desk.goto(f"{demo.url}/desk/cases?view=unassigned")
    desk.get_by_role("link", name=SAID[:20]).first.click()
    expect(desk.locator("body")).not_to_contain_text(receipt)
    desk.get_by_role("button", name="پذیرفتن پرونده").click()
    choose(desk, "purpose", "fix")
    desk.select_option('[name="remedy"]', index=1)
    desk.fill("form.pub textarea", ANSWERED)
    desk.locator("form.pub .btn").click()
    expect(desk.locator("main")).to_contain_text("از شهروند پرسیده شد")

    phone.goto(f"{demo.url}/track")
    phone.fill('[name="code"]', receipt)
    phone.click("main button.go")
    expect(phone.locator("main")).to_contain_text(ANSWERED)
    phone.click('button[name="solved"][value="yes"]')
    expect(phone.locator("main")).to_contain_text("بسته با تأیید شما")
    assert receipt not in phone.url


def test_enter_sends_the_chosen_face_and_not_the_first(phone: Page, demo: RunningDemo) -> None:
    phone.goto(demo.station)
    phone.focus("#m3")
    phone.keyboard.press("Space")
    phone.keyboard.press("Enter")

    expect(phone.locator("main")).to_contain_text("معمولی")
    expect(phone.locator('[name="mood"]:checked')).to_have_value("3")


def test_switching_the_language_keeps_what_was_typed(phone: Page, demo: RunningDemo) -> None:
    phone.goto(demo.station)
    phone.click('button[name="tap"][value="3"]')
    phone.fill('[name="text"]', SAID)

    phone.locator("header").get_by_role("button", name="English").click()

    expect(phone.locator("html")).to_have_attribute("lang", "en")
    expect(phone.locator('[name="text"]')).to_have_value(SAID)


def test_the_first_view_is_one_request_of_at_most_twelve_kilobytes(
    phone: Page, demo: RunningDemo
) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    answer = phone.goto(demo.employee)

    assert answer is not None
    assert [url for url in asked if not url.startswith("data:")] == [demo.employee]
    assert len(gzip.compress(answer.body(), 6)) <= 12 * 1024
