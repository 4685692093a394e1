"""Units by name whose cases reached level 4, and who reads them."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from app.cases import ladder, service
from app.cases.clocks import calendar_of
from app.cases.desk.gravest import gravest
from app.cases.models import Case
from app.cases.rules import Remedy
from tests.cases.city import ANSWER, City, make_city, open_case
from tests.cases.conftest import Desk
from tests.cases.test_verifying import SUNDAY_9
from tests.statements import statements

THRICE = SUNDAY_9 + timedelta(hours=25)  # nine working hours: Monday 10:00


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def climbed(session: Session, case: Case, *, short: timedelta = timedelta()) -> Case:
    ladder.climb(session, case, calendar_of(session, case.calendar_id), now=THRICE - short)
    session.flush()
    return case


def test_a_unit_is_listed_from_three_times_the_budget_until_it_answers(
    session: Session, city: City
) -> None:
    case = open_case(session, city, now=SUNDAY_9)
    climbed(session, case, short=timedelta(seconds=1))
    before = gravest(session, city.inspector)

    climbed(session, case)
    (row,) = gravest(session, city.inspector)

    assert before == []
    assert (row.unit_id, row.name_fa, row.name_en) == (
        city.office.id,
        city.office.name_fa,
        "Office",
    )
    assert (row.cases, row.planless, row.with_inspection) == (1, 1, 1)
    assert row.oldest_due_at == case.due_at
    service.plan(session, case.tracking_code, text=ANSWER, by=city.inspector, now=THRICE)
    assert gravest(session, city.inspector)[0].planless == 0
    said = {"remedy": Remedy.SERVED_NOW, "answer": ANSWER, "by": city.inspector, "now": THRICE}
    service.claim_fixed(session, case.tracking_code, **said)
    assert gravest(session, city.inspector) == []


def test_the_unit_with_most_stands_first_and_the_count_is_one_statement(
    session: Session, city: City
) -> None:
    for _ in range(2):
        climbed(session, open_case(session, city, now=SUNDAY_9))
    climbed(session, open_case(session, city, city.boss, now=SUNDAY_9))

    with statements(session) as seen:
        rows = gravest(session, city.team)

    assert [(row.unit_id, row.cases) for row in rows] == [(city.office.id, 2), (city.root.id, 1)]
    assert len(seen) == 1


def test_who_must_not_know_of_a_case_does_not_find_it_counted(session: Session, city: City) -> None:
    climbed(session, open_case(session, city, city.boss, now=SUNDAY_9))

    for person in (city.manager, city.handler, city.clerk_desk, city.outsider):
        assert gravest(session, person) == []
    assert len(gravest(session, city.team)) == 1


@pytest.mark.parametrize(
    ("locale", "unit", "nothing"),
    [("en", "Office", "No case is at level 4"), ("fa", "دفتر خدمات شهر", "هیچ پرونده‌ای")],
)
def test_the_page_names_the_unit_or_says_there_is_none(
    at_desk: Desk, locale: str, unit: str, nothing: str
) -> None:
    at_desk.locale, at_desk.person = locale, at_desk.city.inspector

    empty = at_desk.get("/desk/level-four").get_data(as_text=True)
    with at_desk.instance.db.writing() as session:
        case = session.get_one(Case, 1)
        case.level = 4
        session.add(case)
    body = at_desk.get("/desk/level-four").get_data(as_text=True)

    assert nothing in empty
    assert unit in body.split("<main")[1]
    assert nothing not in body
