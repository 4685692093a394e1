"""The one door through which a number about a person leaves."""

import inspect
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

import app.scores.queries as reads
from app.db import Database
from app.feedback.folding import fold_deltas
from app.feedback.service import record
from app.scores.models import ScoreBasis
from app.scores.queries import basis_for, standing
from app.scores.rules import Band, Basis
from tests.conftest import NOON
from tests.feedback.making import TEHRAN, make_subject, make_unit, tap
from tests.statements import statements


def night(session, kind="employee", *, mean=62.5, subjects=40, answers=900, at=NOON):
    session.add(
        ScoreBasis(
            kind=kind,
            mean=mean,
            variance=900.0,
            subjects=subjects,
            answers=answers,
            computed_at=at,
        )
    )
    session.flush()


def hear(session, subject, *moods):
    for mood in moods:
        record(session, tap(subject, mood), now=NOON, zone=TEHRAN)


@pytest.fixture
def desk(session):
    return make_subject(session, make_unit(session))


def test_without_a_night_nothing_but_counts_is_said(session, desk):
    hear(session, desk, *[5] * 12)

    found = standing(session, desk)

    assert (found.shown.band, found.shown.answers) == (Band.TOO_FEW, 12)
    assert found.city_mean is None


def test_a_score_is_fresh_while_its_basis_is_last_nights(session, desk):
    night(session)
    hear(session, desk, *[5] * 9)
    assert standing(session, desk).shown.score is None

    hear(session, desk, 5)

    found = standing(session, desk)
    assert found.shown.score == pytest.approx((10 * 100 + 10 * 62.5) / 20, abs=0.06)
    assert found.city_mean == 62.5


def test_the_level_of_the_city_is_not_told_beside_a_mere_interval(session, desk):
    night(session)
    hear(session, desk, *[3] * 5)

    assert standing(session, desk).city_mean is None


def test_a_message_without_a_rating_is_no_answer(session, desk):
    night(session)
    hear(session, desk, None, None, None, None, None)

    found = standing(session, desk)

    assert found.shown.answers == 0
    assert sum(count.count for count in found.counts) == 5


def test_silence_is_no_data_and_earns_no_grade(session, desk):
    night(session)

    shown = standing(session, desk).shown

    assert (shown.answers, shown.score, shown.low, shown.band) == (0, None, None, Band.TOO_FEW)


def test_each_kind_is_weighed_against_its_own_newest_night(session):
    night(session, "employee", mean=70.0)
    night(session, "park", mean=40.0)
    night(session, "park", mean=45.0, at=NOON + timedelta(days=1))

    assert basis_for(session, "park") == Basis(45.0, 900.0, 40, 900)
    assert basis_for(session, "employee") == Basis(70.0, 900.0, 40, 900)
    assert basis_for(session, "market") is None


def test_a_standing_costs_at_most_three_statements(session, desk):
    night(session)
    hear(session, desk, *[4] * 40)

    with statements(session) as seen:
        standing(session, desk)

    assert len(seen) <= 3


def test_folding_changes_no_standing(session, desk):
    night(session)
    hear(session, desk, *[4] * 7, *[2] * 5)
    before = standing(session, desk)

    fold_deltas(session)

    assert standing(session, desk) == before


def test_no_function_of_scores_returns_more_than_one_subject():
    public = [getattr(reads, name) for name in reads.__all__]
    given_back = {
        inspect.signature(found).return_annotation for found in public if inspect.isfunction(found)
    }

    assert {str(kind) for kind in given_back} == {
        str(reads.Standing),
        str(inspect.signature(basis_for).return_annotation),
    }


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moods=st.lists(st.one_of(st.none(), st.integers(1, 5)), max_size=35), cold=st.booleans())
def test_the_query_layer_never_says_more_than_the_band_allows(database: Database, moods, cold):
    with Session(database.engine.execution_options(writing=True)) as session:
        desk = make_subject(session, make_unit(session))
        night(session, subjects=29 if cold else 30)
        hear(session, desk, *moods)
        answers = sum(mood is not None for mood in moods)

        shown = standing(session, desk).shown
        session.rollback()

    assert shown.answers == answers
    assert (shown.score is not None) == (answers >= 10 and not cold)
    assert (shown.low is not None) == (answers >= 5 and not cold)
