"""The order of the inbox: late, today, later; many voices first under each head."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from app.cases import queries
from app.cases.models import Case
from app.cases.queries import Filters, View
from tests.cases.city import City, make_city, open_case
from tests.cases.test_asking import at
from tests.cases.test_queries import statements

ALL = Filters(View.ALL)


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def due(session: Session, city: City, when: datetime, echoes: int = 0) -> Case:
    case = open_case(session, city, city.station, category="CLN", now=at(8))
    case.due_at, case.echoes = when, echoes
    return case


def order(session: Session, city: City, *, now: datetime, limit: int = 30, after: str = ""):
    rows = queries.queue(session, city.team, ALL, after, now=now, limit=limit)
    return rows[:limit]


def test_five_voices_stand_first_under_their_head_and_never_above_what_is_late(
    session: Session, city: City
) -> None:
    now = at(12)
    late, late_many = due(session, city, at(9)), due(session, city, at(11), 4)
    today, today_many = due(session, city, at(13)), due(session, city, at(16), 7)
    later, four = due(session, city, at(9, day=23)), due(session, city, at(10, day=23), 3)
    later_many = due(session, city, at(9, day=24), 5)

    rows = order(session, city, now=now)

    expected = [late_many, late, today_many, today, later_many, later, four]
    assert [row.id for row in rows] == [case.id for case in expected]
    assert [row.voices for row in rows] == [5, 1, 8, 1, 6, 1, 4]


def test_danger_is_not_passed_by_what_many_report(session: Session, city: City) -> None:
    many, plain = due(session, city, at(13), 9), due(session, city, at(12, 30))
    danger = open_case(session, city, city.station, category="SAF", now=at(9, 40))
    danger.due_at = at(12, 40)

    rows = order(session, city, now=at(12))

    assert [row.id for row in rows] == [danger.id, many.id, plain.id]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_hold_every_case_once_though_an_hour_passes_between_them(
    session: Session, city: City, size: int
) -> None:
    hours = [at(9), at(11), at(12, 30), at(13), at(15), at(9, day=23), at(10, day=23)]
    cases = [due(session, city, hour, echoes=4 * (n % 2)) for n, hour in enumerate(hours)]

    seen, after, now = [], "", at(12)
    for _ in range(10):
        rows = order(session, city, now=now, limit=size, after=after)
        if not rows:
            break
        seen += [row.id for row in rows]
        after, now = rows[-1].cursor, now + timedelta(minutes=20)

    assert sorted(seen) == sorted(case.id for case in cases)


def test_the_order_costs_no_statement_more(session: Session, city: City) -> None:
    for echoes in (0, 4, 9):
        due(session, city, at(13), echoes)
    session.flush()

    with statements(session) as ran:
        order(session, city, now=at(12))

    assert len(ran) <= 6


@pytest.mark.parametrize("after", ["x", "1-2", "1-2-3-4-5-6", "²-1-1-1-1", "9" * 40 + "-1-1-1-1"])
def test_what_is_no_place_is_the_first_page(session: Session, city: City, after: str) -> None:
    case = due(session, city, at(13))

    assert [row.id for row in order(session, city, now=at(12), after=after)] == [case.id]


def test_a_place_beyond_all_years_of_ours_holds_nothing(session: Session, city: City) -> None:
    due(session, city, at(13))

    assert order(session, city, now=at(12), after="99999999999-3-1-99999999999-1") == []
