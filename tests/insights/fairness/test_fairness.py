from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from app.insights.fairness.figures import figures, year_span
from app.insights.fairness.rules import Foretold, Seen, foretold, groups, quartiles
from app.scores.models import DeskLevel
from tests.conftest import NOON
from tests.insights.city import make_city, person
from tests.scores.nights import night

TEHRAN = ZoneInfo("Asia/Tehran")
LEVELS = {"a": 50.0, "b": 60.0, "c": 70.0, "d": 80.0}


def seen(desk, **more):
    known = {"u": 0.0, "n": 20.0, "total": 0.0, "half": 8.0, "flagged": False}
    return Seen(desk, **(known | {"commendable": False} | more))


def test_quartiles_go_from_the_hardest_desk_to_the_easiest():
    assert quartiles(LEVELS) == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_a_forecast_needs_five_new_answers():
    assert foretold(seen("a", n=20.0), seen("a", n=24.9), 1.0) is None


def test_age_is_taken_from_the_earlier_answers_before_they_are_subtracted():
    before, now = seen("a", u=2.0, n=20.0, total=100.0), seen("a", n=20.0, total=150.0)

    found = foretold(before, now, 0.5)

    assert found.n == 10.0
    assert found.error == pytest.approx((150 - 50) / 10 - 2.0)


def test_a_group_of_four_people_is_withheld():
    found = groups([seen("a")] * 4 + [seen("b")] * 5, [], LEVELS)

    assert found[0].people is None
    assert found[0].half is None
    assert found[1].people == 5
    assert found[1].error is None


def test_the_mean_error_weighs_by_new_answers():
    errors = [Foretold("a", 4.0, 10.0)] * 3 + [Foretold("a", -4.0, 30.0)] * 2

    group = groups([seen("a")] * 5, errors, LEVELS)[0]

    assert group.error == pytest.approx((3 * 40 - 2 * 120) / 90)
    assert group.off == pytest.approx(4.0)
    assert group.doubt > 0


def test_a_jalali_year_begins_at_nowruz_in_the_citys_time():
    first, last = year_span(1405, TEHRAN)

    assert first.astimezone(TEHRAN).isoformat() == "2026-03-21T00:00:00+03:30"
    assert last.astimezone(TEHRAN).date().isoformat() == "2027-03-21"


def test_a_year_without_a_night_says_so(session):
    found = figures(session, 1405, zone=TEHRAN)

    assert (found.run, found.quarters) == (None, ())


def test_an_earlier_night_is_held_against_what_was_answered_since(session):
    city = make_city(session)
    people = [person(session, city.counter, f"00{n}") for n in range(6)]
    early = NOON - timedelta(days=90)
    night(session, *((one, {"n_effective": 20.0, "sum_y": 200.0}) for one in people), at=early)
    later = night(session, *((one, {"n_effective": 40.0, "sum_y": 600.0}) for one in people))
    session.add(
        DeskLevel(
            run_id=later.id,
            unit_id=city.counter.id,
            service=people[0].service_type or "",
            level=60.0,
            answers=9,
            devices=9,
        )
    )
    session.flush()

    found = figures(session, 1405, zone=TEHRAN)

    assert (found.run, found.before) == (NOON, early)
    assert (found.people, found.forecasts, found.desks) == (6, 6, 1)
    assert found.quarters[0].people == 6
    assert found.quarters[0].error == pytest.approx(
        (600 - 200 * 0.5 ** (90 / 540)) / (40 - 20 * 0.5 ** (90 / 540)) - 11.5
    )
