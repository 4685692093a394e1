"""Families of effects too many for the dense system: unit-days, devices, cells of a wide city."""

import numpy as np

from app.scores.engine.design import cells_of
from app.scores.engine.events import Bools, Events, Floats, Ints
from app.scores.engine.grouping import dense, pair, total
from app.scores.engine.settings import DAY, Settings

__all__ = ["Side", "cells", "days", "devices"]


class Side:
    """One family of effects outside the desk system: unit-days, devices, or cells."""

    def __init__(self, name: str, group: Ints, size: int, omega: Floats) -> None:
        self.name, self.rows, self.size = name, np.flatnonzero(group >= 0), size
        self.group = group[self.rows]
        self.omega = omega[self.rows]
        self.mass = total(self.group, self.omega, size)
        self.own = self.mass
        self.effect = np.zeros(size)

    def left_open(self, subject: Ints, size: int, pull: float, own_pull: float) -> Floats:
        """Return what not knowing the groups leaves open in every u.

        A subject of mass n in the group gives it only n l / (n + l) answers' worth, since its own
        level is unknown too; the group's variance s2 / (own + pull) then comes back into u by
        (n / (n + l))^2.  Returned without the factor s2; ``pull`` is l of the
        subjects, ``own_pull`` that of the groups.
        """
        code, pairs = dense(pair(self.group, subject[self.rows]))
        mass = total(code, self.omega, pairs)
        group, who = np.zeros(pairs, np.int64), np.zeros(pairs, np.int64)
        group[code], who[code] = self.group, subject[self.rows]
        whole = total(who, mass, size)
        self.own = total(group, mass * pull / (whole[who] + pull), self.size)
        return total(who, (mass / (whole[who] + pull)) ** 2 / (self.own + own_pull)[group], size)

    def update(self, rest: Floats, pull: float) -> None:
        """Set the effects to the shrunk means of what is left over."""
        sums = total(self.group, self.omega * rest[self.rows], self.size)
        self.effect = sums / (self.mass + pull)

    def spread(self, s2: float, pull: float) -> float:
        """Return mean(effect^2 + posterior variance)."""
        return float(np.mean(self.effect**2 + s2 / (self.own + pull)))

    def edf(self, pull: float) -> float:
        """Return how many free numbers these effects are worth."""
        return float((self.mass / (self.mass + pull)).sum())

    def put(self, out: Floats) -> None:
        """Add the effects to every answer they touch."""
        out[self.rows] += self.effect[self.group]


def days(events: Events, omega: Floats, settings: Settings) -> Side:
    """Return g: unit-days with three answers and more (a power cut, a queue)."""
    local = (events.time + settings.utc_offset_minutes * 60) // DAY
    group, size = dense(pair(events.unit, local))
    often = np.bincount(group, minlength=size) >= settings.day_least
    return Side("day", *_only(group, often), omega)


def devices(events: Events, omega: Floats, settings: Settings) -> Side:
    """Return r: private devices with three answers and more on two subjects and more."""
    private = events.private
    device = np.where(private, events.device, -1)
    size = len(events.devices)
    answers = np.bincount(device[private], minlength=size)
    judged = np.unique(pair(device, events.subject)[private])
    subjects = np.bincount((judged >> 31) - 1, minlength=size)
    return Side(
        "device", *_only(device, (answers >= settings.device_least) & (subjects >= 2)), omega
    )


def _only(group: Ints, wanted: Bools) -> tuple[Ints, int]:
    """Return the groups that are wanted numbered from 0, the others as -1."""
    number = np.append(np.where(wanted, np.cumsum(wanted) - 1, -1), -1)
    return number[group], int(wanted.sum())


def cells(events: Events, omega: Floats) -> Side:
    """Return c: unit x service, where they do not fit into the desk system."""
    group, size = cells_of(events)
    return Side("cell", group, size, omega)
