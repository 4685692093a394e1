"""The desk of suspicious codes and kiosks: lists, one code, CSV, marks, rights, statements."""

import csv
import re
from io import StringIO

import pytest

from app import clock
from app.badges.suspicion.folding import fold
from app.badges.suspicion.reporting import Report, report
from app.badges.suspicion.rules import ReportReason
from app.badges.suspicion.spool import Seen
from app.rights import Role
from tests.badges.city import badge_of
from tests.badges.conftest import Desk
from tests.conftest import NOON
from tests.statements import statements

LINK = re.compile(r"/k/([A-Za-z0-9_-]{32})")


@pytest.fixture
def watched(desk: Desk) -> Desk:
    """A station that was reported and scanned, and a strange number."""
    with desk.db.writing() as session:
        serial = badge_of(session, desk.city.station).serial
        fold(session, [Seen(f"s{serial}", "n1", NOON, 3, NOON)], now=NOON)
        fold(session, [Seen("n482105773", "n1", NOON, 2, NOON)], now=NOON)
        said = Report("one", ReportReason.STICKER, serial=serial, place="=1+1", text="برچسب <b>")
        report(session, said, now=NOON)
    return desk


def first(desk: Desk) -> str:
    page = desk.get("/suspicious?reported=1").text
    return re.search(r'href="/desk/badges(/suspicious/[^"]+)"', page)[1]


def test_the_list_names_codes_states_and_counts_in_two_statements_and_the_units(watched: Desk):
    with statements(watched.db.engine) as seen:
        page = watched.get("/suspicious")

    assert page.status_code == 200
    assert "482-105-773" in page.text
    assert "Darvazeh" in page.text
    assert len([s for s in seen if s.startswith("SELECT")]) <= 4


def test_one_code_shows_hours_and_words_escaped_and_costs_three_statements(watched: Desk):
    address = first(watched)
    with statements(watched.db.engine) as seen:
        page = watched.get(address)

    assert "برچسب &lt;b&gt;" in page.text
    assert len([s for s in seen if s.startswith("SELECT")]) == 3


def test_marking_it_leads_back_and_a_strange_state_is_refused(watched: Desk):
    address = first(watched)

    assert watched.post(address, state="sticker_replaced", note="north door").status_code == 303
    assert "Sticker replaced" in watched.get(address).text
    assert watched.post(address, state="nothing").status_code == 422
    assert watched.post(address, state="seen", note="x" * 401).status_code == 422


def test_the_file_is_inert(watched: Desk):
    text = watched.get("/suspicious?format=csv").text.lstrip("\ufeff")
    rows = list(csv.reader(StringIO(text)))

    assert len(rows) == 3
    assert "'=1+1" in rows[1] + rows[2]


@pytest.mark.parametrize("query", ["state=x", "kind=x", "unit=nowhere"])
def test_a_strange_filter_is_not_found(watched: Desk, query: str):
    assert watched.get(f"/suspicious?{query}").status_code == 404


def test_an_empty_list_says_so(desk: Desk):
    assert "Nothing suspicious" in desk.get("/suspicious").text
    assert "No code found" in desk.get("/suspicious?state=seen").text


def test_a_manager_sees_the_own_place_without_words_and_no_photo(watched: Desk):
    address = first(watched)
    watched.sit(watched.city.south, role=Role.FACILITY_MANAGER)

    page = watched.get(address).text

    assert "برچسب" not in page
    assert "=1+1" not in page
    assert "482-105-773" not in watched.get("/suspicious").text
    assert watched.get(f"{address}/photos/1").status_code == 403


def test_a_manager_elsewhere_finds_nothing(watched: Desk):
    address = first(watched)
    watched.sit(watched.city.north, role=Role.FACILITY_MANAGER)

    assert watched.get(address).status_code == 404


@pytest.mark.parametrize("role", [Role.HANDLER, Role.OPERATOR, Role.EMPLOYEE])
def test_other_roles_do_not_watch(watched: Desk, role: Role):
    assert watched.sit(watched.city.root, role=role).get("/suspicious").status_code == 403


def test_a_kiosk_is_set_up_listed_with_its_link_and_switched_off(desk: Desk):
    with desk.db.reading() as session:
        number = badge_of(session, desk.city.station).typed_code
    assert desk.post("/kiosks", number=number, label="north hall").status_code == 303

    page = desk.get("/kiosks").text
    word = LINK.search(page)[1]
    assert "north hall" in page
    assert desk.post(f"/kiosks/{word[:16]}/off").status_code == 303

    assert not LINK.search(desk.get("/kiosks").text)


@pytest.mark.parametrize(
    ("number", "label", "words"),
    [
        ("12", "hall", "nine digits"),
        ("123456786", "hall", "No working badge"),
        ("", "", "Say where"),
    ],
)
def test_a_kiosk_without_badge_or_place_is_refused_with_what_was_typed(
    desk: Desk, number: str, label: str, words: str
):
    page = desk.post("/kiosks", number=number, label=label)

    assert page.status_code == 422
    assert words in page.text
    assert f'value="{label}"' in page.text


def test_a_manager_sets_up_kiosks_of_the_own_places_alone(desk: Desk):
    with desk.db.reading() as session:
        number = badge_of(session, desk.city.station).typed_code
    desk.sit(desk.city.north, role=Role.FACILITY_MANAGER)
    assert desk.post("/kiosks", number=number, label="hall").status_code == 422

    desk.sit(desk.city.south, role=Role.FACILITY_MANAGER)
    assert desk.post("/kiosks", number=number, label="hall").status_code == 303
    assert clock.now() == NOON
