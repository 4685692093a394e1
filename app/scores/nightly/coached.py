"""Coached answers: a jump of both the number of answers and the share of fives.

A note for a person to look into, never a penalty: nothing else in the score depends on it.
"""

import numpy as np

from app.scores.engine.events import Bools, Events
from app.scores.engine.grouping import total
from app.scores.engine.settings import DAY

__all__ = ["coached"]

_NOW_DAYS, _BEFORE_DAYS = 28, 180
_LEAST, _TIMES, _SHARE, _SURE = 10, 2.0, 0.2, 3.09


def coached(events: Events) -> Bools:
    """Return whose last four weeks brought twice the answers and far more fives.

    Against the half year before: at least 10 answers, twice the rate and 3.09 standard
    deviations above it, a share of fives higher by 0.2 and by as many standard deviations.
    """
    size, age = len(events.subjects), events.as_of - events.time
    now = age < _NOW_DAYS * DAY
    before = (age >= _NOW_DAYS * DAY) & (age < (_NOW_DAYS + _BEFORE_DAYS) * DAY)
    five = events.mood == 5
    n, old = total(events.subject, now, size), total(events.subject, before, size)
    usual = np.maximum(old * _NOW_DAYS / _BEFORE_DAYS, 0.5)
    share = total(events.subject, now & five, size) / np.maximum(n, 1.0)
    old_share = total(events.subject, before & five, size) / np.maximum(old, 1.0)
    often = (n >= _LEAST) & (n >= _TIMES * usual) & (n - usual > _SURE * np.sqrt(usual))
    both = (share * n + old_share * old) / np.maximum(n + old, 1.0)
    spread = np.sqrt(both * (1 - both) * (1 / np.maximum(n, 1.0) + 1 / np.maximum(old, 1.0)))
    better = (share - old_share > _SHARE) & (share - old_share > _SURE * spread)
    return np.asarray(often & better & (old >= _LEAST))
