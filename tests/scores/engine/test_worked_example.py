"""The worked example of docs/scores.md, computed by the engine's own functions."""

import numpy as np
import pytest

from app.scores.engine.interval import make_scores
from app.scores.engine.regime import one_level
from app.scores.engine.settings import Settings

MOODS = (5, 5, 4, 4, 4, 3, 5, 4, 2, 4, 5, 3)
CITY, DESK, CIRCUMSTANCES, PULL, S2, DESK_VARIANCE = 66.0, 6.0, 1.0, 10.0, 780.0, 4.0


def test_the_example_an_employee_checks_by_hand_is_what_the_engine_says():
    points = 25.0 * (np.array(MOODS) - 1)
    y = points - (CITY - DESK - CIRCUMSTANCES)
    u = one_level(float(y.sum()), len(y), PULL)

    one = np.ones(1)
    found = make_scores(
        u * one, S2 / (len(y) + PULL) * one, DESK_VARIANCE * one, len(y) * one, 0 * one,
        level=CITY, t_u=S2 / PULL, settings=Settings(),
    )  # fmt: skip

    assert points.mean() == 75
    assert y.mean() == 16
    assert u - y.mean() == pytest.approx(-7.27, abs=0.005)
    assert found.score[0] == pytest.approx(74.73, abs=0.005)
    assert found.low[0] == pytest.approx(62.24, abs=0.01)
    assert found.high[0] == pytest.approx(87.21, abs=0.01)
    assert 100 / (len(y) + 1 + PULL) == pytest.approx(4.35, abs=0.005)
