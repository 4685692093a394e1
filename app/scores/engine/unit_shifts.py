"""A drop of a whole unit is the unit's, not its people's."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from app.scores.engine.alarms import Alarm, Yardstick
from app.scores.engine.events import Events, Floats, Ints
from app.scores.engine.settings import DAY

__all__ = ["UnitAlarm", "apart"]

_WINDOW_DAYS = 45
_FEWEST = 3
_FELL, _TOGETHER = 1.0, 2.33


@dataclass(frozen=True, slots=True)
class UnitAlarm:
    """A unit whose people fell together: unit code, when, how many of how many."""

    unit: int
    time: int
    fallen: int
    staff: int


def apart(
    alarms: Sequence[Alarm], heard: Events, y: Floats, by: Yardstick
) -> tuple[list[Alarm], list[UnitAlarm]]:
    """Return the alarms that are people's own, and those that are a unit's.

    At an alarm, the unit's other people with three answers in the 45 days before and three older
    ones are asked for z = fall / (s sqrt(1/n + 1/m)).  When 30 % of the staff (the alarmed one
    included) and at least three fell (z > 1), and all others together did (sum z / sqrt k > 2.33,
    Stouffer 1949), the unit is alarmed in the person's place.  Without the second test chance
    alone would make three of twenty colleagues fall and hide one person's change.
    """
    subject, time = heard.subject, heard.time
    home = _homes(subject, heard.unit)
    order = np.lexsort((time, subject))
    who = subject[order]
    begin = np.searchsorted(who, np.arange(int(who.max()) + 2 if len(who) else 1))
    own: list[Alarm] = []
    units: dict[tuple[int, int], UnitAlarm] = {}
    for alarm in alarms:
        at = int(home[alarm.subject])
        falls = [
            _fall(order[begin[one] : begin[one + 1]], time, y, alarm.time)
            for one in np.flatnonzero(home == at).tolist()
            if one != alarm.subject
        ]
        known = [fall / by.s for fall in falls if fall is not None]
        fallen = 1 + sum(z > _FELL for z in known)
        together = sum(known) / sqrt(max(len(known), 1))
        share = by.settings.unit_share * (1 + len(known))
        if fallen >= max(_FEWEST, share) and together > _TOGETHER:
            week = alarm.time // (_WINDOW_DAYS * DAY)
            units.setdefault((at, week), UnitAlarm(at, alarm.time, fallen, 1 + len(known)))
        else:
            own.append(alarm)
    return own, list(units.values())


def _homes(subject: Ints, unit: Ints) -> Ints:
    """Return the unit of every subject's latest answer (rows come in order of time)."""
    home = np.zeros(int(subject.max()) + 1 if len(subject) else 0, np.int64)
    home[subject] = unit
    return home


def _fall(rows: Ints, time: Ints, y: Floats, moment: int) -> float | None:
    """Return a person's fall in the window over sqrt(1/n + 1/m); None when too few to say."""
    cut = moment - _WINDOW_DAYS * DAY
    new = y[rows[(time[rows] > cut) & (time[rows] <= moment)]]
    old = y[rows[time[rows] <= cut]]
    if len(new) < _FEWEST or len(old) < _FEWEST:
        return None
    return float(old.mean() - new.mean()) / sqrt(1 / len(new) + 1 / len(old))
