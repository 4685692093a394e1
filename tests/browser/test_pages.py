"""Every page, in both languages, on both screens: no axe finding, no sideways scroll."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK, PHONE
from tests.browser.demo_city import RunningDemo
from tests.browser.desks import sign_in

PICTURES = os.environ.get("TAKRIM_PICTURES", "")
CITIZEN = [
    "/",
    "{employee}",
    "{station}",
    "{employee}/report",
    "/track",
    "/B/UNKNOWN",
    "/city",
    "/waiting",
]
DESKS = {
    "handler": ["/desk/cases", "/desk/cases?view=all", "/desk/words", "first:/desk/cases?view=all"],
    "inspector": ["/desk/cases", "/desk/oversight", "/desk/places"],
    "hr_reviewer": [
        "/desk/employees",
        "first:/desk/employees",
        "/desk/employees?q=zzz",
        "/desk/queues",
        "/desk/queues/praise",
        "/desk/queues/growth",
        "/desk/funnel",
        "/desk/commendations",
        "/desk/decisions",
        "first:/desk/decisions",
        "/desk/decisions?view=closed",
        "/desk/second-looks",
        "/desk/badges/slip",
    ],
    "appeal_reviewer": ["/desk/appeals", "first:/desk/appeals", "/desk/appeals?view=answered"],
    "integrity_handler": [
        "/desk/integrity",
        "first:/desk/integrity",
        "/desk/integrity?decided=1",
        "/desk/integrity?rule=W1",
    ],
    "facility_manager": ["/desk/places", "first:/desk/places", "/desk/said"],
    "issuing_officer": [
        "/desk/badges/",
        "first:/desk/badges/",
        "/desk/badges/runs",
        "/desk/badges/suspicious",
        "first:/desk/badges/suspicious",
        "/desk/badges/kiosks",
        "first:/desk/badges/runs",
        "/desk/badges/print?changed=0",
        "/desk/badges/printers",
        "/desk/badges/designs",
        "first:/desk/badges/designs",
        "/desk/badges/keys",
        "/desk/import",
    ],
    "administrator": [
        "/desk/accounts",
        "first:/desk/accounts",
        "/desk/import",
        "/desk/calendars",
        "/desk/calendars/A?month=1405-10",
        "/desk/calendars/A/hours",
        "/desk/calendars/A/days/2026-12-23",
        "/desk/calendars/years/1406",
        "/desk/texts",
        "/desk/texts/C01",
    ],
    "unit_manager": ["/desk/load"],
    "special_team": ["/desk/answers", "first:/desk/answers", "/desk/answers/new", "/desk/report"],
    "operator": ["/desk/notices/failed", "/desk/take", "/desk/take?q=137", "/desk/take/new"],
    "auditor": ["/desk/log", "/desk/nowhere"],
    "employee": [
        "/desk/my/findings",
        "first:/desk/my/findings",
        "/desk/mine",
        "/desk/mine/appeal",
        "/desk/account",
        "/desk/notices",
    ],
}
SCREENS = [("fa", PHONE), ("fa", DESK), ("en", PHONE), ("en", DESK)]


@pytest.fixture(params=SCREENS, ids=lambda s: f"{s[0]}-{s[1]['width']}")
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, str]]:
    locale, viewport = request.param
    context = browser.new_context(viewport=viewport, locale=locale)
    yield context.new_page(), locale
    context.close()


def look(page: Page, url: str, name: str) -> list[str]:
    """Open a page and return everything that is wrong with it."""
    wrong: list[str] = []
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    page.goto(url)
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 0:
        wrong.append(f"{wide} px too wide")
    found = Axe().run(page)
    wrong += [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found.response["violations"]]
    return [f"{url}: {one}" for one in wrong if "404" not in one and "410" not in one]


def test_citizen_pages_are_clean(screen: tuple[Page, str], demo: RunningDemo) -> None:
    page, locale = screen
    wrong: list[str] = []
    for number, path in enumerate(CITIZEN):
        url = path.format(employee=demo.employee, station=demo.station)
        url = url if url.startswith("http") else demo.url + url
        wrong += look(page, f"{url}?lang={locale}", f"citizen-{number}-{locale}-{_width(page)}")

    assert wrong == []


@pytest.mark.parametrize("role", sorted(DESKS))
def test_desks_are_clean(role: str, screen: tuple[Page, str], demo: RunningDemo) -> None:
    page, locale = screen
    sign_in(page, demo, role)
    wrong: list[str] = []
    for number, path in enumerate(DESKS[role]):
        name = f"{role}-{number}-{locale}-{_width(page)}"
        wrong += look(page, _with_language(_address(page, demo, path), locale), name)

    assert wrong == []


def _address(page: Page, demo: RunningDemo, path: str) -> str:
    if not path.startswith("first:"):
        return demo.url + path
    page.goto(demo.url + path.removeprefix("first:"))
    href = page.locator("table a").first.get_attribute("href")
    return f"{demo.url}{href}"


def _with_language(url: str, locale: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}lang={locale}"


def _width(page: Page) -> int:
    return (page.viewport_size or {"width": 0})["width"]
