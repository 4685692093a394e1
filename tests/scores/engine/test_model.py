"""Desks, days and devices are taken out of what a person is judged by."""

import numpy as np
import pytest

from app.scores.engine.model import fit
from app.scores.engine.settings import Settings
from tests.scores.engine.answers import answer, city, read


def fitted(rows, **settings):
    events = read(rows)
    return events, fit(events, np.ones(len(events)), Settings(**settings))


def test_a_bad_desk_is_not_held_against_who_stands_there():
    draw = np.random.default_rng(4)
    rows = []
    for n in range(3000):
        person = int(draw.integers(60))
        desk = person % 2
        opinion = 66 - 30 * desk + draw.normal(0, 26)
        mood = 1 + int(np.searchsorted([14, 34, 54, 76], opinion))
        more = {"subject": f"P{person}", "service": f"S{desk}", "mood": mood}
        rows.append(answer(n, day=float(draw.integers(300)), unit=f"U{person % 5}", **more))

    events, found = fitted(rows)
    bad = np.array([int(name[1:]) % 2 == 1 for name in events.subjects])

    assert abs(found.u[bad].mean() - found.u[~bad].mean()) < 1.5
    assert found.variances["service"] > 50


def test_a_power_cut_is_the_days_not_the_persons():
    cut = [answer(n, day=50 + n / 50, subject="P1", unit="U0", mood=1) for n in range(6)]
    cut += [answer(90 + n, day=50 + n / 50, subject="P4", unit="U0", mood=1) for n in range(6)]

    events, with_cut = fitted(city() + cut)
    _, without = fitted(city())
    person = events.subjects.index("P1")

    assert with_cut.u[person] > without.u[person] - 13


def test_a_citizen_who_is_strict_with_everybody_counts_less_against_each():
    strict = [answer(n, day=10 * n, device="grim", subject=f"P{n + 1}", mood=1) for n in range(30)]

    events, found = fitted(city() + strict)
    rows = events.device == events.devices.index("grim")

    assert found.circumstances[rows].mean() < -5


def test_cells_beside_the_desk_system_give_nearly_the_same():
    rows = city(people=60, each=30)

    events, inside = fitted(rows)
    _, beside = fitted(rows, dense_limit=0)

    assert np.abs(inside.level + inside.u - beside.level - beside.u).max() < 3
    assert beside.desk_variance.mean() == pytest.approx(inside.desk_variance.mean(), rel=0.5)
    assert len(events) == 1800


def test_effects_and_leftovers_add_up_to_the_answers():
    events, found = fitted(city())
    rest = events.points - found.explained() - found.u[events.subject]

    assert abs(rest.mean()) < 1
    assert found.level == pytest.approx(66, abs=12)


def test_one_answer_alone_is_no_error():
    _, found = fitted([answer(1, mood=5)])

    assert np.isfinite([found.level, found.s2, found.u[0]]).all()
