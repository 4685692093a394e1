"""Bursts are flagged and answered all the same."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from app.cases.rules import CaseState
from tests.cases.city import City, make_city, open_case, told
from tests.conftest import NOON


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def test_the_sixth_complaint_about_one_person_in_an_hour_is_flagged_and_answered(
    session: Session, city: City
) -> None:
    cases = [open_case(session, city, now=NOON + timedelta(minutes=n)) for n in range(6)]

    assert [case.burst for case in cases] == [False] * 5 + [True]
    assert cases[-1].state is CaseState.REFERRED
    assert ("C01", f"feedback:{cases[-1].feedback_id}") in told(session)


def test_other_people_places_and_slow_days_are_no_burst(session: Session, city: City) -> None:
    for n in range(6):
        open_case(session, city, now=NOON + timedelta(minutes=20 * n))
    late = open_case(session, city, now=NOON + timedelta(hours=4))
    other = open_case(session, city, city.colleague, now=NOON)
    place = [open_case(session, city, city.station, category="CLN", now=NOON) for _ in range(7)]

    assert not any(case.burst for case in (late, other, *place))


def test_a_week_of_more_than_three_times_the_mean_is_flagged(session: Session, city: City) -> None:
    for week in range(1, 9):
        open_case(session, city, now=NOON - timedelta(days=7 * week, hours=1))
    flags = [open_case(session, city, now=NOON + timedelta(hours=6 * n)).burst for n in range(4)]

    assert flags == [False, False, False, True]
