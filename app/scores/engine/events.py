"""Answers as columns: what every rule and the model read.

Rows stand in one order, by time and then id, whatever order they came in, and codes are given by
first appearance in that order; so the same set of answers always gives the same bytes out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

__all__ = ["CHANNELS", "HIGH", "LOW", "Bools", "Events", "Floats", "Ints", "recode"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

CHANNELS = ("qr", "web", "kiosk", "call")
SHARED = (2, 3)
LOW, HIGH = -1, 1


@dataclass(frozen=True, slots=True)
class Events:
    """The answers up to ``as_of``; one entry per answer in every column.

    Args:
        ids: Names of the answers.
        time: Seconds since 1970 UTC, rising.
        subject: Code of who was judged; ``subjects`` has the names (likewise unit, service).
        channel: Index into ``CHANNELS``.
        mood: 1-5.
        device: Code of the device, -1 unknown; ``devices`` has the names.
        network: Code of the network, -1 unknown.
        seconds: From opening the form to sending it; nan unknown.
        scan: Code of the submission key, -1 none.
        text_rows: Rows that carry words, rising; ``texts`` has the words.
        as_of: Seconds since 1970 UTC; ages are counted from here.
    """

    ids: Sequence[str]
    time: Ints
    subject: Ints
    unit: Ints
    service: Ints
    channel: Ints
    mood: Ints
    device: Ints
    network: Ints
    seconds: Floats
    scan: Ints
    text_rows: Ints
    texts: Sequence[str]
    subjects: Sequence[str]
    units: Sequence[str]
    services: Sequence[str]
    devices: Sequence[str]
    as_of: int

    def __len__(self) -> int:
        """Return how many answers there are."""
        return len(self.ids)

    @property
    def points(self) -> Floats:
        """Return x = 25 (mood - 1), 0-100."""
        return np.asarray(25.0 * (self.mood - 1), np.float64)

    @property
    def private(self) -> Bools:
        """Return which answers came from one citizen's own device (kiosk and call are shared)."""
        return (self.device >= 0) & (self.channel < min(SHARED))

    @property
    def polarity(self) -> Ints:
        """Return -1 for moods 1 and 2, 1 for 4 and 5, 0 for the middle."""
        return np.sign(self.mood - 3)

    def age_factor(self, half_life_days: float) -> Floats:
        """Return 0.5 ** (age / half life) of every answer."""
        return np.asarray(0.5 ** ((self.as_of - self.time) / (half_life_days * 86_400.0)))

    def until(self, moment: int) -> "Events":
        """Return the answers not later than ``moment``, as if no other had been given."""
        rows = np.flatnonzero(self.time <= moment)
        return replace(self.take(rows), as_of=moment)

    def take(self, rows: Ints) -> "Events":
        """Return these rows (rising) with fresh codes; names nobody uses any more are dropped."""
        subject, subjects = recode(self.subject[rows], self.subjects)
        unit, units = recode(self.unit[rows], self.units)
        service, services = recode(self.service[rows], self.services)
        device, devices = recode(self.device[rows], self.devices)
        texts = dict(zip(self.text_rows.tolist(), self.texts, strict=True))
        wordy = np.flatnonzero(np.isin(rows, self.text_rows))
        return Events(
            ids=[self.ids[row] for row in rows.tolist()],
            time=self.time[rows],
            subject=subject,
            unit=unit,
            service=service,
            channel=self.channel[rows],
            mood=self.mood[rows],
            device=device,
            network=recode(self.network[rows])[0],
            seconds=self.seconds[rows],
            scan=recode(self.scan[rows])[0],
            text_rows=wordy,
            texts=[texts[row] for row in rows[wordy].tolist()],
            subjects=subjects,
            units=units,
            services=services,
            devices=devices,
            as_of=self.as_of,
        )


def recode(codes: Ints, names: Sequence[str] = ()) -> tuple[Ints, list[str]]:
    """Return codes numbered by first appearance (-1 stays), and their names in that order.

    >>> codes, names = recode(np.array([7, -1, 3, 7]), list("abcdefgh"))
    >>> codes.tolist(), names
    ([0, -1, 1, 0], ['h', 'd'])
    """
    known, first, place = np.unique(codes, return_index=True, return_inverse=True)
    none = int(len(known) > 0 and known[0] < 0)
    order = np.argsort(first[none:], kind="stable")
    rank = np.full(len(known), -1, np.int64)
    rank[none + order] = np.arange(len(order))
    kept = known[none:][order].tolist()
    return rank[place.reshape(-1)], [names[code] for code in kept] if names else []
