"""The desk of "you said, we did": a deliberate step, a clear refusal, taken back, own places."""

import re

import pytest

from app.rights import Role
from tests.cases.test_publishing import DONE, SAID
from tests.insights.city import City, make_city
from tests.insights.city import place as make_place
from tests.statements import statements
from tests.web import application, found, post, sit

FORM = {"place": "P1", "said_fa": SAID, "done_fa": DONE, "sure": "y"}


@pytest.fixture
def city(sqlite_database) -> City:
    with sqlite_database.writing() as session:
        made = make_city(session)
        make_place(session, made.counter, "P1")
        make_place(session, made.south, "P9", "بوستان جنوب")
    return made


@pytest.fixture
def app(sqlite_database, tmp_path):
    return application(found(sqlite_database, tmp_path, locale="en"))


@pytest.fixture
def manager(app, city):
    return sit(app, Role.FACILITY_MANAGER, unit=city.north, locale="en")


def test_a_sentence_is_published_and_stands_on_the_public_page(manager):
    assert post(manager, "/desk/said", **FORM).status_code == 303

    page = manager.get("/desk/said").text
    address = re.search(r'href="(/place/[^"]+)"', page)[1]
    assert SAID in page
    assert SAID in manager.get(address).text


def test_without_the_deliberate_step_nothing_is_published_and_all_is_kept(manager):
    page = post(manager, "/desk/said", **{k: v for k, v in FORM.items() if k != "sure"})

    assert page.status_code == 422
    assert DONE in page.text
    assert "Nothing published yet" in page.text


def test_a_refusal_stands_at_its_field(manager):
    page = post(manager, "/desk/said", **FORM | {"done_fa": DONE + " 09123456789"})

    assert page.status_code == 422
    assert "No phone numbers or codes" in page.text


def test_only_own_places_are_offered_and_taken(manager):
    assert "P9" not in manager.get("/desk/said").text
    assert post(manager, "/desk/said", **FORM | {"place": "P9"}).status_code == 422


def test_taken_back_it_leaves_the_public_page(manager):
    post(manager, "/desk/said", **FORM)
    page = manager.get("/desk/said").text
    back, address = (re.search(p, page)[1] for p in (r'action="([^"]+/back)"', r'"(/place/[^"]+)"'))

    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    assert manager.post(back, data={"csrf_token": token}).status_code == 303

    assert SAID not in manager.get(address).text


def test_the_list_costs_two_statements_beside_the_session(manager, sqlite_database):
    post(manager, "/desk/said", **FORM)
    manager.get("/desk/said")
    with statements(sqlite_database.engine) as seen:
        manager.get("/desk/said")

    own = [s for s in seen if "public_action" in s or "FROM subject" in s]
    assert len(own) == 2


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.INSPECTOR, Role.OPERATOR])
def test_nobody_else_publishes(app, city, role):
    assert sit(app, role, unit=city.root).get("/desk/said").status_code == 403
