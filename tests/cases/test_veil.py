"""A manager reads of the own staff what was released, and the week; who works a case reads it."""

import pytest
from sqlmodel import Session

from app.calendar.rules import CITY_ZONE
from app.cases import queries
from app.cases.queries import Filters, View
from app.feedback.models import Release
from app.feedback.rules import ReleaseState
from tests.cases.city import WORDS, City, make_city, open_case
from tests.conftest import NOON

ALL = Filters(View.ALL)


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def waiting(session: Session, case, state: ReleaseState = ReleaseState.WAITING, text: str = ""):
    row = Release(
        feedback_id=case.feedback_id, unit_id=case.unit_id, state=state, text=text, queued_at=NOON
    )
    session.add(row)
    session.flush()


def test_words_that_wait_are_not_the_managers_nor_the_hour(session: Session, city: City) -> None:
    case = open_case(session, city)
    waiting(session, case)

    (row,) = queries.queue(session, city.manager, ALL, now=NOON)
    page = queries.case_page(session, city.manager, case.tracking_code, now=NOON)

    assert (row.title, page.text) == ("", "")
    shown = [row.registered_at, page.registered_at, page.steps[0].at, page.steps[1].at]
    assert {f"{at.astimezone(CITY_ZONE):%a %H:%M}" for at in shown} == {"Sat 00:00"}
    assert all("معطل" not in step.public_text for step in page.steps)


def test_released_words_are_the_managers_as_they_were_released(
    session: Session, city: City
) -> None:
    case = open_case(session, city)
    waiting(session, case, ReleaseState.MASKED, "سه روز معطل شدم")

    page = queries.case_page(session, city.manager, case.tracking_code, now=NOON)

    assert page.text == page.steps[0].public_text == "سه روز معطل شدم"


def test_a_manager_finds_no_case_by_words_that_wait(session: Session, city: City) -> None:
    open_case(session, city)
    asked = Filters(View.ALL, q="معطل")

    assert queries.queue(session, city.manager, asked, now=NOON) == []
    assert len(queries.queue(session, city.handler, asked, now=NOON)) == 1


def test_handlers_and_cases_about_places_are_read_whole(session: Session, city: City) -> None:
    about_clerk = open_case(session, city)
    page = queries.case_page(session, city.handler, about_clerk.tracking_code, now=NOON)

    assert page.text == WORDS
    assert page.registered_at == NOON
    assert not page.veiled
