"""The city's own figures, refreshed by night."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from app.db import Database
from app.feedback.folding import fold_deltas
from app.feedback.models import MonthCount
from app.feedback.service import record
from app.scores.models import ScoreBasis
from app.scores.queries import basis_for
from app.scores.rules import Basis, basis_of
from app.scores.service import refresh_basis
from tests.conftest import NOON
from tests.feedback.making import TEHRAN, make_subject, make_unit, stored, tap
from tests.statements import statements

ANSWERS = st.lists(
    st.tuples(st.integers(0, 2), st.one_of(st.none(), st.integers(1, 5))), max_size=40
)


def counted(session, subject, mood, count, month="1405-09"):
    stored(
        session,
        MonthCount(
            subject_id=subject.id,
            unit_id=subject.unit_id,
            month=month,
            channel="qr",
            kind="none",
            mood=mood,
            count=count,
        ),
    )


def test_each_kind_of_subject_has_its_own_basis(session):
    unit = make_unit(session)
    counted(session, make_subject(session, unit), 5, 3)
    counted(session, make_subject(session, unit), 1, 1)
    counted(session, make_subject(session, unit, kind="park"), 3, 2)

    assert refresh_basis(session, now=NOON) == 2

    assert basis_for(session, "employee") == Basis(75.0, 1875.0, 2, 4)
    assert basis_for(session, "park") == Basis(50.0, 0.0, 1, 2)


def test_ratings_not_given_and_rows_that_came_to_nothing_count_for_nothing(session):
    unit = make_unit(session)
    counted(session, make_subject(session, unit), 0, 50)
    counted(session, make_subject(session, unit), 4, 0)

    assert refresh_basis(session, now=NOON) == 0
    assert session.exec(select(ScoreBasis)).all() == []


def test_a_night_keeps_the_nights_before(session):
    desk = make_subject(session, make_unit(session))
    counted(session, desk, 5, 1)
    refresh_basis(session, now=NOON)
    counted(session, desk, 1, 1)
    refresh_basis(session, now=NOON)

    assert session.exec(select(ScoreBasis.mean).order_by(ScoreBasis.id)).all() == [100.0, 50.0]
    assert basis_for(session, "employee").mean == 50.0


def test_the_reads_of_a_night_do_not_grow_with_the_city(session):
    unit = make_unit(session)
    for month in ("1405-07", "1405-08", "1405-09"):
        for _ in range(10):
            counted(session, make_subject(session, unit), 4, 2, month)

    with statements(session) as seen:
        refresh_basis(session, now=NOON)

    assert len([one for one in seen if one.startswith("SELECT")]) <= 2


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(answers=ANSWERS)
def test_the_basis_equals_a_recount_of_the_answers(database: Database, answers):
    with Session(database.engine.execution_options(writing=True)) as session:
        unit = make_unit(session)
        desks = [make_subject(session, unit) for _ in range(3)]
        for place, mood in answers:
            record(session, tap(desks[place], mood), now=NOON, zone=TEHRAN)
        fold_deltas(session)
        refresh_basis(session, now=NOON)

        found = basis_for(session, "employee")
        session.rollback()

    rated = [(place, mood) for place, mood in answers if mood]
    truth = basis_of(Counter(m for _, m in rated), subjects=len({p for p, _ in rated}))
    assert found == (truth if rated else None)
