"""W2, one voice: a device speaks once a day about one subject, and ever more softly again."""

from dataclasses import dataclass

import numpy as np

from app.scores.engine.events import Bools, Events, Floats, Ints
from app.scores.engine.grouping import Timeline, dense, pair
from app.scores.engine.settings import DAY, HOUR, Settings

__all__ = ["one_voice"]


def one_voice(events: Events, settings: Settings) -> tuple[Floats, Bools]:
    """Return the factor of every answer, and which are suspect (rule W2).

    Of a private device's answers on one subject within 24 h only the last weighs.  The k-th that
    weighs within 180 days counts 1 / k^2, so one device is never worth more than
    1 + 1/4 + 1/9 + ... < 1.65 answers in half a year.  Suspect are devices that hammer, see
    ``_Said.hammered``; several repeaters together are looked for in ``rings``.
    """
    factor, suspect = np.ones(len(events)), np.zeros(len(events), bool)
    rows = np.flatnonzero(events.private)
    if not len(rows):
        return factor, suspect
    voice, _ = dense(pair(events.device[rows], events.subject[rows]))
    time = events.time[rows]
    line = Timeline(voice, time, np.ones(len(rows)))
    superseded = _superseded(line, voice, time, round(settings.voice_hours * HOUR))
    kept = Timeline(voice[~superseded], time[~superseded], np.ones(int((~superseded).sum())))
    memory = round(settings.memory_days * DAY)
    k = np.maximum(kept.mass(voice, time - memory, time), 1.0)
    factor[rows] = np.where(superseded, 0.0, 1.0 / k**2)
    mood, least = events.mood[rows], settings.repeat_count
    for extreme in (1, 5):
        said = _Said(voice, time, mood == extreme, line, kept)
        suspect[rows] |= said.hammered(round(settings.repeat_days * DAY), least)
    for side in (-1, 1):
        said = _Said(voice, time, events.polarity[rows] == side, line, line)
        suspect[rows] |= said.hammered(DAY, least)
    return factor, suspect


def _superseded(line: Timeline, voice: Ints, time: Ints, window: int) -> Bools:
    """Return which answers the same voice replaced within ``window`` seconds."""
    order, out = line.order, np.zeros(len(voice), bool)
    again = (voice[order[1:]] == voice[order[:-1]]) & (time[order[1:]] - time[order[:-1]] < window)
    out[order[:-1][again]] = True
    return out


@dataclass(frozen=True, slots=True)
class _Said:
    """What every voice said when, and which of it counts."""

    voice: Ints
    time: Ints
    alike: Bools
    line: Timeline
    counted: Timeline

    def hammered(self, width: int, least: int) -> Bools:
        """Return the answers of a voice that spoke ``least`` times in ``width``, always alike.

        Asked are three answers that weigh in 7 days, all 1 or all 5, and any three in one day on
        one side.  Who comes often and sometimes says something else is a regular visitor:
        softened by 1 / k^2 and not suspect (docs/adr/0011).
        """
        out = np.zeros(len(self.voice), bool)
        other = ~self.alike
        mixed = Timeline(self.voice[other], self.time[other], np.ones(int(other.sum())))
        asked = (self.voice, self.time - width, self.time)
        often = self.counted.mass(*asked) >= least
        rows = np.flatnonzero(often & self.alike & (mixed.mass(*asked) == 0))
        begin, end = self.line.places(self.voice[rows], self.time[rows] - width, self.time[rows])
        for one, two in zip(begin.tolist(), end.tolist(), strict=True):
            out[self.line.order[one:two]] = True
        return out
