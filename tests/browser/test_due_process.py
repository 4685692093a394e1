"""What is done with a score, walked in a real browser by everybody who has a part in it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from app import clock
from app.db import Database
from printables.reading import read_back
from tests.browser.choosing import choose
from tests.browser.people_city import SAID, PeopleCity, served
from tests.conftest import NOON
from tests.scores.decisions.house import OTHER, REASONS

PASSWORD = "یک جملهٔ بلند که تنها من می‌دانم"
STATEMENT = "آن هفته دو روز مرخصی بودم و جانشینم باجه را باز نکرد."
WORDS = "برگهٔ مرخصی و پاسخ ایشان را خواندم و با سرپرست سنجیدم."
APPEAL = "برگهٔ مرخصی من دیده نشده است؛ خواهش می‌کنم دوباره بررسی کنید."
OWN = "پیگیری کار مراجعان سالمند را خودتان آغاز کردید."


@pytest.fixture
def town(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PeopleCity]:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    with served(sqlite_database, tmp_path, NOON) as made:
        yield made


def slip_code(page: Page, town: PeopleCity, number: str) -> str:
    """Make a slip at the issuing desk and read the code as it is printed."""
    page.goto(f"{town.url}/desk/badges/slip")
    page.fill('[name="number"]', number)
    with page.expect_download() as file:
        page.locator("main form .btn").click()
    text = pypdfium2.PdfDocument(file.value.path())[0].get_textpage().get_text_range()
    found = re.search(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4})+", text)
    assert found, text
    return found[0]


def open_account(page: Page, town: PeopleCity, number: str, code: str) -> None:
    """Open the own account as the slip says."""
    page.goto(f"{town.url}/start")
    page.fill('[name="number"]', number)
    page.fill('[name="code"]', code)
    page.locator("main form .btn").click()
    page.fill('[name="password"]', PASSWORD)
    page.fill('[name="again"]', PASSWORD)
    page.locator("main form .btn").click()
    page.goto(f"{town.url}/desk/mine")
    expect(page.locator("h1")).to_contain_text("نیلوفر جعفری")


@pytest.fixture
def own(browser: Browser, town: PeopleCity) -> Iterator[Page]:
    """The low person's own phone, with the account opened by the slip."""
    with town.desk_of(browser, "officer") as officer:
        code = slip_code(officer, town, "0012")
    context = browser.new_context(locale="fa-IR", viewport={"width": 360, "height": 740})
    page = context.new_page()
    open_account(page, town, "0012", code)
    yield page
    context.close()


def test_an_employee_opens_the_account_with_the_slip_and_appeals_an_answer(
    browser: Browser, own: Page, town: PeopleCity
) -> None:
    expect(own.locator("#words")).to_contain_text(SAID)
    own.locator("#words").get_by_role("link", name="اعتراض به این پاسخ").click()
    own.fill("textarea", APPEAL)
    own.locator("main form .btn").click()
    expect(own.locator("#rights")).to_contain_text("مهلت پاسخ")

    with town.desk_of(browser, "judge") as judge:
        judge.goto(f"{town.url}/desk/appeals")
        judge.locator("table a").first.click()
        expect(judge.locator("main")).to_contain_text(APPEAL)
        choose(judge, "outcome", "upheld")
        answer = judge.locator('[name^="answer-"][value="leave"]').first
        choose(judge, answer.get_attribute("name") or "", "leave")
        judge.fill('[name="words"]', OTHER)
        judge.locator('main form .btn[type="submit"], main form button.btn').last.click()
        expect(judge.locator("main")).to_contain_text("حق با کارمند است")

    own.reload()
    expect(own.locator("#rights")).to_contain_text(OTHER[:40])
    expect(own.locator("#looks")).to_contain_text("همکار judge")


def test_an_adverse_step_goes_its_whole_way_and_ends_with_the_appeal(
    browser: Browser, own: Page, town: PeopleCity
) -> None:
    with town.desk_of(browser, "hr") as hr:
        number = draft(hr, town)
        own.goto(f"{town.url}/desk/mine")
        expect(own.locator("#decisions")).not_to_contain_text("تذکر")
        hr.get_by_role("button", name="باخبر کردن کارمند").click()

        own.reload()
        own.get_by_role("link", name="خواندن و پاسخ").click()
        expect(own.locator("main")).to_contain_text(REASONS[:40])
        own.fill('[name="statement-words"]', STATEMENT)
        own.locator("main form .btn").first.click()

        hr.reload()
        expect(hr.locator("main")).to_contain_text(STATEMENT)
        hr.fill('[name="confirm-words"]', WORDS)
        hr.get_by_role("button", name="درخواست امضای نفر دوم").click()
        expect(hr.locator("main")).to_contain_text("در انتظار نفر دوم")

    with town.desk_of(browser, "second") as second:
        second.goto(f"{town.url}/desk/decisions?view=second")
        second.locator("table a").first.click()
        second.fill('[name="second-words"]', WORDS)
        second.get_by_role("button", name="امضا می‌کنم").first.click()
        expect(second.locator("main")).to_contain_text("برقرار")

    own.goto(f"{town.url}/desk/mine/decisions/{number}")
    own.fill('[name="appeal-words"]', APPEAL)
    own.locator("main form .btn").last.click()
    expect(own.locator("main")).to_contain_text("متوقف")

    with town.desk_of(browser, "judge") as judge:
        judge.goto(f"{town.url}/desk/appeals")
        judge.locator("table a").first.click()
        choose(judge, "outcome", "partly")
        judge.fill('[name="words"]', OTHER)
        judge.locator("main form button.btn").last.click()

    own.reload()
    expect(own.locator("main")).to_contain_text(OTHER[:40])
    expect(own.locator('[name="appeal-words"]')).to_have_count(0)


def draft(hr: Page, town: PeopleCity) -> str:
    """Take the entry of the queue and write the decision; return its number."""
    hr.goto(f"{town.url}/desk/queues/attention")
    hr.get_by_role("button", name="بررسی می‌کنم").click()
    hr.get_by_role("link", name="پیش‌نویس تصمیم").click()
    choose(hr, "measure", "warning")
    hr.fill('[name="reasons"]', "کوتاه")
    hr.select_option('[name="kind1"]', "observation")
    hr.fill('[name="shows1"]', "صورت‌جلسهٔ سه بازدید در آبان‌ماه")
    hr.locator("main form button.btn").first.click()
    expect(hr.locator("main .wrong").first).to_be_visible()
    expect(hr.locator('[name="shows1"]')).to_have_value("صورت‌جلسهٔ سه بازدید در آبان‌ماه")
    hr.fill('[name="reasons"]', REASONS)
    hr.locator("main form button.btn").first.click()
    hr.wait_for_url(re.compile("/desk/decisions/"))
    return hr.url.rsplit("/", 1)[1]


def test_a_commendation_is_offered_accepted_printed_and_confirmed(
    browser: Browser, town: PeopleCity
) -> None:
    with town.desk_of(browser, "hr") as hr:
        hr.goto(f"{town.url}/desk/queues/praise")
        hr.locator("article form button.btn").first.click()
        hr.get_by_role("link", name="نوشتن سپاس‌نامه").click()
        hr.fill('[name="own_words"]', OWN)
        hr.fill('[name="signer"]', "حمید اکبری")
        hr.fill('[name="signer_title"]', "مدیر منابع انسانی")
        hr.locator("main form button.btn").last.click()
        expect(hr.locator("main")).to_contain_text("به کارمند خبر داده شد")

    with town.desk_of(browser, "0013") as own:
        own.goto(f"{town.url}/desk/notices")
        expect(own.locator("main")).to_contain_text("سپاس‌نامه‌ای نوشته شده است")
        own.goto(f"{town.url}/desk/mine/commendations")
        own.locator("main table a").first.click()
        expect(own.locator("main")).to_contain_text(OWN)
        choose(own, "answer", "accept")
        choose(own, "open_to_all", "y")
        own.locator("main form button.btn").last.click()
        paper = own.get_by_role("link", name="لوح").get_attribute("href")
        pdf = own.request.get(f"{town.url}{paper}").body()
        [symbol] = read_back(pdf)
        page = own.context.new_page()
        page.goto(f"{town.url}/B/{symbol.text.rsplit('/', 1)[1]}")
        expect(page.locator("main")).to_contain_text("مریم حسینی‌نژاد")
