"""Answers whose hashes are erased keep the weight they had, whatever rules could still see."""

import pytest

from app.scores.engine.settings import Settings
from app.scores.engine.weights.weighing import RULES, Rulings, Weights, weigh
from tests.scores.engine.answers import Row, answer, city, read

AGAIN = [answer(n, day=30 * n, mood=2 + n % 3, device="one") for n in range(9)]
BARE: dict[str, object] = {"device": None, "network": None}


def weighed(rows: list[Row], **rulings: object) -> tuple[dict[str, int], Weights]:
    events = read(rows)
    places = {name: row for row, name in enumerate(events.ids)}
    return places, weigh(events, Settings(), Rulings(**rulings))


def last_weights(rows: list[Row]) -> dict[str, tuple[float, bool, int, int]]:
    places, found = weighed(rows)
    return {
        name: (float(found.weight[row]), bool(found.suspect[row]),
               int(found.touched[row]), int(found.accused[row]))
        for name, row in places.items()
    }  # fmt: skip


def test_one_voice_stays_one_when_its_device_is_forgotten():
    before = last_weights(city() + AGAIN)
    forgotten = [{**row, **BARE} for row in city() + AGAIN]

    places, found = weighed(forgotten, frozen=before)
    bare = weighed(forgotten)[1]

    for name, (weight, suspect, touched, accused) in before.items():
        row = places[name]
        assert found.weight[row] == weight
        assert (found.suspect[row], found.touched[row]) == (suspect, touched)
        assert found.accused[row] == accused
    voice = [places[str(row["id"])] for row in AGAIN]
    assert found.weight[voice].sum() < 4 < bare.weight[voice].sum()


def test_no_later_rule_moves_a_frozen_answer():
    ring = [answer(n, day=200 + n / 40, mood=1) for n in range(30)]
    kept = {str(row["id"]): (1.0, False, 0, 0) for row in ring[:5]}

    places, found = weighed(city() + ring, frozen=kept)

    assert found.weight[[places[name] for name in kept]].tolist() == [1.0] * 5
    rest = [places[str(row["id"])] for row in ring[5:]]
    assert found.weight[rest].sum() < 3


@pytest.mark.parametrize(
    ("ruled", "weight", "rule"),
    [
        ({"verdicts": {"a000001": True}}, 1.0, None),
        ({"verdicts": {"a000001": False}}, 0.0, "verdict"),
        ({"findings": frozenset({"a000001"})}, 0.0, "finding"),
        ({}, 0.25, None),
    ],
)
def test_a_person_still_stands_above_what_was_frozen(ruled, weight, rule):
    kept = {"a000001": (0.25, False, 1 << RULES.index("W2"), 0)}

    places, found = weighed([answer(1, **BARE), answer(2)], frozen=kept, **ruled)

    row = places["a000001"]
    assert found.weight[row] == weight
    assert rule is None or found.touched[row] >> RULES.index(rule) & 1
