"""Scores a person can check by hand: a shrunk mean, its interval, and what may be shown of it.

A rating 1-5 counts 0, 25, 50, 75 or 100 points.  A person's score is the mean of those points
drawn towards the city's mean as if ``PRIOR_ANSWERS`` more answers had given just that mean (an
empirical Bayes estimate; Efron and Morris 1975), so that few answers say little.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

__all__ = [
    "FLOOR",
    "PRIOR_ANSWERS",
    "Band",
    "Basis",
    "Estimate",
    "Parts",
    "Shown",
    "band_of",
    "basis_of",
    "enough_for_scores",
    "estimate",
    "points",
    "show",
]

PRIOR_ANSWERS = 10
MODEL_ERROR = 3.5
VARIANCE_MARGIN = 1.15
Z90 = 1.645
FLOOR = 10
MIN_SUBJECTS, MIN_ANSWERS = 30, 300
MIN_RELIABILITY = 0.70


class Band(StrEnum):
    """How much an estimate may be used; the floors are not settings."""

    TOO_FEW = "too_few"
    INTERVAL = "interval"
    INDICATIVE = "indicative"
    USABLE = "usable"


@dataclass(frozen=True, slots=True)
class Basis:
    """What answers say together: mean and variance of points of one kind of subject.

    ``subjects`` and ``answers`` count all employees, or all places: whether that is enough to
    score anyone at all.
    """

    mean: float
    variance: float
    subjects: int
    answers: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """A score with its 90 % interval (0-100), the answers behind it and its reliability (0-1)."""

    score: float
    low: float
    high: float
    answers: int
    reliability: float


@dataclass(frozen=True, slots=True)
class Parts:
    """Why this score: the city's level, what the answers say, the pull of small numbers.

    In points with one decimal; they add up to the score as shown.
    """

    city: float
    answers: float
    pull: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page, an export or an interface may say; what is not allowed is simply absent."""

    band: Band
    answers: int
    score: float | None = None
    low: float | None = None
    high: float | None = None
    parts: Parts | None = None


def points(mood: int) -> int:
    """Return a rating 1-5 in points 0-100.

    >>> [points(mood) for mood in (1, 3, 5)]
    [0, 50, 100]
    """
    return 25 * (mood - 1)


def basis_of(moods: Mapping[int, int], *, subjects: int) -> Basis:
    """Return the city's mean and variance from its counts by rating.

    >>> basis_of({5: 3, 1: 1}, subjects=2)
    Basis(mean=75.0, variance=1875.0, subjects=2, answers=4)
    """
    answers = sum(moods.values())
    if not answers:
        return Basis(50.0, 0.0, subjects, 0)
    mean = sum(points(m) * n for m, n in moods.items()) / answers
    # sorted: the order of floats in a sum shows in its last digit
    spread = sum(n * (points(m) - mean) ** 2 for m, n in sorted(moods.items())) / answers
    return Basis(mean, spread, subjects, answers)


def estimate(moods: Mapping[int, int], basis: Basis) -> Estimate:
    """Return the shrunk mean of one subject and its 90 % interval.

    score = (sum of points + 10 x city mean) / (n + 10);
    sd = sqrt(1.15 x variance / (n + 10) + 3.5^2), the last term for what the model leaves out;
    low and high = score -+ 1.645 sd, within 0-100.

    >>> found = estimate({5: 10}, Basis(mean=60.0, variance=900.0, subjects=40, answers=900))
    >>> found.score, round(found.low, 1), round(found.high, 1)
    (80.0, 66.8, 93.2)
    """
    n = sum(moods.values())
    total = sum(points(m) * count for m, count in moods.items())
    score = (total + PRIOR_ANSWERS * basis.mean) / (n + PRIOR_ANSWERS)
    sd = sqrt(VARIANCE_MARGIN * basis.variance / (n + PRIOR_ANSWERS) + MODEL_ERROR**2)
    low, high = max(0.0, score - Z90 * sd), min(100.0, score + Z90 * sd)
    return Estimate(score, low, high, n, n / (n + PRIOR_ANSWERS))


def band_of(answers: int, reliability: float) -> Band:
    """Return the band of an estimate.

    >>> [band_of(n, n / (n + 10)).value for n in (4, 5, 9, 10, 29, 30)]
    ['too_few', 'interval', 'interval', 'indicative', 'indicative', 'usable']
    """
    if answers < 5:
        return Band.TOO_FEW
    if answers < FLOOR:
        return Band.INTERVAL
    usable = answers >= 30 and reliability >= MIN_RELIABILITY
    return Band.USABLE if usable else Band.INDICATIVE


def enough_for_scores(basis: Basis) -> bool:
    """Return whether the city has heard enough to score anyone: 30 subjects, 300 answers."""
    return basis.subjects >= MIN_SUBJECTS and basis.answers >= MIN_ANSWERS


def show(found: Estimate, basis: Basis) -> Shown:
    """Return what may be said of an estimate: nothing, an interval, or a number with interval."""
    band = band_of(found.answers, found.reliability) if enough_for_scores(basis) else Band.TOO_FEW
    if band is Band.TOO_FEW:
        return Shown(band, found.answers)
    low, high = round(found.low, 1), round(found.high, 1)
    if band is Band.INTERVAL:
        return Shown(band, found.answers, None, low, high)
    score = round(found.score, 1)
    return Shown(band, found.answers, score, low, high, _parts(found, basis, score))


def _parts(found: Estimate, basis: Basis, score: float) -> Parts:
    raw = found.score + (found.score - basis.mean) * PRIOR_ANSWERS / found.answers
    city, answers = round(basis.mean, 1), round(raw - basis.mean, 1)
    return Parts(city, answers, round(score - city - answers, 1))
