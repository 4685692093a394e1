"""Whose present it is: one level, one change, and what one more answer may do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scores.engine.regime import Level, level_now, one_level
from app.scores.engine.settings import DAY, Settings

S2, T_U = 780.0, 80.0
PULL = S2 / T_U
MOODS = st.lists(st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0]), min_size=1, max_size=40)


def now(y, *, hazard: float = 0.25, days: float = 7.0, time=None) -> Level:
    n = len(y)
    return level_now(
        subject=np.zeros(n, np.int64),
        time=np.arange(n, dtype=np.int64) * round(days * DAY) if time is None else time,
        omega=np.ones(n),
        y=np.array(y, float),
        size=1,
        s2=S2,
        t_u=T_U,
        settings=Settings(hazard_per_year=hazard),
    )


@given(
    MOODS, st.floats(0.05, 1), st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0]), st.floats(0, 100)
)
def test_one_answer_moves_u_by_at_most_its_share(moods, weight, new, level):
    y = np.array(moods) - level
    before = one_level(float(weight * y.sum()), weight * len(y), PULL)

    after = one_level(float(weight * y.sum()) + new - level, weight * len(y) + 1, PULL)

    assert abs(after - before) <= 100 / (weight * len(y) + 1 + PULL) + 1e-9
    if new == 100:
        assert after >= before - 1e-9
    if new == 0:
        assert after <= before + 1e-9


@given(MOODS, st.floats(0, 100))
def test_with_the_regime_held_fixed_the_average_is_that_one_level(moods, level):
    y = np.array(moods) - level

    found = now(y, hazard=0.0)

    assert found.u[0] == pytest.approx(one_level(float(y.sum()), len(y), PULL), abs=1e-6)
    assert found.variance[0] == pytest.approx(S2 / (len(y) + PULL), rel=1e-6)


@given(MOODS, st.floats(0, 100))
def test_variance_is_never_negative_and_chances_stay_chances(moods, level):
    found = now(np.array(moods) - level)

    assert found.variance[0] > 0
    assert 0 <= found.changed[0] <= 1


def test_a_lasting_change_counts_from_where_it_began():
    found = now([20.0] * 30 + [-30.0] * 20)

    assert found.u[0] < -15
    assert found.changed[0] > 0.95
    assert found.since[0] == pytest.approx(30 * 7 * DAY, abs=14 * DAY)


def test_a_bad_week_is_no_new_regime():
    found = now([10.0] * 40 + [-60.0] * 3, days=3.0)

    assert found.u[0] > 0
    assert found.since[0] == -1


def test_answers_of_one_hour_are_weaker_witnesses_of_a_change_than_those_of_two_months():
    y = [10.0] * 40 + [-40.0] * 6
    weeks = np.arange(46) * 7 * DAY
    hour = np.where(np.arange(46) < 40, weeks, weeks[40] + np.arange(46) * 60)

    assert now(y, time=hour).changed[0] < now(y, time=weeks).changed[0]


def test_who_has_no_answer_stands_at_the_middle_with_the_prior_open():
    found = level_now(
        subject=np.array([0, 2]), time=np.array([0, 1]), omega=np.ones(2),
        y=np.array([10.0, -10.0]), size=4, s2=S2, t_u=T_U, settings=Settings(),
    )  # fmt: skip

    assert found.u[[1, 3]].tolist() == [0, 0]
    assert found.variance[[1, 3]].tolist() == pytest.approx([T_U, T_U])
    assert found.since[[1, 3]].tolist() == [-1, -1]
