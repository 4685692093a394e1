"""Coached answers: a note when both the number and the fives jump, and only then."""

import numpy as np
import pytest

from app.scores.nightly.coached import coached
from tests.scores.engine.answers import answer, read


def months(before: list[int], now: list[int]):
    """Return events of half a year before and the last four weeks."""
    rows = [answer(n, mood=m, day=n * 180 / len(before)) for n, m in enumerate(before)]
    rows += [answer(1000 + n, mood=m, day=182 + n * 27 / len(now)) for n, m in enumerate(now)]
    return read([*rows, answer(5000, subject="P9", day=209)])


USUAL = [5, 3, 4, 2, 3, 1] * 5


@pytest.mark.parametrize(
    ("now", "noted"),
    [
        ([5] * 24, True),
        ([5, 3, 4, 2, 3, 1] * 4, False),
        ([5] * 5, False),
        ([1] * 24, False),
    ],
)
def test_only_many_more_answers_with_many_more_fives_are_noted(now, noted):
    events = months(USUAL, now)

    assert bool(coached(events)[events.subjects.index("P1")]) is noted


def test_who_was_hardly_heard_before_is_not_noted():
    events = months([4] * 3, [5] * 24)

    assert not np.any(coached(events))
