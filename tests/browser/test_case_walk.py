"""Two complaints to their very end, through pages alone: a fix that was none, an appeal; level 4.

Sunday 1405-09-01, an office that works from 8 to 16; the clock stands still between the steps.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from app import clock, limit_store, limiting
from app.cases.models import CaseRating
from app.cases.rules import CaseState
from app.db import Database
from tests.browser.choosing import choose
from tests.browser.conftest import DESK, PHONE
from tests.browser.frozen_city import FrozenCity, served

SAID = "سه روز پشت سر هم گفتند فردا بیایید و کسی در باجه نبود."
FAKE = "کار شما انجام شد و پرونده در باجهٔ سه آماده است."
TRUE = "مهر نقشهٔ شما امروز زده شد و نقشه به خانهٔ شما فرستاده شد."
REASONS = "دو بار با باجه گفت‌وگو کردیم؛ تأخیر پذیرفته و جبران شد. راه بعدی دیوان عدالت اداری است."
PICTURES = os.environ.get("TAKRIM_PICTURES", "")


def at(hour: int, minute: int = 0, *, day: int = 22) -> datetime:
    """An hour in Tehran of that November; the 22nd is a Sunday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=3, minutes=30)


@pytest.fixture
def town(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FrozenCity]:
    with served(sqlite_database, tmp_path, at(9)) as made:
        held = SimpleNamespace(time=lambda: clock.now().timestamp())
        monkeypatch.setattr(clock, "now", lambda: made.now)
        monkeypatch.setattr(limit_store, "time", held)
        monkeypatch.setattr(limiting, "time", held)
        yield made


def shot(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"case-walk-{name}.png"), full_page=True)


def file(phone: Page, town: FrozenCity) -> None:
    phone.goto(town.url + town.scan)
    phone.click('button[name="tap"][value="1"]')
    choose(phone, "kind", "crt")
    choose(phone, "about", "postponed")
    phone.fill('[name="text"]', SAID)
    phone.check('[name="want"]')
    phone.fill('[name="phone"]', "۰۹۱۲ ۳۴۵ ۶۷۸۹")
    phone.click("button.go")
    expect(phone.locator("main")).to_contain_text("۱۲:۰۰")
    shot(phone, "1-receipt")


def own_page(phone: Page, town: FrozenCity) -> None:
    """The citizen opens the message with a code by text message."""
    phone.goto(f"{town.url}/t/{town.case().tracking_code}")
    phone.locator("main form .go").click()
    phone.fill('[name="otp"]', town.code_by_text())
    phone.locator("main form .go").click()
    expect(phone.locator("main")).to_contain_text(SAID)


def claim(desk: Page, words: str) -> None:
    choose(desk, "purpose", "fix")
    desk.select_option('[name="remedy"]', index=1)
    desk.fill("form.pub textarea", words)
    desk.locator("form.pub .btn").click()
    expect(desk.locator("main")).to_contain_text("از شهروند پرسیده شد")


def open_case(desk: Page, town: FrozenCity) -> None:
    desk.goto(f"{town.url}/desk/cases?view=all")
    desk.get_by_role("link", name=SAID[:20]).first.click()


def claim_what_is_not_so(browser: Browser, town: FrozenCity) -> None:
    """The unit says it is fixed; it is not."""
    with town.desk_of(browser, town.city.handler) as desk:
        open_case(desk, town)
        desk.get_by_role("button", name="پذیرفتن پرونده").click()
        claim(desk, FAKE)


def say_no(phone: Page, town: FrozenCity) -> None:
    """The citizen says no: the case opens again one level up, with an hour that is new."""
    own_page(phone, town)
    expect(phone.locator("main")).to_contain_text(FAKE)
    phone.click('button[name="solved"][value="no"]')
    expect(phone.locator("main")).to_contain_text("دوباره باز")
    expect(phone.locator("main")).to_contain_text("۱۳:۰۰")
    shot(phone, "2-no")
    assert (town.case().state, town.case().level) == (CaseState.IN_PROGRESS, 1)


def find_it_closed_to_who_claimed(browser: Browser, town: FrozenCity) -> None:
    """Who said so falsely neither takes the case again nor answers it."""
    with town.desk_of(browser, town.city.handler) as desk:
        open_case(desk, town)
        expect(desk.get_by_role("button", name="پذیرفتن پرونده")).to_have_count(0)
        expect(desk.locator('[name="purpose"][value="fix"]')).to_have_count(0)


def let_it_climb(town: FrozenCity) -> None:
    """Nobody answers: every rung fires once, until inspection owns the case."""
    climbed = [town.pass_time(instant) for instant in (at(13), at(14, 30), at(15, 59), at(16))]
    assert climbed == [1, 1, 0, 1]
    assert (town.case().level, town.case().inspection_owns) == (3, True)
    assert town.pass_time(at(16)) == 0


def read_without_writing(browser: Browser, town: FrozenCity) -> None:
    """The unit still reads what inspection owns, and writes nothing."""
    with town.desk_of(browser, town.city.second) as desk:
        open_case(desk, town)
        expect(desk.locator("main")).to_contain_text("اینجا فقط خوانده می‌شود")
        expect(desk.locator("main form textarea")).to_have_count(0)
        shot(desk, "3-read-only")


def fix_it_in_truth(browser: Browser, town: FrozenCity) -> None:
    with town.desk_of(browser, town.city.inspector) as desk:
        open_case(desk, town)
        shot(desk, "4-inspection")
        desk.get_by_role("button", name="پذیرفتن پرونده").click()
        claim(desk, TRUE)


def ask_on_the_phone(browser: Browser, town: FrozenCity) -> None:
    """A verifier calls: it is fixed, and the handling was poor."""
    with town.desk_of(browser, town.city.verifier) as desk:
        desk.goto(f"{town.url}/desk/calls")
        shot(desk, "5-calls")
        desk.locator(f'main a[href$="/{town.case().tracking_code}"]').first.click()
        desk.get_by_role("button", name="تماس بگیرید").click()
        expect(desk.locator("main")).to_contain_text("۹۱۲")
        shot(desk, "6-call")
        choose(desk, "outcome", "fixed")
        choose(desk, "score", "2")
        choose(desk, "may_name", "no")
        desk.locator("form.card .btn").last.click()
        expect(desk.locator("body")).to_contain_text("تماس ثبت شد")
    assert town.case().state is CaseState.CLOSED_VERIFIED


def appeal(phone: Page, town: FrozenCity) -> None:
    own_page(phone, town)
    shot(phone, "7-closed")
    phone.locator("details:has([value='appeal']) summary").click()
    phone.fill("#w-appeal", "پنج ساعت دیر شد و کسی پوزش نخواست.")
    phone.click('button[value="appeal"]')
    expect(phone.locator("main")).to_contain_text("در بررسی اعتراض")


def decide_the_appeal(browser: Browser, town: FrozenCity) -> None:
    with town.desk_of(browser, town.city.judge) as desk:
        open_case(desk, town)
        shot(desk, "8-appeal")
        choose(desk, "decision", "final")
        desk.fill("form.pub textarea", REASONS)
        desk.locator("form.pub .btn").click()


def read_the_end(phone: Page, town: FrozenCity) -> None:
    """The citizen reads the reasons, and was told of every step by text message."""
    own_page(phone, town)
    expect(phone.locator("main")).to_contain_text(REASONS)
    shot(phone, "9-final")
    assert town.case().state is CaseState.CLOSED_FINAL
    written = [row.template for row in town.texts() if row.recipient.startswith("feedback:")]
    assert [one for one in written if one != "C17"] == [
        "C01", "C06", "C15", "C13", "C06", "C08", "C16", "C10",
    ]  # fmt: skip


def test_a_fix_that_was_none_climbs_to_inspection_and_ends_with_an_appeal(
    phone: Page, browser: Browser, town: FrozenCity
) -> None:
    file(phone, town)
    town.now = at(10, 30)
    claim_what_is_not_so(browser, town)
    town.now = at(11, 30)
    say_no(phone, town)
    find_it_closed_to_who_claimed(browser, town)
    let_it_climb(town)
    read_without_writing(browser, town)
    town.now = at(8, 30, day=23)
    fix_it_in_truth(browser, town)
    town.now = at(9, 15, day=23)
    ask_on_the_phone(browser, town)
    town.now = at(10, day=24)
    appeal(phone, town)
    town.now = at(10, day=25)
    decide_the_appeal(browser, town)
    read_the_end(phone, town)


def ratings(town: FrozenCity) -> list[tuple[int, int]]:
    """Cycle and satisfaction of every rating that was stored."""
    with town.instance.db.reading() as session:
        return [(row.cycle, row.score) for row in session.exec(select(CaseRating))]


def wide_and_narrow(desk: Page, name: str) -> None:
    """Look at a page of a desk as on a table and as on a phone; nothing runs out sideways."""
    shot(desk, f"{name}-1280")
    desk.set_viewport_size(PHONE)
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    shot(desk, f"{name}-360")
    desk.set_viewport_size(DESK)


def find_no_unit_listed(browser: Browser, town: FrozenCity) -> None:
    with town.desk_of(browser, town.city.inspector) as desk:
        desk.goto(f"{town.url}/desk/level-four")
        expect(desk.locator("main")).to_contain_text("هیچ پرونده‌ای در سطح ۴ نیست")
        expect(desk.locator("main")).not_to_contain_text(town.city.office.name_fa)
        wide_and_narrow(desk, "20-nobody")


def answer_what_stands_by_name(browser: Browser, town: FrozenCity) -> None:
    """Inspection finds the unit named, goes from there to the case and answers; the name goes."""
    listed = f"{town.url}/desk/level-four"
    with town.desk_of(browser, town.city.inspector) as desk:
        desk.goto(listed)
        row = desk.locator("tbody tr")
        expect(row).to_have_count(1)
        expect(row).to_contain_text(town.city.office.name_fa)
        expect(row).to_contain_text("۱۲:۰۰")
        wide_and_narrow(desk, "21-level-four")
        row.get_by_role("link", name="۱", exact=True).click()
        desk.get_by_role("link", name=SAID[:20]).first.click()
        expect(desk.locator("main")).to_contain_text("سطح ۴")
        wide_and_narrow(desk, "22-case")
        desk.get_by_role("button", name="پذیرفتن پرونده").click()
        claim(desk, TRUE)
        desk.goto(listed)
        expect(desk.locator("tbody tr")).to_have_count(0)


def close_it_unrated(phone: Page, town: FrozenCity) -> None:
    """Nothing is rated before the case is closed, and no address that is opened rates."""
    own_page(phone, town)
    expect(phone.locator("#w-rate")).to_have_count(0)
    phone.click('button[name="solved"][value="yes"]')
    expect(phone.locator("#w-rate")).to_be_visible()
    shot(phone, "23-rating")
    code = town.case().tracking_code
    phone.context.new_page().goto(f"{town.url}/t/{code}?way=rate&tap=5")
    assert ratings(town) == []


def rate_once(phone: Page, town: FrozenCity) -> None:
    phone.locator('#w-rate button[name="tap"][value="5"]').click()
    expect(phone.locator("main")).to_contain_text(TRUE)
    expect(phone.locator("#w-rate")).to_have_count(0)
    shot(phone, "24-rated")
    assert ratings(town) == [(1, 5)]
    town.now = at(12, day=23)
    own_page(phone, town)
    expect(phone.locator("#w-rate")).to_have_count(0)
    assert town.case().state is CaseState.CLOSED_VERIFIED


def test_a_case_nobody_answers_names_its_unit_and_the_citizen_rates_the_handling_once(
    phone: Page, browser: Browser, town: FrozenCity
) -> None:
    file(phone, town)
    town.pass_time(at(9, 59, day=23))
    assert (town.case().level, town.case().inspection_owns) == (3, True)
    find_no_unit_listed(browser, town)
    assert town.pass_time(at(10, day=23)) == 1  # three times three working hours are over
    assert town.pass_time(at(10, day=23)) == 0
    assert town.case().level == 4
    answer_what_stands_by_name(browser, town)
    town.now = at(11, day=23)
    close_it_unrated(phone, town)
    rate_once(phone, town)
