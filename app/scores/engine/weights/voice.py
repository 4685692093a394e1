"""W2, one voice: a device speaks once a day about one subject, and ever more softly again."""

from dataclasses import dataclass

import numpy as np

from app.scores.engine.events import Bools, Events, Floats, Ints
from app.scores.engine.grouping import Timeline, dense, pair, total
from app.scores.engine.poisson import log_tail
from app.scores.engine.settings import DAY, HOUR, Settings

__all__ = ["one_voice"]


def one_voice(events: Events, settings: Settings) -> tuple[Floats, Bools]:
    """Return the factor of every answer, and which are suspect (SCORING W2).

    Of a private device's answers on one subject within 24 h only the last weighs.  The k-th that
    weighs within 180 days counts 1 / k^2, so one device is never worth more than
    1 + 1/4 + 1/9 + ... < 1.65 answers in half a year.  Suspect are hammering devices and rings
    of repeaters; see ``_Said.hammered`` and ``_rings``.
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
    for mood in (1, 5):
        extreme = events.mood[rows] == mood
        for counted, days in ((kept, settings.repeat_days), (line, 1.0)):
            said = _Said(voice, time, extreme, line, counted)
            suspect[rows] |= said.hammered(round(days * DAY), settings.repeat_count)
    suspect[rows] |= _rings(events, rows, voice, ~superseded, settings)
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
    extreme: Bools
    line: Timeline
    counted: Timeline

    def hammered(self, width: int, least: int) -> Bools:
        """Return the answers of a voice that said one extreme ``least`` times and nothing else.

        Three answers that weigh in 7 days, or any three in one day, all 1 or all 5.  Who comes
        often and sometimes says something else is a regular visitor: softened by 1 / k^2 and not
        suspect (departure from the specification).
        """
        out = np.zeros(len(self.voice), bool)
        other = ~self.extreme
        mixed = Timeline(self.voice[other], self.time[other], np.ones(int(other.sum())))
        asked = (self.voice, self.time - width, self.time)
        often = self.counted.mass(*asked) >= least
        rows = np.flatnonzero(often & self.extreme & (mixed.mass(*asked) == 0))
        begin, end = self.line.places(self.voice[rows], self.time[rows] - width, self.time[rows])
        for one, two in zip(begin.tolist(), end.tolist(), strict=True):
            out[self.line.order[one:two]] = True
        return out


def _rings(events: Events, rows: Ints, voice: Ints, kept: Bools, settings: Settings) -> Bools:
    """Return the answers of one-sided repeaters where a subject has too many of them.

    A repeater is a device with two or more answers that weigh about one subject, all on one
    side.  Regular visitors make some everywhere, so a subject's number c is held against what
    the same kind of desk sees elsewhere: lambda = own voices on that side x (repeaters + 50 x
    city share) / (voices + 50) among the other subjects of the service; suspect when
    c >= max(3, 3 lambda + 1) and P(Poisson(lambda) >= c) < 1e-4.
    """
    out = np.zeros(len(rows), bool)
    size = int(voice.max()) + 1
    first = np.zeros(size, np.int64)
    first[voice[::-1]] = np.arange(len(rows))[::-1]
    subject, service = events.subject[rows][first], events.service[rows][first]
    side = events.polarity[rows]
    times = total(voice, kept.astype(float), size)
    for sign in (-1, 1):
        whole = total(voice, (side != sign).astype(float), size) == 0
        repeats = whole & (times >= 2)
        bad = _crowded(subject, service, whole, repeats, settings)
        out |= (repeats & bad[subject])[voice]
    return out


def _crowded(
    subject: Ints, service: Ints, whole: Bools, repeats: Bools, settings: Settings
) -> Bools:
    people, desks = int(subject.max()) + 1, int(service.max()) + 1
    desk = np.zeros(people, np.int64)
    desk[subject] = service
    voices, found = total(subject, whole, people), total(subject, repeats, people)
    desk_voices, desk_found = (
        total(service, whole, desks),
        total(service, repeats, desks),
    )
    city = (found.sum() - found) / np.maximum(voices.sum() - voices, 1.0)
    share = (desk_found[desk] - found + 50.0 * city) / np.maximum(
        desk_voices[desk] - voices + 50.0, 1.0
    )
    expected = np.clip(voices * share, 0.05, None)
    enough = found >= np.maximum(3.0, 3.0 * expected + 1.0)
    return np.asarray(enough & (log_tail(found, expected) < np.log(settings.tail)))
