"""Frozen weights: answers whose device and network are erased weigh what they last weighed."""

from collections.abc import Mapping

import numpy as np

from app.scores.engine.events import Events

__all__ = ["Frozen", "FrozenAnswers"]

Frozen = tuple[float, bool, int, int]
"""Weight, suspect, and as bits the rules that took weight and those that accuse."""


class FrozenAnswers:
    """The frozen answers of a file: no rule moves them, others' rules count them.

    Without its hashes most rules would see nothing in an answer, and a crowd on one network would
    count in full after half a year.
    """

    def __init__(self, events: Events, frozen: Mapping[str, Frozen]) -> None:
        size = len(events)
        self.old = np.zeros(size, bool)
        self.weight, self.suspect = np.ones(size), np.zeros(size, bool)
        self.touched, self.accused = np.zeros((2, size), np.int64)
        for row, name in enumerate(events.ids) if frozen else ():
            if name in frozen:
                self.old[row] = True
                self.weight[row], self.suspect[row], *bits = frozen[name]
                self.touched[row], self.accused[row] = bits
