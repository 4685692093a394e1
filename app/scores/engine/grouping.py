"""Sums over groups and over stretches of time, by sorting: no scan of all rows per candidate."""

import numpy as np

from app.scores.engine.events import Bools, Floats, Ints

__all__ = ["Timeline", "dense", "pair", "total"]

_SPAN = 1 << 36  # seconds; more than two thousand years


def pair(first: Ints, second: Ints) -> Ints:
    """Return one code for every pair of codes (each from -1 up, below 2^31)."""
    return (first + 1) * (1 << 31) + second + 1


def dense(code: Ints) -> tuple[Ints, int]:
    """Return the same groups numbered from 0 without gaps, and how many there are.

    >>> codes, count = dense(np.array([70, 5, 70]))
    >>> codes.tolist(), count
    ([1, 0, 1], 2)
    """
    known, place = np.unique(code, return_inverse=True)
    return place.reshape(-1), len(known)


def total(group: Ints, value: Floats | Bools, size: int) -> Floats:
    """Return the sum of ``value`` in every group 0 .. size - 1."""
    return np.asarray(np.bincount(group, weights=value, minlength=size), np.float64)


class Timeline:
    """Weighted points in time, by group; answers "how much between two moments" at once.

    Args:
        group: Code of the group of every point, from 0 up.
        time: Seconds, from 0 up.
        weight: What a point counts.
    """

    def __init__(self, group: Ints, time: Ints, weight: Floats) -> None:
        self.order = np.lexsort((time, group))
        self.keys = group[self.order] * _SPAN + time[self.order]
        self.sums = np.concatenate(([0.0], np.cumsum(weight[self.order])))

    def places(self, group: Ints, after: Ints, until: Ints) -> tuple[Ints, Ints]:
        """Return where, in ``order``, the points with after < time <= until begin and end."""
        base = group * _SPAN
        begin = np.searchsorted(self.keys, base + np.maximum(after, -1), side="right")
        return begin, np.searchsorted(self.keys, base + until, side="right")

    def mass(self, group: Ints, after: Ints, until: Ints) -> Floats:
        """Return the weight of the points with after < time <= until, for every query."""
        begin, end = self.places(group, after, until)
        return np.asarray(self.sums[end] - self.sums[begin])
