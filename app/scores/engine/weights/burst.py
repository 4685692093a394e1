"""W4, burst: answers on one side come far faster than this subject's own pace explains."""

from dataclasses import dataclass

import numpy as np

from app.scores.engine.events import Bools, Events, Floats, Ints
from app.scores.engine.grouping import Timeline, total
from app.scores.engine.poisson import log_tail
from app.scores.engine.settings import DAY, Settings

__all__ = ["in_bursts"]

_SOME = 5.0  # answers: how much a quiet unit's traffic is trusted
_FEW = 5.0
_SIDES = ((1,), (1, 2), (5,), (4, 5))


def in_bursts(events: Events, weight: Floats, settings: Settings) -> tuple[Floats, Bools]:
    """Return the factor of every answer, and which are suspect (rule W4).

    For every answer and every window of 1, 3, 14, 45 and 120 days that ends with it, c is the
    subject's weight on that side inside.  Expected is lambda = own pace on that side outside the
    window x width x busy (see ``_Pace``).  A window is a burst when c >= max(5, 3 lambda + 1),
    P(Poisson(lambda) >= c) < 1e-4 (1e-5 for windows over 14 days) **and** the subject's whole
    volume rose too: a person who truly got worse gets as many answers as before, only worse
    ones; a mob adds answers.  The most surprising window is taken first, what it holds is set
    to lambda + 1 together, and the rest is asked again.  The extremes 1 and 5 are asked alone
    before their sides are: lies are mostly extreme, so fewer honest answers stand among them.
    """
    factor, suspect = np.ones(len(events)), np.zeros(len(events), bool)
    live = np.flatnonzero(weight > 0)
    if len(live):
        pace = _Pace(events, live, weight[live])
        for moods in _SIDES:
            rows = live[np.isin(events.mood[live], moods)]
            if len(rows):
                held = _held(events, rows, weight[rows] * factor[rows], pace, settings)
                factor[rows] *= held
                suspect[rows] |= held < 1.0
    return factor, suspect


@dataclass(frozen=True, slots=True)
class _Windows:
    """Candidates: begin and end in the sorted rows, what was found and expected, surprise."""

    begin: Ints
    end: Ints
    expected: Floats
    surprise: Floats


def _held(events: Events, rows: Ints, weight: Floats, pace: "_Pace", settings: Settings) -> Floats:
    line = Timeline(events.subject[rows], events.time[rows], weight)
    found = [_candidates(rows, line, days, pace, settings) for days in settings.burst_days]
    begin = np.concatenate([one.begin for one in found])
    end = np.concatenate([one.end for one in found])
    expected = np.concatenate([one.expected for one in found])
    surprise = np.concatenate([one.surprise for one in found])
    mass = weight[line.order]
    held = np.ones(len(rows))
    for i in np.lexsort((end, begin, surprise)).tolist():
        inside = slice(int(begin[i]), int(end[i]))
        free = held[inside] == 1.0
        count = float(mass[inside][free].sum())
        if count >= max(settings.burst_least, 3.0 * expected[i] + 1.0):
            held[inside] = np.where(free, (expected[i] + 1.0) / count, held[inside])
    out = np.ones(len(rows))
    out[line.order] = held
    return out


def _candidates(
    rows: Ints, line: Timeline, days: float, pace: "_Pace", settings: Settings
) -> _Windows:
    width = round(days * DAY)
    subject, until = pace.events.subject[rows], pace.events.time[rows]
    begin, end = line.places(subject, until - width, until)
    count = line.sums[end] - line.sums[begin]
    some = np.flatnonzero(count >= settings.burst_least)
    rows, begin, end, count = rows[some], begin[some], end[some], count[some]
    expected, volume, volume_expected = pace.expected(rows, line, count, width)
    limit = settings.slow_tail if days > settings.slow_days else settings.tail
    more = np.flatnonzero(count >= 3.0 * expected + 1.0)
    surprise, grown = (
        log_tail(count[more], expected[more]),
        log_tail(volume[more], volume_expected[more]),
    )
    good = more[(surprise < np.log(limit)) & (grown < np.log(settings.volume_tail))]
    kept = np.isin(more, good)
    return _Windows(begin[good], end[good], expected[good], surprise[kept])


class _Pace:
    """How many answers a window should hold, from the subject's other days and the unit's others.

    Own pace on one side is a Gamma estimate with the city's mean pace as one pseudo-answer:
    (outside + 1) / (days outside + 1 / city pace), times ``busy``, how much more than usual came
    in for the rest of the unit.  A rush or a busier desk brings answers of every kind: expected
    is at least what the window's answers on the *other* moods bring along at the subject's usual
    odds, (outside on the side + 5 share) / (outside on others + 5 (1 - share)).
    """

    def __init__(self, events: Events, live: Ints, weight: Floats) -> None:
        self.events = events
        subject, time = events.subject[live], events.time[live]
        many = len(events.subjects)
        self.whole = Timeline(subject, time, weight)
        self.unit = Timeline(events.unit[live], time, weight)
        self.sum = total(subject, weight, many)
        self.unit_sum = total(events.unit[live], weight, len(events.units))
        first = np.full(many, events.as_of, np.int64)
        np.minimum.at(first, subject, time)
        self.life = np.maximum(events.as_of - first + DAY, 8 * 7 * DAY).astype(float)
        self.file = max(float(events.as_of - int(time[0]) + DAY), 8.0 * 7 * DAY)
        self.city = float(self.sum.sum()) / float(self.life.sum())

    def expected(
        self, rows: Ints, line: Timeline, count: Floats, width: int
    ) -> tuple[Floats, Floats, Floats]:
        """Return lambda on the side, the volume found and the volume expected, per window."""
        events = self.events
        subject, until = events.subject[rows], events.time[rows]
        outside = np.maximum(self.life[subject] - width, width / 2)
        volume = self.whole.mass(subject, until - width, until)
        side_sum = line.mass(subject, np.full(len(rows), -1), np.full(len(rows), events.as_of))
        side_city = self.city * float(line.sums[-1]) / max(float(self.sum.sum()), 1.0)
        busy = self._busy(rows, volume, width)
        usual = side_sum - count
        share = float(line.sums[-1]) / max(float(self.sum.sum()), 1.0)
        others = np.maximum(self.sum[subject] - volume - usual, 0.0)
        odds = (usual + _FEW * share) / (others + _FEW * max(1.0 - share, 0.05))
        side = (usual + 1.0) / (outside + 1.0 / side_city) * width * busy
        whole = (self.sum[subject] - volume + 1.0) / (outside + 1.0 / self.city) * width * busy
        return np.maximum(side, (volume - count) * odds), volume, whole

    def _busy(self, rows: Ints, volume: Floats, width: int) -> Floats:
        """Return the unit's other traffic in the window over its usual; 1 when little is known."""
        unit, subject = self.events.unit[rows], self.events.subject[rows]
        until = self.events.time[rows]
        found = np.maximum(self.unit.mass(unit, until - width, until) - volume, 0.0)
        usual = np.maximum(self.unit_sum[unit] - self.sum[subject] - found, 0.0)
        expected = usual * width / max(self.file - width, width / 2)
        return np.asarray(np.clip((found + _SOME) / (expected + _SOME), 0.5, 30.0))
