"""Every page, in both languages, on both screens: no axe finding, no sideways scroll.

Which pages there are stands in ``pages.py``; a GET route forgotten there fails here.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page
from werkzeug.exceptions import NotFound
from werkzeug.routing import MapAdapter

from app.db import Database
from tests.browser.conftest import DESK, PHONE
from tests.browser.demo_city import RunningDemo
from tests.browser.desks import sign_in
from tests.browser.pages import CITIZEN, DESKS, NO_PAGES
from tests.web import application, found

PICTURES = os.environ.get("TAKRIM_PICTURES", "")
SCREENS = [("fa", PHONE), ("fa", DESK), ("en", PHONE), ("en", DESK)]


@pytest.fixture(params=SCREENS, ids=lambda s: f"{s[0]}-{s[1]['width']}")
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, str]]:
    locale, viewport = request.param
    context = browser.new_context(viewport=viewport, locale=locale)
    yield context.new_page(), locale
    context.close()


@pytest.fixture(scope="session")
def routes(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> MapAdapter:
    """The addresses of the application, to tell which endpoint answers one."""
    folder = tmp_path_factory.mktemp("routes")
    shutil.copy(sqlite_template, folder / "takrim.db")
    database = Database(f"sqlite:///{folder / 'takrim.db'}")
    app = application(found(database, folder))
    database.dispose()
    return app.url_map.bind("localhost")


def test_every_page_is_looked_at_or_named_with_a_reason(routes: MapAdapter) -> None:
    pages = {rule.endpoint for rule in routes.map.iter_rules() if "GET" in (rule.methods or ())}
    looked_at = {name for ways in (CITIZEN, *DESKS.values()) for name, _ in ways if name}

    assert sorted(pages - {"static"}) == sorted(looked_at | NO_PAGES.keys())
    assert looked_at & NO_PAGES.keys() == set()


def test_citizen_pages_are_clean(
    screen: tuple[Page, str], demo: RunningDemo, routes: MapAdapter
) -> None:
    assert walk(screen, demo, routes, "citizen", CITIZEN) == []


@pytest.mark.parametrize("role", sorted(DESKS))
def test_desks_are_clean(
    role: str, screen: tuple[Page, str], demo: RunningDemo, routes: MapAdapter
) -> None:
    sign_in(screen[0], demo, role)

    assert walk(screen, demo, routes, role, DESKS[role]) == []


def walk(
    screen: tuple[Page, str],
    demo: RunningDemo,
    routes: MapAdapter,
    who: str,
    ways: list[tuple[str, str]],
) -> list[str]:
    """Look at every page of somebody; return what is wrong with them."""
    page, locale = screen
    wrong: list[str] = []
    for number, (endpoint, way) in enumerate(ways):
        url = address(page, demo, way)
        if url is None:
            wrong.append(f"{way}: leads nowhere")
            continue
        if (answers := endpoint_of(routes, url)) != endpoint:
            wrong.append(f"{way}: {answers} answers, not {endpoint}")
        name = f"{who}-{number:02d}-{locale}-{(page.viewport_size or PHONE)['width']}"
        wrong += look(page, f"{url}{'&' if '?' in url else '?'}lang={locale}", name)
    return wrong


def address(page: Page, demo: RunningDemo, way: str) -> str | None:
    """Follow a way to the address of its page; nothing when a link of it is not there."""
    start, *links = way.format(employee=demo.employee, station=demo.station).split(" => ")
    url = start if start.startswith("http") else demo.url + start
    for link in links:
        if link.startswith("+"):
            url += link[1:]
            continue
        page.goto(url)
        if not page.locator(link).count():
            return None
        href = page.locator(link).first.get_attribute("href") or ""
        url = href if href.startswith("http") else demo.url + href
    return url


def endpoint_of(routes: MapAdapter, url: str) -> str:
    """Return the endpoint that answers an address, nothing when none does."""
    try:
        return str(routes.match(urlsplit(url).path, "GET")[0])
    except NotFound:
        return ""


def look(page: Page, url: str, name: str) -> list[str]:
    """Open a page and return everything that is wrong with it."""
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(message.text)

    page.on("console", heard)
    answer = page.goto(url)
    page.remove_listener("console", heard)
    if answer is None or answer.status not in {200, 404, 410}:
        wrong.append(f"answered {answer.status if answer else 'nothing'}")
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 0:
        wrong.append(f"{wide} px too wide")
    axe = Axe().run(page).response["violations"]
    wrong += [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in axe]
    return [f"{url}: {one}" for one in wrong if "404" not in one and "410" not in one]
