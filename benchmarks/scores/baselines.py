"""What most cities do instead: raw mean, Bayesian average, Wilson lower bound."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["METHODS", "Answer"]

Array = NDArray[np.float64]
Z = 1.645


@dataclass(frozen=True, slots=True)
class Answer:
    """Scores 0-100 with a 90 % interval, and whom the method would send to HR."""

    score: Array
    low: Array
    high: Array
    flagged: NDArray[np.bool_]


def raw_mean(subject: NDArray[np.int64], points: Array, people: int) -> Answer:
    """Return plain means; the lowest fifth of those with 10 answers is sent to HR."""
    n = np.bincount(subject, minlength=people)
    mean = np.bincount(subject, weights=points, minlength=people) / np.maximum(n, 1)
    return _answer(np.where(n, mean, points.mean()), points.std() / np.sqrt(np.maximum(n, 1)), n)


def bayesian_average(subject: NDArray[np.int64], points: Array, people: int) -> Answer:
    """Return means with ten answers at the city's mean added."""
    n = np.bincount(subject, minlength=people)
    total = np.bincount(subject, weights=points, minlength=people)
    score = (total + 10 * points.mean()) / (n + 10)
    return _answer(score, points.std() / np.sqrt(n + 10), n)


def wilson(subject: NDArray[np.int64], points: Array, people: int) -> Answer:
    """Return the lower Wilson bound of the share of 4 and 5, in percent (Wilson 1927)."""
    n = np.maximum(np.bincount(subject, minlength=people), 1)
    p = np.bincount(subject, weights=points >= 75, minlength=people) / n
    middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    low, high = 100 * (middle - half), 100 * (middle + half)
    return Answer(low, low, high, (low <= np.quantile(low[n >= 10], 0.2)) & (n >= 10))


def _answer(score: Array, sd: Array, n: NDArray[np.int64]) -> Answer:
    low_fifth = np.quantile(score[n >= 10], 0.2)
    flagged = (score <= low_fifth) & (n >= 10)
    return Answer(score, np.clip(score - Z * sd, 0, 100), np.clip(score + Z * sd, 0, 100), flagged)


METHODS = {"raw mean": raw_mean, "Bayesian average": bayesian_average, "Wilson": wilson}
