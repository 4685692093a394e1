"""W2, several one-sided repeaters on one subject: a ring of friends or of colleagues."""

import numpy as np

from app.scores.engine.events import Bools, Events, Floats, Ints
from app.scores.engine.grouping import dense, pair, total
from app.scores.engine.settings import Settings

__all__ = ["fisher_tail", "in_rings"]

_SHRINK = 5.0
_ALIKE = 0.3


def in_rings(events: Events, weight: Floats, settings: Settings) -> tuple[Floats, Bools]:
    """Return the factor of every answer, and which are suspect (rule W2, rings).

    A repeater is a private device with k >= 2 answers that weigh about one subject.  Were it
    honest, saying the same extreme (1 or 5) all k times had the chance p q^(k-1), with
    q = p + 0.3 (1 - p) and p the share of that extreme among the subject's answers from devices
    that came once: one person's visits agree more than two strangers' do, and a person many like
    is liked by regulars too.  Over the m repeaters of a subject these chances are
    put together by Fisher's method (1932): T = -sum ln chance is at most Gamma(m, 1).  Three and
    more such devices with P(Gamma(m, 1) >= T) < 1e-4 are a ring: suspect, and together they weigh
    as one answer (docs/adr/0011).
    """
    factor, suspect = np.ones(len(events)), np.zeros(len(events), bool)
    rows = np.flatnonzero(events.private & (weight > 0))
    if not len(rows):
        return factor, suspect
    voice, size = dense(pair(events.device[rows], events.subject[rows]))
    times = np.bincount(voice, minlength=size)
    first = np.zeros(size, np.int64)
    first[voice[::-1]] = rows[::-1]
    subject = events.subject[first]
    for mood in (1, 5):
        pure = total(voice, events.mood[rows] != mood, size) == 0
        share = _share(subject[times == 1], pure[times == 1], int(subject.max()) + 1)[subject]
        again = share + _ALIKE * (1.0 - share)
        chance = np.asarray(np.log(share) + (times - 1) * np.log(again), np.float64)
        ring = _ring_voices(subject, times, pure & (times >= 2), chance, settings)
        mine = ring[voice]
        mass = total(events.subject[rows[mine]], weight[rows[mine]], len(events.subjects))
        factor[rows[mine]] = 1.0 / np.maximum(mass, 1.0)[events.subject[rows[mine]]]
        suspect[rows[mine]] = True
    return factor, suspect


def _share(subject: Ints, extreme: Bools, people: int) -> Floats:
    """Return p of every subject, shrunk to the city's share with the weight of 5 answers."""
    city = (float(extreme.sum()) + 1.0) / (len(extreme) + 5.0)
    mass = np.bincount(subject, minlength=people) + _SHRINK
    return np.asarray((total(subject, extreme, people) + _SHRINK * city) / mass)


def _ring_voices(
    subject: Ints, times: Ints, pure: Bools, chance: Floats, settings: Settings
) -> Bools:
    """Return which voices belong to a ring."""
    people = int(subject.max()) + 1
    repeaters = total(subject, times >= 2, people)
    surprise = total(subject, np.where(pure, -chance, 0.0), people)
    enough = total(subject, pure, people) >= settings.ring_devices
    bad = np.zeros(people, bool)
    for one in np.flatnonzero(enough).tolist():
        bad[one] = fisher_tail(float(surprise[one]), int(repeaters[one])) < settings.tail
    return np.asarray(pure & bad[subject])


def fisher_tail(surprise: float, tests: int) -> float:
    """Return P(Gamma(tests, 1) >= surprise) = sum over j < tests of e^-T T^j / j!.

    >>> round(fisher_tail(9.21, 1), 4), round(fisher_tail(9.21, 4), 3)
    (0.0001, 0.018)
    """
    term = whole = float(np.exp(-min(surprise, 700.0)))
    for j in range(1, tests):
        term *= surprise / j
        whole += term
    return min(whole, 1.0)
