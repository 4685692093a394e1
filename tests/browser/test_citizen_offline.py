"""The network goes away while a citizen sends: what was said stays on the phone, and comes once."""

import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from app.text import latin_digits
from tests.browser.choosing import choose
from tests.browser.conftest import DESK, PHONE
from tests.browser.demo_city import RunningDemo, running_demo
from tests.browser.network import SLOW_3G, Line, line_to

SCREENS = [("fa", PHONE), ("en", PHONE), ("fa", DESK), ("en", DESK)]


@pytest.fixture
def line(demo: RunningDemo) -> Iterator[Line]:
    with line_to(urlsplit(demo.url).port or 0) as opened:
        yield opened


@pytest.fixture(params=SCREENS, ids=lambda s: f"{s[0]}-{s[1]['width']}")
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, str]]:
    locale, viewport = request.param
    context = browser.new_context(viewport=viewport, locale=locale)
    yield context.new_page(), locale
    context.close()


def large_photo() -> dict[str, object]:
    """A photo no phone could send whole in a moment, with a place in it."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    noise = Image.effect_noise((2400, 1800), 80).convert("RGB")
    noise.save(out, "JPEG", quality=92, exif=exif)
    return {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def rows(demo: RunningDemo, question: str, *values: object) -> list[tuple[object, ...]]:
    with sqlite3.connect(demo.instance / "takrim.db") as store:
        found = store.execute(question, values).fetchall()
    store.close()
    return found


def rated(demo: RunningDemo) -> int:
    return int(str(rows(demo, "SELECT count(*) FROM feedback")[0][0]))


def write(page: Page, said: str, photos: int = 2) -> None:
    choose(page, "kind", "crt")
    page.fill('[name="text"]', said)
    page.set_input_files('[name="photo"]', [large_photo()] * photos)  # type: ignore[list-item]
    expect(page.locator('[data-say~="ready"]')).not_to_be_empty(timeout=20_000)
    expect(page.locator('[data-say~="ready"]')).to_have_text(re.compile("آماده|ready"))
    page.check('[name="want"]')
    choose(page, "identity", "anonymous")


def test_a_tap_without_a_network_stays_on_the_phone_and_comes_once(
    screen: tuple[Page, str], demo: RunningDemo, line: Line
) -> None:
    page, locale = screen
    page.goto(f"{line.through(demo.employee)}?lang={locale}")
    before = rated(demo)
    line.cut()

    page.click('button[name="tap"][value="2"]')

    expect(page.locator("form.tap [role=status]")).to_have_text(re.compile("روی همین گوشی|on this"))
    expect(page.locator("#m2")).to_be_checked()
    line.mend()
    page.click("form.tap button[type=button]")
    page.wait_for_url(re.compile("/thanks/"))
    expect(page.locator('[name="mood"]:checked')).to_have_value("2")
    assert rated(demo) == before + 1


def test_a_complaint_cut_in_the_middle_of_its_photos_comes_once_and_whole(
    screen: tuple[Page, str], demo: RunningDemo, line: Line
) -> None:
    page, locale = screen
    said = f"سه روز پشت سر هم گفتند فردا. {locale}{(page.viewport_size or {})['width']}"
    page.goto(f"{line.through(demo.station)}?lang={locale}")
    page.click('button[name="tap"][value="1"]')
    page.wait_for_url(re.compile("/thanks/"))
    write(page, said)
    before = rated(demo)
    line.bytes_per_s, line.cut_after = SLOW_3G, line.uploaded + 60_000

    page.click("#tell button.go")

    kept = page.locator("#waits")
    expect(kept).to_contain_text(said, timeout=60_000)
    expect(kept).to_contain_text(re.compile("یک بار فرستاده می‌شود|will be sent once"))
    assert rows(demo, "SELECT text FROM feedback WHERE text = ?", said) == []

    page.goto(f"{line.url}/waiting?lang={locale}")  # the worker keeps this page without a network
    expect(page.locator("#waits")).to_contain_text(said)
    line.mend()
    with suppress(PlaywrightTimeout):  # the page may have sent it by itself by now
        page.click("[data-is=again]", timeout=5_000)

    code = page.locator(".waits strong.code")
    expect(code).to_be_visible(timeout=60_000)
    assert len(re.sub(r"\D", "", latin_digits(code.inner_text()))) == 16
    stored = rows(demo, "SELECT id FROM feedback WHERE text = ?", said)
    assert len(stored) == 1
    assert rated(demo) == before
    photos = rows(demo, "SELECT name FROM attachment WHERE feedback_id = ?", stored[0][0])
    assert len(photos) == 2
    page.reload()
    expect(page.locator("#waits")).not_to_contain_text(said)


def test_the_phone_takes_place_and_time_out_of_a_photo_and_makes_it_small(
    browser: Browser, demo: RunningDemo
) -> None:
    context = browser.new_context(viewport=PHONE, locale="fa-IR")
    page = context.new_page()
    page.goto(demo.station)
    page.click('button[name="tap"][value="3"]')
    page.wait_for_url(re.compile("/thanks/"))
    photo = large_photo()
    page.set_input_files('[name="photo"]', [photo])  # type: ignore[list-item]
    expect(page.locator('[data-say~="ready"]')).to_have_text(re.compile("آماده"), timeout=20_000)

    made = bytes(
        page.evaluate(
            "document.forms.tell.photo.files[0].arrayBuffer().then(b => [...new Uint8Array(b)])"
        )
    )
    context.close()

    with Image.open(io.BytesIO(made)) as small:
        assert small.size == (1600, 1200)
        assert not small.getexif()
    assert b"SECRETPHONE" not in made
    assert len(made) < len(photo["buffer"])  # type: ignore[arg-type]


def test_a_server_that_was_restarted_in_between_still_gets_it_once(
    browser: Browser, tmp_path: Path
) -> None:
    folder, said = tmp_path / "instance", "چراغ این ایستگاه خاموش است."
    context = browser.new_context(viewport=PHONE, locale="fa-IR")
    page = context.new_page()
    with running_demo(folder) as first:
        port = urlsplit(first.url).port or 0
        page.goto(first.station)
        page.click('button[name="tap"][value="2"]')
        page.wait_for_url(re.compile("/thanks/"))
        write(page, said, photos=1)
    page.click("#tell button.go")
    expect(page.locator("#waits")).to_contain_text(said, timeout=30_000)

    with running_demo(folder, port=port) as again:
        page.click("[data-is=again]")
        expect(page.locator(".waits strong.code")).to_be_visible(timeout=60_000)
        stored = rows(again, "SELECT id FROM feedback WHERE text = ?", said)
        photos = rows(again, "SELECT name FROM attachment WHERE feedback_id = ?", stored[0][0])
    context.close()

    assert (len(stored), len(photos)) == (1, 1)


def test_the_worker_keeps_one_page_of_the_city_and_stands_over_no_desk(
    browser: Browser, demo: RunningDemo
) -> None:
    context = browser.new_context(viewport=PHONE, locale="fa-IR")
    page = context.new_page()
    page.goto(demo.employee)
    page.click('button[name="tap"][value="4"]')
    page.wait_for_url(re.compile("/thanks/"))
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")

    kept = page.evaluate(
        "caches.keys().then(async names => (await Promise.all(names.map(async name =>"
        " (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)))).flat())"
    )
    scopes = page.evaluate(
        "navigator.serviceWorker.getRegistrations().then(all => all.map(one => one.scope))"
    )
    context.close()

    assert {*kept} == {"/waiting", "/static/citizen/queue.js", "/static/citizen/waiting.js"}
    assert {urlsplit(scope).path for scope in scopes} <= {"/B/", "/thanks/", "/waiting"}


@pytest.mark.parametrize(("locale", "said"), [("fa", "محفوظ است"), ("en", "is safe")])
def test_without_a_network_a_page_asked_for_says_that_what_was_stored_is_safe(
    browser: Browser, demo: RunningDemo, line: Line, locale: str, said: str
) -> None:
    context = browser.new_context(viewport=PHONE, locale=locale)
    page = context.new_page()
    page.goto(f"{line.through(demo.employee)}?lang={locale}")
    page.click('button[name="tap"][value="4"]')
    page.wait_for_url(re.compile("/thanks/"))
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    line.cut()

    page.goto(page.url)

    expect(page.locator("#waits")).to_contain_text(said)
    expect(page.locator("main")).not_to_contain_text(re.compile("موسوی|Mousavi"))
    line.mend()
    page.click("[data-is=reload]")
    expect(page.locator("#tell")).to_be_visible()
    context.close()
