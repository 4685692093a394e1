"""The arithmetic of scores: bands, parts, cold start, and what one more answer may do."""

from collections import Counter
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scores.rules import (
    FLOOR,
    Band,
    Basis,
    band_of,
    basis_of,
    estimate,
    points,
    show,
)

CITY = Basis(mean=62.5, variance=900.0, subjects=40, answers=900)
MOODS = st.dictionaries(st.integers(1, 5), st.integers(0, 400)).map(Counter)
READY = st.builds(  # uneven means, so that every part has something to round
    Basis,
    mean=st.integers(0, 9999).map(lambda n: n / 101),
    variance=st.floats(0, 2500),
    subjects=st.just(40),
    answers=st.just(900),
)
HEARD = st.lists(st.integers(0, 60), min_size=5, max_size=5).map(
    lambda counts: Counter(dict(enumerate(counts, start=1)))
)
BASES = st.builds(
    Basis,
    mean=st.floats(0, 100),
    variance=st.floats(0, 2500),
    subjects=st.integers(0, 60),
    answers=st.integers(0, 600),
)


@pytest.mark.parametrize(
    ("answers", "band", "numbered"),
    [
        (4, Band.TOO_FEW, False),
        (5, Band.INTERVAL, False),
        (9, Band.INTERVAL, False),
        (10, Band.INDICATIVE, True),
        (29, Band.INDICATIVE, True),
        (30, Band.USABLE, True),
    ],
)
def test_bands_change_at_5_10_and_30_answers(answers, band, numbered):
    shown = show(estimate({4: answers}, CITY), CITY)

    assert shown.band is band
    assert (shown.score is not None, shown.parts is not None) == (numbered, numbered)
    assert (shown.low is not None) == (shown.high is not None) == (band is not Band.TOO_FEW)


def test_thirty_answers_are_not_usable_without_reliability():
    assert band_of(30, 0.69) is Band.INDICATIVE
    assert band_of(29, 0.99) is Band.INDICATIVE


def test_no_setting_and_no_argument_lowers_the_floor():
    assert FLOOR == 10
    assert [field.name for field in fields(Basis)] == ["mean", "variance", "subjects", "answers"]


@pytest.mark.parametrize(("subjects", "answers"), [(29, 900), (40, 299)])
def test_a_city_that_heard_too_little_shows_counts_alone(subjects, answers):
    young = Basis(62.5, 900.0, subjects, answers)

    shown = show(estimate({5: 200}, young), young)

    assert (shown.band, shown.answers) == (Band.TOO_FEW, 200)
    assert (shown.score, shown.low, shown.high, shown.parts) == (None, None, None, None)


def test_a_city_scores_from_thirty_subjects_and_three_hundred_answers():
    ready = Basis(62.5, 900.0, 30, 300)

    assert show(estimate({5: 10}, ready), ready).score is not None


def test_without_answers_the_estimate_is_the_city_and_nothing_is_shown():
    found = estimate({}, CITY)

    assert found.score == CITY.mean
    assert found.reliability == 0
    assert show(found, CITY).band is Band.TOO_FEW


def test_an_empty_city_has_a_basis_in_the_middle_that_scores_nobody():
    basis = basis_of({}, subjects=0)

    assert (basis.mean, basis.answers) == (50.0, 0)
    assert show(estimate({5: 50}, basis), basis).band is Band.TOO_FEW


@given(moods=MOODS, basis=BASES)
def test_no_number_below_ten_answers_and_no_word_below_five(moods, basis):
    shown = show(estimate(moods, basis), basis)

    if shown.answers < 10:
        assert (shown.score, shown.parts) == (None, None)
    if shown.answers < 5:
        assert (shown.low, shown.high) == (None, None)


@given(moods=MOODS, basis=BASES)
def test_the_interval_holds_the_score_and_stays_inside_the_scale(moods, basis):
    found = estimate(moods, basis)

    assert 0 <= found.low <= found.score <= found.high <= 100


@given(moods=HEARD, basis=READY)
def test_the_parts_add_up_to_the_score_as_shown(moods, basis):
    shown = show(estimate(moods, basis), basis)

    if shown.parts is not None:
        whole = shown.parts.city + shown.parts.answers + shown.parts.pull
        assert abs(whole - shown.score) < 0.01


@given(moods=HEARD, basis=READY)
def test_the_pull_leads_to_the_middle(moods, basis):
    shown = show(estimate(moods, basis), basis)

    if shown.parts is not None and abs(shown.parts.answers) > 0.2:
        assert shown.parts.answers * shown.parts.pull <= 0
        assert abs(shown.parts.pull) <= abs(shown.parts.answers) + 0.2


@given(moods=MOODS, basis=BASES)
def test_a_five_never_lowers_and_a_one_never_raises(moods, basis):
    before = estimate(moods, basis).score

    assert estimate(moods + Counter({5: 1}), basis).score >= before - 1e-9
    assert estimate(moods + Counter({1: 1}), basis).score <= before + 1e-9


@given(moods=MOODS, basis=BASES, one=st.integers(1, 5))
def test_one_answer_moves_the_score_by_at_most_its_share(moods, basis, one):
    before = estimate(moods, basis).score
    after = estimate(moods + Counter({one: 1}), basis).score

    assert abs(after - before) <= 100 / (sum(moods.values()) + 1 + 10) + 1e-9


@given(answers=st.lists(st.integers(1, 5), min_size=1, max_size=60), data=st.data())
def test_the_order_of_answers_changes_nothing(answers, data):
    shuffled = data.draw(st.permutations(answers))

    assert estimate(Counter(answers), CITY) == estimate(Counter(shuffled), CITY)
    assert basis_of(Counter(answers), subjects=1) == basis_of(Counter(shuffled), subjects=1)


@given(answers=st.lists(st.integers(1, 5), min_size=1, max_size=60))
def test_the_basis_is_the_plain_mean_and_variance_of_the_points(answers):
    worth = [points(mood) for mood in answers]
    mean = sum(worth) / len(worth)

    basis = basis_of(Counter(answers), subjects=3)

    assert basis.mean == pytest.approx(mean)
    assert basis.variance == pytest.approx(sum((p - mean) ** 2 for p in worth) / len(worth))
    assert (basis.subjects, basis.answers) == (3, len(answers))
