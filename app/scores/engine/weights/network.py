"""W3, network: too many one-sided answers about one subject from one network."""

import numpy as np

from app.scores.engine.events import HIGH, LOW, SHARED, Bools, Events, Floats, Ints
from app.scores.engine.grouping import dense, pair, total
from app.scores.engine.poisson import log_tail
from app.scores.engine.settings import Settings

__all__ = ["from_one_network"]


def from_one_network(events: Events, weight: Floats, settings: Settings) -> tuple[Floats, Bools]:
    """Return the factor of every answer, and which are suspect (rule W3).

    c is the weight of a subject's answers on one side from one network.  Expected is
    lambda = (m + 1) p / (1 - p), with m the subject's answers on that side from all *other*
    networks, one more for what chance may have kept from it, and p the network's share among the
    unit's other subjects, shrunk to its share in the city with the weight of 50 answers.  When
    c >= max(4, 3 lambda + 1) and P(Poisson(lambda) >= c) < 1e-4, all of c together weigh
    lambda + 1.  Carriers and the wireless network of a site pass because their p is large; kiosk
    and call are shared by design and are not asked.
    """
    factor, suspect = np.ones(len(events)), np.zeros(len(events), bool)
    asked = (events.network >= 0) & (events.channel < min(SHARED)) & (weight > 0)
    for side in (LOW, HIGH):
        rows = np.flatnonzero(asked & (events.polarity == side))
        if not len(rows):
            continue
        held = _held(events, rows, np.flatnonzero(asked), weight, settings)
        factor[rows] = held
        suspect[rows] = held < 1.0
    return factor, suspect


def _held(events: Events, rows: Ints, asked: Ints, weight: Floats, settings: Settings) -> Floats:
    subject, network = events.subject[rows], events.network[rows]
    cell, size = dense(pair(subject, network))
    count = total(cell, weight[rows], size)
    own = total(subject, weight[rows], len(events.subjects))
    first = np.zeros(size, np.int64)
    first[cell[::-1]] = rows[::-1]
    share = _share(events, first, asked, settings.network_shrink)
    expected = (own[events.subject[first]] - count + 1.0) * share / (1.0 - share)
    expected = np.maximum(expected, settings.network_floor)
    least = np.maximum(float(settings.network_least), 3.0 * expected + 1.0)
    found = (count >= least) & (log_tail(count, expected) < np.log(settings.tail))
    return np.where(found, (expected + 1.0) / np.maximum(count, 1e-9), 1.0)[cell]


def _share(events: Events, first: Ints, asked: Ints, shrink: float) -> Floats:
    """Return p for the (subject, unit, network) of each of the rows ``first``."""
    unit, subject, network = events.unit, events.subject, events.network
    one, many = np.ones(len(asked)), len(events.subjects)
    net = total(network[asked], one, int(network.max()) + 1)
    each = total(unit[asked], one, len(events.units))
    own = total(subject[asked], one, many)
    own_net = _matching(pair(subject, network), asked, first)
    city = (net[network[first]] - own_net) / np.maximum(len(asked) - own[subject[first]], 1.0)
    here = _matching(pair(unit, network), asked, first)
    place = dense(pair(subject, unit))[0]
    here_own = _matching(pair(place, network), asked, first)
    own_here = _matching(place, asked, first)
    others = np.maximum(each[unit[first]] - own_here, 0.0)
    share = (np.maximum(here - here_own, 0.0) + shrink * city) / (others + shrink)
    return np.asarray(np.clip(share, 0.0, 0.95))


def _matching(code: Ints, asked: Ints, first: Ints) -> Floats:
    """Return how many of the rows ``asked`` have the same code as each of ``first``."""
    known, times = np.unique(code[asked], return_counts=True)
    return times[np.searchsorted(known, code[first])].astype(float)
