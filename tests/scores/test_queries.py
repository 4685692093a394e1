"""The one door through which a number about a person leaves."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.directory.models import Unit
from app.scores.funnel import funnel
from app.scores.models import DeskLevel, GrowthAlarm, Score
from app.scores.queries import attention, commendable, shown
from app.scores.rules import Band
from app.scores.trends import alarms, desk_costs, history
from tests.conftest import NOON
from tests.feedback.making import make_subject, make_unit
from tests.scores.nights import night, score_of
from tests.statements import statements


@pytest.fixture
def unit(session) -> Unit:
    return make_unit(session)


@pytest.fixture
def clerk(session, unit):
    return make_subject(session, unit)


def test_without_a_night_nothing_is_said(session, clerk):
    found = shown(session, clerk)

    assert (found.band, found.cold, found.score, found.answers) == (Band.TOO_FEW, True, None, 0)


@pytest.mark.parametrize(
    ("n", "reliability", "band"),
    [
        (4, 0.9, Band.TOO_FEW),
        (4.99, 0.9, Band.TOO_FEW),
        (5, 0.9, Band.INTERVAL),
        (9, 0.9, Band.INTERVAL),
        (9.99, 0.9, Band.INTERVAL),
        (10, 0.9, Band.INDICATIVE),
        (29, 0.9, Band.INDICATIVE),
        (30, 0.69, Band.INDICATIVE),
        (30, 0.7, Band.USABLE),
    ],
)
def test_each_band_says_so_much_and_no_more(session, clerk, n, reliability, band):
    night(session, (clerk, {"n_effective": float(n), "reliability": reliability, "score": 71.3}))

    found = shown(session, clerk)

    assert found.band is band
    assert (found.score is None) == (n < 10)
    assert (found.parts is None) == (found.level is None) == (n < 10)
    assert (found.set_aside, found.counted) == ({}, None) if n < 10 else found.counted
    if 5 <= n < 10:
        assert (found.low, found.high) == (50.0, 90.0)
    if n < 5:
        assert (found.low, found.high) == (None, None)


def test_the_parts_a_person_reads_add_up_to_the_score_read(session, clerk):
    night(session, (clerk, {"score": 74.7272, "city": 66.0449, "desk": 6.05, "said": 8.96}))

    found = shown(session, clerk)

    parts = found.parts
    total = parts.city + parts.desk + parts.circumstances + parts.answers + parts.pull
    assert total == pytest.approx(found.score, abs=1e-9)


@pytest.mark.parametrize("few", [{"subjects": 29}, {"answers": 299}])
def test_a_city_that_has_heard_too_little_scores_nobody(session, clerk, few):
    night(session, (clerk, {}), **few)

    found = shown(session, clerk)

    assert (found.cold, found.score, found.low) == (True, None, None)
    assert funnel(session, ["/"]).points == ()


def test_under_integrity_review_the_score_from_before_is_shown(session, clerk):
    before = night(session, (clerk, {"score": 80.0}), at=NOON - timedelta(days=1))
    old = session.exec(select(Score).where(Score.run_id == before.id)).one()
    night(session, (clerk, {"score": 30.0, "review_first": True, "before_id": old.id}))

    found = shown(session, clerk)

    assert (found.review_first, found.score, found.attention) == (True, 80.0, False)
    assert [point.score for point in history(session, clerk)] == [80.0]


def test_a_first_episode_has_nothing_before_it_to_show(session, clerk):
    night(session, (clerk, {"review_first": True}))

    assert (shown(session, clerk).score, shown(session, clerk).review_first) == (None, True)


def test_queues_stand_by_waiting_time_and_unit_never_by_score(session, unit):
    people = [make_subject(session, unit, sort_key=str(n)) for n in range(4)]
    waits = [3, 1, 1, 2]
    night(
        session,
        *(
            (
                one,
                {
                    "score": 20.0 + 5 * n,
                    "flagged": True,
                    "queued_since": NOON - timedelta(days=waits[n]),
                },
            )
            for n, one in enumerate(people)
        ),
    )

    found = attention(session, [unit.path])

    assert [one.subject_id for one in found] == [people[n].id for n in (0, 3, 1, 2)]
    assert all(one.shown.attention and one.shown.parts for one in found)
    assert commendable(session, [unit.path]) == []
    assert attention(session, []) == attention(session, ["/999/"]) == []


def test_a_history_is_read_from_the_oldest_night_and_keeps_to_the_bands(session, clerk):
    for day, n in ((3, 4.0), (2, 7.0), (1, 12.0)):
        night(session, (clerk, {"n_effective": n}), at=NOON - timedelta(days=day))

    told = [(point.score, point.low) for point in history(session, clerk)]

    assert told == [(None, None), (None, 60.0), (74.0, 62.0)]


def test_a_funnel_names_nobody_inside_the_limits(session, unit):
    far, near, few = (make_subject(session, unit) for _ in range(3))
    night(
        session,
        (far, {"score": 5.0, "n_effective": 80.0}),
        (near, {"score": 66.0, "n_effective": 40.0}),
        (few, {"score": 66.0, "n_effective": 9.0}),
    )

    plot = funnel(session, [unit.path])

    assert [(p.n_effective, p.outside, bool(p.public_id)) for p in plot.points] == [
        (40.0, False, False),
        (80.0, True, True),
    ]
    assert [limit.low998 for limit in plot.limits] == sorted(limit.low998 for limit in plot.limits)


def test_what_a_desk_costs_is_told_from_five_devices_on(session, unit):
    run = night(session)
    for service, devices in (("clerk", 4), ("permit", 5)):
        session.add(
            DeskLevel(
                run_id=run.id,
                unit_id=unit.id,
                service=service,
                level=55.0,
                answers=9,
                devices=devices,
            )
        )
    session.flush()

    told = [(one.service, one.level, one.cost) for one in desk_costs(session, [unit.path])]

    assert told == [("clerk", None, None), ("permit", 55.0, 7.5)]


def test_alarms_of_people_and_of_whole_units_are_read_newest_first(session, unit, clerk):
    run = night(session)
    for day, who in ((1, {"subject_id": clerk.id}), (2, {"unit_id": unit.id})):
        at = NOON - timedelta(days=day)
        session.add(GrowthAlarm(run_id=run.id, at=at, since=at - timedelta(days=20), **who))
    session.flush()

    found = alarms(session, [unit.path], since=NOON - timedelta(days=30))

    assert [one.subject_id for one in found] == [clerk.id, None]
    assert alarms(session, ["/999/"], since=NOON - timedelta(days=30)) == []


@pytest.mark.parametrize("people", [1, 30])
def test_the_statements_of_each_read_do_not_grow_with_the_people(session, unit, people):
    known = [make_subject(session, unit) for _ in range(people)]
    run = night(session, *((one, {"flagged": True}) for one in known))
    assert score_of(run, known[0]).unit_id == unit.id

    for read, most in (
        (lambda: shown(session, known[0]), 1),
        (lambda: attention(session, [unit.path]), 2),
        (lambda: funnel(session, [unit.path]), 2),
        (lambda: history(session, known[0]), 1),
    ):
        with statements(session) as seen:
            read()
        assert len(seen) <= most
