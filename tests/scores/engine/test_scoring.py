"""From answers to scores: the properties a judged person may rely on."""

import numpy as np
import pytest

from app.scores.engine.explain import explain
from app.scores.engine.interval import make_scores
from app.scores.engine.scoring import Outcome, compute
from app.scores.engine.settings import Settings
from app.scores.engine.weights.weighing import Rulings
from tests.scores.engine.answers import answer, city, read

ROWS = city(people=40, each=25)


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    mob = [answer(n, day=200 + n / 40, mood=1, subject="P3") for n in range(30)]
    return compute(read(ROWS + mob))


def test_the_parts_of_every_score_add_up(outcome):
    for code in range(len(outcome.events.subjects)):
        found = explain(outcome, code)
        assert sum(found.parts()) == pytest.approx(found.score, abs=0.01)
        assert 0 <= found.low <= found.score <= found.high <= 100


def test_an_explanation_counts_what_was_set_aside_by_rule(outcome):
    found = explain(outcome, outcome.events.subjects.index("P3"))

    assert found.n_answers == 55
    assert found.n_counted < 32
    assert found.set_aside["W4"] >= 25


def test_parts_add_up_in_a_wide_city_too():
    found = compute(read(ROWS), Settings(dense_limit=0))

    for code in range(5):
        parts = explain(found, code)
        assert sum(parts.parts()) == pytest.approx(parts.score, abs=0.01)


def test_without_any_answer_that_weighs_a_person_stands_at_the_citys_level():
    mine = frozenset(str(row["id"]) for row in ROWS if row["subject"] == "P5")

    found = compute(read(ROWS), rulings=Rulings(findings=mine))
    code = found.events.subjects.index("P5")
    prior = np.sqrt(1.15 * found.fit.variances["subject"] + 3.5**2)

    assert found.scores.score[code] == pytest.approx(found.fit.level)
    assert found.scores.sd[code] == pytest.approx(prior, rel=0.1)
    assert found.scores.n_effective[code] == 0
    assert explain(found, code).answers == 0


def test_a_mob_moves_its_target_by_little(outcome):
    calm = compute(read(ROWS))
    code, was = outcome.events.subjects.index("P3"), calm.events.subjects.index("P3")

    assert abs(outcome.scores.score[code] - calm.scores.score[was]) < 4


def test_a_majority_of_suspect_answers_asks_for_review_and_flags_nobody():
    mob = [answer(n, day=200 + n / 40, mood=1, subject="P3") for n in range(60)]

    found = compute(read(ROWS + mob))
    code = found.events.subjects.index("P3")

    assert found.scores.review_first[code]
    assert not found.scores.flagged[code]
    assert not any(alarm.subject == code for alarm in found.alarms)


def test_old_answers_say_less_about_now():
    events = read(ROWS)
    late = events.until(events.as_of + 540 * 86_400)

    assert compute(late).scores.n_effective.sum() == pytest.approx(
        compute(events).scores.n_effective.sum() / 2, rel=0.01
    )


def test_nothing_that_weighs_claims_nothing():
    found = compute(read([answer(1, scan=None), answer(2, scan=None, subject="P2")]))

    assert found.scores.score.tolist() == [50, 50]
    assert (found.scores.high - found.scores.low).min() > 90
    assert explain(found, 0) is None


def test_no_answers_no_scores():
    assert len(compute(read([])).scores.score) == 0


@pytest.mark.parametrize(("n", "flagged"), [(4, 0), (9, 0), (10, 1), (29, 1), (30, 1)])
def test_nobody_is_flagged_or_praised_on_fewer_than_ten_answers(n, flagged):
    found = _scores(np.array([-40.0, 40.0]), n=float(n))

    assert found.flagged.tolist() == [bool(flagged), False]
    assert found.commendable.tolist() == [False, bool(flagged)]


def test_praise_and_blame_need_the_same_proof():
    u = np.linspace(-40, 40, 81)
    found = _scores(u, n=40.0)

    assert found.flagged.tolist() == found.commendable[::-1].tolist()
    assert found.flagged.any()
    assert not found.flagged[30:].any()


def test_no_score_is_ever_claimed_sharper_than_6_points_a_side():
    found = _scores(np.zeros(3), n=1e6, variance=0.0)

    assert found.high - found.score == pytest.approx(5.7575)


def _scores(u, *, n: float, variance: float = 20.0):
    none = np.zeros(len(u))
    return make_scores(
        u, none + variance, none, none + n, none, level=50.0, t_u=80.0, settings=Settings()
    )


@pytest.mark.parametrize("seed", range(25))
def test_whatever_the_answers_are_every_number_is_finite_and_the_parts_add_up(seed):
    events = read(_anything(np.random.default_rng(seed)))

    for heard in (events, events.until(events.as_of - 3 * 86_400), events.until(7_000_000_000)):
        found = compute(heard, Settings(dense_limit=1500 * (seed % 2)))
        numbers = (found.scores.score, found.scores.low, found.scores.high, found.weights.weight)
        assert all(np.isfinite(column).all() for column in numbers)
        for code in range(len(heard.subjects)):
            parts = explain(found, code)
            assert parts is None or sum(parts.parts()) == pytest.approx(parts.score, abs=0.01)


def _anything(draw):
    """Return a few answers of every odd kind: one subject or many, all alike or not, no device."""
    size, people, units = (int(draw.choice([1, 2, 5, 30])) for _ in range(3))
    moods = [3] if draw.random() < 0.2 else [1, 1, 2, 5, 5]
    for n in range(size):
        yield answer(
            n,
            day=float(draw.choice([0, 1, 30, 400, 5000]) * draw.random()),
            subject=f"P{draw.integers(people)}",
            unit=f"U{draw.integers(units)}",
            mood=int(draw.choice(moods)),
            device=[None, "d", f"d{n}"][int(draw.integers(3))],
            network=[None, "n", f"n{n}"][int(draw.integers(3))],
            channel=str(draw.choice(["qr", "qr", "web", "kiosk", "call"])),
            seconds=[None, 0, 0.1, 20, 1e9][int(draw.integers(5))],
            scan=[None, "same", f"k{n}"][int(draw.integers(3))],
            text=[None, "", "x" * 50, "سلام بر شما و خدا نگهدار همهٔ همکاران عزیز"][n % 4],
        )
