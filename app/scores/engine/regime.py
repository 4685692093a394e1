"""Whose present is it: averaging over "no change" and "one change after answer k"."""

from dataclasses import dataclass

import numpy as np

from app.scores.engine.events import Bools, Floats, Ints
from app.scores.engine.grouping import dense, pair, total
from app.scores.engine.settings import WEEK, Settings

__all__ = ["Level", "level_now", "one_level"]

_YEAR = 365.25 * 86_400


@dataclass(frozen=True, slots=True)
class Level:
    """u and its variance per subject, and since when the present regime lasts.

    Args:
        u: Points above or below the city's level.
        variance: What u is still unsure by, v of the interval.
        changed: P(one change), 0-1.
        since: First answer of the present regime (seconds), where a change is more likely than
            none; else -1.
    """

    u: Floats
    variance: Floats
    changed: Floats
    since: Ints


def one_level(sum_y: float, mass: float, pull: float) -> float:
    """Return u of one person from sum(omega y) and sum(omega), without regimes.

    An empirical Bayes mean (Efron and Morris 1975): one more answer, of weight 1, moves it by at
    most 100 / (mass + 1 + pull) points.

    >>> one_level(200.0, 10.0, 10.0)
    10.0
    """
    return sum_y / (mass + pull)


def level_now(
    *,
    subject: Ints,
    time: Ints,
    omega: Floats,
    y: Floats,
    size: int,
    s2: float,
    t_u: float,
    settings: Settings,
) -> Level:
    """Return what every subject's answers say about now (Barry and Hartigan 1993, one change).

    L(n, S) = S^2 / (2 s2 (n + l)) - 0.5 ln(1 + n / l), l = s2 / t_u, is the gain of a level of
    one's own over the city's.  A change falls between two answers with the prior hazard of 0.25
    a year, by the time between them; its gain is L(before) + L(after) - L(all).  In the gain an
    answer counts omega / (1 + omega's sum that week / 10): answers of one bad week are not
    independent witnesses of a new regime.  Then u = sum P_k m_k, m_k = S_after / (n_after + l),
    v = sum P_k (s2 / (n_after + l) + m_k^2) - u^2.  After a change l is halved: who changes,
    changes by more than colleagues differ (docs/adr/0012).
    """
    order = np.lexsort((time, subject))
    who, when = subject[order], time[order]
    begin = np.searchsorted(who, np.arange(size))
    pull = s2 / t_u
    witness = omega[order] / (1.0 + settings.week_alike * _week_mass(who, when, omega[order]))
    gain = _Split(who, begin, witness, y[order]).gain(s2, pull, settings.change_wide)
    split = _Split(who, begin, omega[order], y[order])
    log_prior = _log_prior(who, when, settings.hazard_per_year)
    first = np.zeros(len(who), bool)
    first[begin[np.bincount(who, minlength=size) > 0]] = True
    odds = np.where(first, 0.0, gain + log_prior)
    depth = split.n_after + np.where(first, pull, pull / settings.change_wide)
    weighed = _Weighed(who, when, first, s2 / depth, split.s_after / depth)
    return _average(weighed, odds, size, s2 / pull)


def _week_mass(who: Ints, when: Ints, mass: Floats) -> Floats:
    """Return how much each answer's subject was told in the same week."""
    code, count = dense(pair(who, when // WEEK))
    return total(code, mass, count)[code]


class _Split:
    """Masses and sums of every subject, whole and from every answer on."""

    def __init__(self, who: Ints, begin: Ints, mass: Floats, y: Floats) -> None:
        size = len(begin)
        self.n_all, self.s_all = total(who, mass, size)[who], total(who, mass * y, size)[who]
        self.n_after = self.n_all - _before(mass, who, begin)
        self.s_after = self.s_all - _before(mass * y, who, begin)

    def gain(self, s2: float, pull: float, wide: float) -> Floats:
        """Return L(before) + L(after) - L(all) of a change just before every answer."""
        before = _gain(self.n_all - self.n_after, self.s_all - self.s_after, s2, pull)
        after = _gain(self.n_after, self.s_after, s2, pull / wide)
        return before + after - _gain(self.n_all, self.s_all, s2, pull)


def _before(value: Floats, who: Ints, begin: Ints) -> Floats:
    """Return the sum of the subject's earlier rows, for every row."""
    run = np.concatenate(([0.0], np.cumsum(value)))[:-1]
    return np.asarray(run - run[begin[who]])


def _gain(n: Floats, s: Floats, s2: float, pull: float) -> Floats:
    n = np.maximum(n, 0.0)
    return np.asarray(s**2 / (2 * s2 * (n + pull)) - 0.5 * np.log1p(n / pull))


def _log_prior(who: Ints, when: Ints, hazard: float) -> Floats:
    """Return ln of the prior odds of a change just before every row, by the gap before it."""
    gap = np.zeros(len(who))
    gap[1:] = (when[1:] - when[:-1]) / _YEAR
    same = np.zeros(len(who), bool)
    same[1:] = who[1:] == who[:-1]
    return np.log(np.where(same, np.maximum(hazard * gap, 1e-300), 1.0))


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Every hypothesis: whose, from when, whether "no change", its v and its m."""

    who: Ints
    when: Ints
    first: Bools
    variance: Floats
    mean: Floats


def _average(one: _Weighed, odds: Floats, size: int, prior: Floats | float) -> Level:
    """Return the averages; the row that begins a subject stands for "no change"."""
    who = one.who
    top = np.full(size, -np.inf)
    np.maximum.at(top, who, odds)
    chance = np.exp(odds - top[who])
    chance /= total(who, chance, size)[who]
    u = total(who, chance * one.mean, size)
    second = total(who, chance * (one.variance + one.mean**2), size)
    none = total(who, chance * one.first, size)
    empty = np.bincount(who, minlength=size) == 0
    best = np.lexsort((np.where(one.first, -1.0, chance), who))
    last = best[np.searchsorted(who, np.arange(size), side="right") - 1]
    since = np.where(~empty & (none < 0.5), one.when[last], -1)
    variance = np.where(empty, prior, second - u**2)
    return Level(u, variance, np.where(empty, 0.0, 1.0 - none), since)
