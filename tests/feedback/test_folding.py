"""Counts are exact at any moment: rollup plus tail equals a recount of the records."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, func, select

from app.db import Database
from app.feedback.folding import fold_deltas
from app.feedback.models import Feedback, MonthCount, StatisticsDelta
from app.feedback.queries import subject_counts
from app.feedback.rules import Channel, Kind
from app.feedback.service import record
from app.jalali import jalali_month
from tests.feedback.making import (
    NOON,
    TEHRAN,
    follow_up,
    make_subject,
    make_unit,
    tap,
    words,
)

MOODS = st.one_of(st.none(), st.integers(1, 5))
TAPS = st.tuples(
    st.just("tap"), st.integers(0, 2), MOODS, st.sampled_from(list(Channel)), st.integers(0, 70)
)
WORDS = st.tuples(st.just("tell"), st.integers(0, 30), st.sampled_from(list(Kind)), MOODS)
FOLDS = st.tuples(st.just("fold"), st.integers(1, 7))


def recount(session: Session, subjects: set[int]) -> Counter:
    rows = session.exec(select(Feedback).where(Feedback.subject_id.in_(subjects)))
    return Counter(
        (r.subject_id, jalali_month(r.created_at, TEHRAN), r.channel, r.kind, r.mood or 0)
        for r in rows
    )


def counted(session: Session, subjects) -> Counter:
    by = ("subject_id", "month", "channel", "kind", "mood")
    found: Counter = Counter()
    for subject in subjects:
        found.update(subject_counts(session, subject.id, *by))
    return found


def live(session: Session, history, subjects) -> None:
    taps = []
    for act, *about in history:
        if act == "tap":
            place, mood, channel, days = about
            said = tap(subjects[place], mood, channel=channel)
            at = NOON + timedelta(days=days)
            taps.append(record(session, said, now=at, zone=TEHRAN).submission)
        elif act == "fold":
            fold_deltas(session, *about)
        elif len(taps) > about[0]:
            said = words("", kind=about[1], mood=about[2])
            row = session.exec(select(Feedback).where(Feedback.submission == taps[about[0]])).one()
            if row.told_at is None:
                follow_up(session, row.submission, said)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=st.lists(st.one_of(TAPS, WORDS, FOLDS), max_size=40))
def test_counts_equal_a_recount_after_any_history(database: Database, history):
    with Session(database.engine.execution_options(writing=True)) as session:
        unit = make_unit(session)
        subjects = [make_subject(session, unit) for _ in range(3)]
        live(session, history, subjects)

        truth = recount(session, {s.id for s in subjects})
        assert counted(session, subjects) == truth
        session.rollback()


def test_folding_takes_what_it_sums_and_leaves_the_rest(session):
    desk = make_subject(session, make_unit(session))
    for mood in (5, 5, 1):
        record(session, tap(desk, mood), now=NOON, zone=TEHRAN)

    assert fold_deltas(session, limit=2) == 2

    assert session.exec(select(MonthCount.mood, MonthCount.count)).all() == [(5, 2)]
    assert session.exec(select(func.count()).select_from(StatisticsDelta)).one() == 1
    assert fold_deltas(session) == 1
    assert fold_deltas(session) == 0


@pytest.mark.postgres
def test_a_step_another_worker_holds_is_left_to_it_and_nothing_counts_twice(postgres_database):
    with postgres_database.writing() as session:
        desk = make_subject(session, make_unit(session))
        for mood in (5, 5, 5, 1):
            record(session, tap(desk, mood), now=NOON, zone=TEHRAN)
        desk_id = desk.id
    first = Session(postgres_database.engine)
    assert fold_deltas(first, limit=3) == 3
    with postgres_database.writing() as second:
        assert fold_deltas(second, limit=10) == 1
    first.commit()
    first.close()

    with postgres_database.reading() as session:
        assert subject_counts(session, desk_id, "mood") == {(1,): 1, (5,): 3}
        assert session.exec(select(func.count()).select_from(StatisticsDelta)).one() == 0
