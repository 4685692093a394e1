"""How surprising a count is."""

from math import lgamma

import numpy as np

from app.scores.engine.events import Floats

__all__ = ["log_tail", "tail"]

_TERMS = 60


def log_tail(count: Floats, expected: Floats) -> Floats:
    """Return ln P(X >= count) for X Poisson with mean ``expected``, for counts above the mean.

    The tail is its first term times 1 + m/(c+1) + m^2/((c+1)(c+2)) + ...; counts at or below the
    mean return 0, the most careful answer.  Weighted counts need not be whole.

    >>> [round(float(x), 4) for x in np.exp(log_tail(np.array([5.0, 1.0]), np.array([1.0, 2.0])))]
    [0.0037, 1.0]
    """
    c, m = np.asarray(count, float), np.maximum(np.asarray(expected, float), 1e-9)
    out = np.zeros(np.broadcast(c, m).shape)
    rows = np.flatnonzero(c > m)
    c, m = np.broadcast_to(c, out.shape)[rows], np.broadcast_to(m, out.shape)[rows]
    term, series = np.ones(len(rows)), np.ones(len(rows))
    for step in range(1, _TERMS):
        term = term * m / (c + step)
        series += term
    gamma = np.array([lgamma(x + 1.0) for x in c.tolist()])
    out[rows] = np.minimum(c * np.log(m) - m - gamma + np.log(series), 0.0)
    return out


def tail(count: float, expected: float) -> float:
    """Return P(X >= count) for one count.

    >>> round(tail(4, 0.2), 6)
    5.7e-05
    """
    return float(np.exp(log_tail(np.array([count]), np.array([expected])))[0])
