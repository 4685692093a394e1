"""W1, scan proof: an answer by scan needs a submission key nobody used before."""

import numpy as np

from app.scores.engine.events import CHANNELS, Bools, Events

__all__ = ["unproven"]


def unproven(events: Events) -> Bools:
    """Return which answers by scan show no key, or one an earlier answer had used (rule W1).

    The first use of a key stands; a file cannot show whether a key was signed or out of date,
    which the door checks before an answer is stored.
    """
    scanned = events.channel == CHANNELS.index("qr")
    keyed = scanned & (events.scan >= 0)
    first = np.zeros(len(events), bool)
    rows = np.flatnonzero(keyed)
    first[rows[np.unique(events.scan[rows], return_index=True)[1]]] = True
    return np.asarray(scanned & ~first)
