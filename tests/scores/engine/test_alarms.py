"""Growth of complaints: who falls is seen, who is steady is left in peace."""

import numpy as np
import pytest

from app.scores.engine.alarms import Steps, Yardstick, alarms_of, cusum, height
from app.scores.engine.scoring import compute
from app.scores.engine.settings import DAY, Settings
from tests.scores.engine.answers import answer, city, read

BY = Yardstick(28.0, 10.0, Settings())


def steps(y, *, days: float = 4.0) -> Steps:
    n = len(y)
    return Steps(np.arange(n, dtype=np.int64) * round(days * DAY), np.ones(n), np.array(y, float))


def test_a_lasting_fall_raises_one_alarm_and_says_by_how_much():
    found = alarms_of(7, steps([10.0] * 60 + [-25.0] * 15), BY)

    assert [alarm.subject for alarm in found] == [7]
    assert found[0].drop == pytest.approx(35, abs=3)
    assert found[0].since >= 59 * 4 * DAY


@pytest.mark.parametrize("per_year", [20, 80, 300])
def test_a_steady_person_is_alarmed_in_at_most_one_year_of_twenty(per_year):
    draw, alarmed = np.random.default_rng(per_year), 0
    for _ in range(300):
        n = 2 * per_year
        time = np.sort(draw.integers(0, 730 * DAY, n))
        y = draw.normal(draw.normal(0, 9), 28, n)
        late = [a for a in alarms_of(0, Steps(time, np.ones(n), y), BY) if a.time > 365 * DAY]
        alarmed += bool(late)

    assert alarmed / 300 <= 0.07


def test_a_fall_is_not_judged_before_five_older_answers():
    step, _ = cusum(steps([-50.0] * 5 + [50.0] * 3, days=40), BY)

    assert not step[:5].any()
    assert step[5]


def test_answers_that_weigh_nothing_alarm_nobody():
    y = np.array([10.0] * 60 + [-40.0] * 30)
    silent = Steps(np.arange(90) * 4 * DAY, np.array([1.0] * 60 + [0.0] * 30), y)

    assert alarms_of(0, silent, BY) == []


def test_the_height_rises_with_answers_a_year():
    assert [height(n) for n in (0.1, 6, 50, 1600, 10**6)] == sorted(
        height(n) for n in (0.1, 6, 50, 1600, 10**6)
    )


def test_one_persons_fall_is_theirs_and_a_units_fall_is_the_units():
    rows = city(people=42, each=60)
    moods = {"P1"}
    own = compute(read(_fallen(rows, moods)))
    staff = {f"P{1 + 3 * n}" for n in range(14)}
    together = compute(read(_fallen(rows, staff)))

    assert [own.events.subjects[alarm.subject] for alarm in own.alarms] == ["P1"]
    assert own.unit_alarms == []
    assert {together.events.units[alarm.unit] for alarm in together.unit_alarms} == {"U0"}
    assert len(together.alarms) <= 2


def _fallen(rows, people):
    late = answer(0, day=250)["time"]
    return [
        {**row, "mood": max(1, int(row["mood"]) - 2)}
        if row["subject"] in people and row["time"] > late
        else row
        for row in rows
    ]
