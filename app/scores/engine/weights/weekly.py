"""W7, weekly cap: no single week outweighs a subject's usual weeks by much."""

import numpy as np

from app.scores.engine.events import Events, Floats
from app.scores.engine.grouping import dense, pair, total
from app.scores.engine.settings import DAY, WEEK, Settings

__all__ = ["weekly_cap"]

_SATURDAY = 2 * DAY  # 3 January 1970


def weekly_cap(events: Events, weight: Floats, settings: Settings) -> Floats:
    """Return the factor of every answer (rule W7); it never makes one suspect.

    A subject's weight ``mass`` of one week above cap = max(4, 3 x mean of its other weeks) is
    rescaled to cap (1 + ln(mass / cap)).  Weeks are calendar weeks from Saturday 00:00 UTC, so
    tomorrow's run cuts them at the same places; they count from the subject's first answer to
    the last day of the file, at least four.  The week itself is left out of its own mean: a
    flood must not raise its own bar.
    """
    if not len(events):
        return np.ones(0)
    weeks = (np.append(events.time, events.as_of) - _SATURDAY) // WEEK
    week = weeks[-1] - weeks[:-1]
    cell, cells = dense(pair(events.subject, week))
    mass = total(cell, weight, cells)[cell]
    size = len(events.subjects)
    first = np.zeros(size, np.int64)
    np.maximum.at(first, events.subject, week)
    others = np.maximum(first, 3)[events.subject]
    mean = (total(events.subject, weight, size)[events.subject] - mass) / others
    cap = np.maximum(settings.weekly_least, settings.weekly_times * mean)
    over = np.maximum(mass / cap, 1.0)
    return np.asarray((1.0 + np.log(over)) / over)
