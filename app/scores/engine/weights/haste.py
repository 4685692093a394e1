"""W6, haste: a form sent faster than a person can read it."""

import numpy as np

from app.scores.engine.events import CHANNELS, Bools, Events
from app.scores.engine.settings import Settings

__all__ = ["hasty"]

_SCALE = 1.4826
_LEAST = 30
_LEAST_SPREAD = 0.1


def hasty(events: Events, settings: Settings) -> Bools:
    """Return which answers were sent in haste (rule W6).

    log(seconds) below median - 3.2 x 1.4826 x MAD, median and MAD taken for each channel, since
    a kiosk tap and a keyed telephone call have different clocks (Leys et al. 2013 for the MAD).
    A channel with fewer than 30 timed answers is not judged.
    """
    out = np.zeros(len(events), bool)
    timed = ~np.isnan(events.seconds)
    log = np.log(np.maximum(np.where(timed, events.seconds, 1.0), 0.01))
    for channel in range(len(CHANNELS)):
        rows = np.flatnonzero(timed & (events.channel == channel))
        if len(rows) < _LEAST:
            continue
        middle = np.median(log[rows])
        spread = max(float(np.median(np.abs(log[rows] - middle))), _LEAST_SPREAD)
        out[rows] = log[rows] < middle - settings.haste_deviations * _SCALE * spread
    return out
