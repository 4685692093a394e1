"""The citizen's pages for every hand, eye and ear: keyboard, screen reader, large text, dark."""

import gzip
import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.choosing import choose
from tests.browser.conftest import DESK, PHONE
from tests.browser.demo_city import RunningDemo

SCREENS = [("fa", PHONE), ("en", PHONE), ("fa", DESK), ("en", DESK)]
FACES = {
    "fa": ["عالی", "خوب", "معمولی", "بد", "خیلی بد"],
    "en": "Great Good Fair Bad Awful".split(),
}
SAID = "سه روز پشت سر هم گفتند فردا بیایید."
SMALL = """() => [...document.querySelectorAll(
  'main a.go, main button:not(.sr), header a, header button:not(.sr),'
  + '.foot a, .face label, .o span, .t')]
  .filter(one => one.checkVisibility() && one.getClientRects().length)
  .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
LARGE = (
    "badge",
    "sign",
    "/",
    "/track",
    "/check",
    "/mine",
    "/city",
    "/report",
    "/figures",
    "/waiting",
)
CUT = """() => [...document.querySelectorAll('body *')].filter(one => {
  const box = one.getBoundingClientRect();
  return one.checkVisibility() && !one.closest('.sr, .pat, .rib') && box.width
    && (box.left < -1 || box.right > innerWidth + 1);
}).map(one => one.outerHTML.slice(0, 90))"""


@pytest.fixture(params=SCREENS, ids=lambda s: f"{s[0]}-{s[1]['width']}")
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, str]]:
    locale, viewport = request.param
    context = browser.new_context(viewport=viewport, locale=locale)
    yield context.new_page(), locale
    context.close()


def thanks(page: Page, demo: RunningDemo, locale: str, mood: int = 2) -> None:
    page.goto(f"{demo.employee}?lang={locale}")
    page.click(f'button[name="tap"][value="{mood}"]')
    page.wait_for_url(re.compile("/thanks/"))


def wrong_with(page: Page) -> list[str]:
    """Return what axe, the width and the size of the targets say."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    found: list[Any] = Axe().run(page).response["violations"]
    said = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
    return said + page.evaluate(SMALL) + ([f"{wide} px too wide"] if wide > 0 else [])


def test_a_screen_reader_hears_a_question_and_five_named_choices(
    screen: tuple[Page, str], demo: RunningDemo
) -> None:
    page, locale = screen
    page.goto(f"{demo.employee}?lang={locale}")
    tree = page.locator("form.tap").aria_snapshot()

    assert re.findall(r"radio \"?([^\"\n:\[]+?)\"?(?: \[|$|\n)", tree) == FACES[locale]
    assert re.search(r"group \".+\"", tree)
    assert "[checked]" not in tree
    page.focus("#m4")
    page.keyboard.press("Space")
    assert re.search(
        rf"radio \"{FACES[locale][1]}\" \[checked\]", page.locator("form.tap").aria_snapshot()
    )


def test_a_whole_complaint_by_keyboard_alone(screen: tuple[Page, str], demo: RunningDemo) -> None:
    page, locale = screen
    page.goto(f"{demo.employee}?lang={locale}")
    keys = page.keyboard

    def go(selector: str, most: int = 60) -> None:
        for _ in range(most):
            if page.evaluate("s => document.activeElement?.matches(s)", selector):
                return
            keys.press("Tab")
        raise AssertionError(f"{selector} cannot be reached")

    go("[name=mood]")
    for _ in range(3):
        keys.press("ArrowDown")
    expect(page.locator("#m2" if page.locator("#m2").is_checked() else "#m1")).to_be_checked()
    keys.press("Enter")
    page.wait_for_url(re.compile("/thanks/"))
    go("[name=kind]")
    keys.press("ArrowUp")
    expect(page.locator("#k-crt")).to_be_checked()
    go('[value="postponed"]')
    keys.press("Space")
    go("#text")
    keys.insert_text(SAID)
    go("#want")
    keys.press("Space")
    go("[name=identity]")
    keys.press("ArrowUp")
    expect(page.locator("#anonymous")).to_be_checked()
    go("#tell button.go")
    keys.press("Enter")
    page.wait_for_url(re.compile("/receipt"))

    expect(page.locator("strong.code")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_clean_in_light_and_dark(
    scheme: Any, screen: tuple[Page, str], demo: RunningDemo
) -> None:
    page, locale = screen
    page.emulate_media(color_scheme=scheme)
    wrong: list[str] = []
    for place in (f"{demo.employee}", f"{demo.station}", f"{demo.url}/waiting", f"{demo.url}/city"):
        page.goto(f"{place}?lang={locale}")
        wrong += [f"{place}: {one}" for one in wrong_with(page)]
    thanks(page, demo, locale)
    choose(page, "about", "behaviour")
    page.check("#want")
    choose(page, "identity", "open")
    wrong += [f"thanks: {one}" for one in wrong_with(page)]
    page.click("#tell button.go")
    expect(page.locator(".err")).to_be_focused()
    wrong += [f"error: {one}" for one in wrong_with(page)]

    assert wrong == []


@pytest.mark.parametrize("how", ["text", "page"])
def test_twice_as_large_loses_nothing(how: str, browser: Browser, demo: RunningDemo) -> None:
    whole = {"width": 640, "height": 450} if how == "page" else PHONE  # 1280 x 900 at 200 %
    wrong: list[str] = []
    for locale in ("fa", "en"):
        context = browser.new_context(viewport=whole, locale=locale)  # type: ignore[arg-type]
        page = context.new_page()
        for place in (*LARGE, "thanks"):
            if place == "thanks":
                thanks(page, demo, locale)
                page.check("#want")
            else:
                known = {"badge": demo.employee, "sign": demo.station}
                page.goto(f"{known.get(place, demo.url + place)}?lang={locale}")
            if how == "text":
                page.evaluate("document.documentElement.style.fontSize = '200%'")
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            wrong += [f"{locale} {place}: {one}" for one in page.evaluate(CUT)]
            wrong += [f"{locale} {place}: {wide} px too wide"] if wide > 0 else []
            if page.locator(".faces").count():
                expect(page.locator(".face label").nth(4)).to_be_visible()
        context.close()

    assert wrong == []


def test_who_wants_no_motion_gets_none(browser: Browser, demo: RunningDemo) -> None:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    page.goto(demo.employee)
    lasting = page.evaluate(
        "[...document.querySelectorAll('*')].map(e => getComputedStyle(e))"
        ".filter(s => s.transitionDuration !== '0s' || s.animationName !== 'none').length"
    )
    context.close()

    assert lasting == 0


def test_the_chosen_face_is_told_by_border_and_weight_not_by_colour_alone(
    browser: Browser, demo: RunningDemo
) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(demo.employee)
    page.focus("#m3")
    page.keyboard.press("Space")
    seen = page.evaluate(
        "['m3', 'm4'].map(id => getComputedStyle(document.querySelector(`label[for=${id}]`)))"
        ".map(s => [s.borderTopColor !== 'rgba(0, 0, 0, 0)', Number(s.fontWeight)])"
    )
    context.close()

    assert seen == [[True, 700], [False, 400]]


def test_the_first_view_is_one_request_within_twelve_kilobytes_with_scripts_on(
    screen: tuple[Page, str], demo: RunningDemo
) -> None:
    page, locale = screen
    wire = page.context.new_cdp_session(page)
    heads: list[str] = []
    wire.on("Network.responseReceivedExtraInfo", lambda told: heads.append(told["headersText"]))
    wire.send("Network.enable")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for place in (demo.employee, demo.station):
        asked.clear()
        heads.clear()
        answer = page.goto(f"{place}?lang={locale}")
        page.wait_for_timeout(700)
        assert answer is not None
        assert [url for url in asked if not url.startswith("data:")] == [f"{place}?lang={locale}"]
        assert _on_the_wire(answer.body(), heads[0]) <= 12 * 1024


def _on_the_wire(body: bytes, head: str) -> int:
    return len(gzip.compress(body, 6)) + len(head.encode())


FORMS = {
    "home": ("/", "#code", "482-105-77"),
    "check": ("/check", "#code", "482105"),
    "track": ("/track", "#code", "12345"),
    "mine": ("/mine", "#phone", "0912"),
    "report": ("/report", "#place", "north gate"),
}


@pytest.mark.parametrize("name", FORMS)
def test_switching_the_language_keeps_what_was_typed_and_enter_sends(
    name: str, browser: Browser, demo: RunningDemo
) -> None:
    path, field, said = FORMS[name]
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{demo.url}{path}?lang=fa")
    page.fill(field, said)

    page.click('button[name="switch"][value="en"]')
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(field)).to_have_value(said)
    page.focus(field)
    page.keyboard.press("Enter")

    expect(page.locator(".err")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()


def test_enter_in_a_field_of_the_message_sends_it_in_the_language_it_was_written_in(
    browser: Browser, demo: RunningDemo
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    thanks(page, demo, "fa")
    choose(page, "kind", "crt")
    page.fill('[name="text"]', SAID)
    page.check("#want")
    page.fill('[name="phone"]', "09123456789")

    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("/receipt"))
    expect(page.locator("html")).to_have_attribute("lang", "fa")
    context.close()


def test_a_dark_phone_prints_ink_on_white(browser: Browser, demo: RunningDemo) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{demo.url}/track")
    page.emulate_media(media="print", color_scheme="dark")
    look = "getComputedStyle(document.querySelector('.card'))"
    ground, ink = page.evaluate(f"[{look}.backgroundColor, {look}.color]")
    context.close()

    assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(23, 32, 51)")
