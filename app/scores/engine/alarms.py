"""Growth of complaints: a residual CUSUM per person (Page 1954)."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from app.scores.engine.events import Floats, Ints
from app.scores.engine.settings import DAY, Settings

__all__ = ["Alarm", "Steps", "Yardstick", "alarms_of", "cusum", "height", "lagged", "person_alarms"]

_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Alarm:
    """Complaints grew: about whom, when, since when, by how many points, and how likely by chance.

    Args:
        subject: Code of the subject.
        time: The answer at which the sum crossed its height (seconds).
        since: The answer at which the sum last left 0.
        drop: Mean fall of the adjusted answers since then, in points.
        chance: Chance of such an alarm in a steady year.
    """

    subject: int
    time: int
    since: int
    drop: float
    chance: float = 0.05


@dataclass(frozen=True, slots=True)
class Steps:
    """One person's answers, oldest first: times, weights, adjusted points."""

    time: Ints
    weight: Floats
    y: Floats


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a person's answers are held against: residual sd, l = s2 / t_u, the settings."""

    s: float
    pull: float
    settings: Settings


@cache
def _heights() -> tuple[Floats, Floats]:
    """Return answers per year and h, as ``benchmarks/scores/cusum_heights.py`` found them."""
    text = files("app.scores.engine").joinpath("cusum_heights.csv").read_text("ascii")
    rows = [line.split(",") for line in text.split()[1:]]
    table = np.array(rows, float)
    return np.log(table[:, 0]), table[:, 1]


def height(per_year: float) -> float:
    """Return h for a person with so many answers a year; between table rows by ln(n)."""
    return float(np.interp(np.log(max(per_year, 1.0)), *_heights()))


def lagged(steps: Steps, pull: float, lag_days: float) -> tuple[Floats, Floats]:
    """Return m_i and its weight: the mean of answers older than 30 days, drawn towards 0.

    m_i = sum(w y) / (sum w + l / 4).  A quarter of the usual pull: with the whole pull a steady
    person below the middle would seem to fall at every answer.
    """
    mass = np.concatenate(([0.0], np.cumsum(steps.weight)))
    total = np.concatenate(([0.0], np.cumsum(steps.weight * steps.y)))
    older = np.searchsorted(steps.time, steps.time - round(lag_days * DAY), side="left")
    return total[older] / (mass[older] + pull / 4), mass[older]


def cusum(steps: Steps, by: Yardstick) -> tuple[Floats, Floats]:
    """Return the increments w d ((m - y) / s_m - d / 2) and how much older weight each rests on.

    d = 15 / s.  s_m^2 = s^2 (1 + 1 / (n_older + l / 4)): a level known from few answers is
    itself uncertain (docs/adr/0015).
    """
    level, rests_on = lagged(steps, by.pull, by.settings.alarm_lag_days)
    d = by.settings.alarm_drop / by.s
    scale = by.s * np.sqrt(1.0 + 1.0 / (rests_on + by.pull / 4))
    step = steps.weight * d * ((level - steps.y) / scale - d / 2)
    return np.where(rests_on >= by.settings.alarm_least, step, 0.0), rests_on


def alarms_of(subject: int, steps: Steps, by: Yardstick) -> list[Alarm]:
    """Return the alarms of one person; after one the sum rests for 90 days, then begins at 0."""
    step, rests_on = cusum(steps, by)
    if not (rests_on >= by.settings.alarm_least).any():
        return []
    years = max((int(steps.time[-1]) - int(steps.time[0])) / DAY / _YEAR, 0.25)
    h, begin, found = height(float(steps.weight.sum()) / years), 0, []
    while begin < len(step):
        run = np.concatenate(([0.0], np.cumsum(step[begin:])))
        sums = run - np.minimum.accumulate(run)
        over = np.flatnonzero(sums > h)
        if not len(over):
            break
        end = begin + int(over[0])
        left = begin + int(np.flatnonzero(sums[: int(over[0])] == 0.0)[-1])
        found.append(_alarm(subject, steps, slice(left, end), by))
        rest = int(steps.time[end - 1]) + round(by.settings.alarm_rest_days * DAY)
        begin = int(np.searchsorted(steps.time, rest, side="right"))
    return found


def _alarm(subject: int, steps: Steps, inside: slice, by: Yardstick) -> Alarm:
    level, _ = lagged(steps, by.pull, by.settings.alarm_lag_days)
    drop = np.average((level - steps.y)[inside], weights=steps.weight[inside] + 1e-9)
    times = steps.time[inside]
    return Alarm(subject, int(times[-1]), int(times[0]), float(drop))


def person_alarms(
    subject: Ints, time: Ints, weight: Floats, y: Floats, by: Yardstick
) -> list[Alarm]:
    """Return the alarms of all persons, by subject and time; rows come in order of time."""
    order = np.argsort(subject, kind="stable")
    ends = np.cumsum(np.bincount(subject))
    found: list[Alarm] = []
    for code, rows in enumerate(np.split(order, ends[:-1])):
        if len(rows) > by.settings.alarm_least:
            found += alarms_of(code, Steps(time[rows], weight[rows], y[rows]), by)
    return found
