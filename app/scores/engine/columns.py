"""Answers while they are taken in one by one, and the one order they end in."""

from array import array
from math import isnan
from typing import NamedTuple

import numpy as np

from app.scores.engine.events import Events, Ints, recode

__all__ = ["CODES", "Answer", "Columns", "Contradiction"]

CODES = ("subject", "unit", "service", "device", "network", "scan")


class Contradiction(Exception):
    """An id was given before with another content."""


class Answer(NamedTuple):
    """One answer; ``codes`` are those of ``CODES``, the last three may be unknown.

    Args:
        name: Id of the answer.
        micros: Microseconds since 1970 UTC.
        channel: Index into ``CHANNELS``.
        mood: 1-5.
        codes: Subject, unit, service, device, network, scan.
        seconds: From opening the form to sending it; nan unknown.
        text: Words, empty without any.
    """

    name: str
    micros: int
    channel: int
    mood: int
    codes: tuple[str | None, ...]
    seconds: float
    text: str


class Columns:
    """The columns while they grow; strings are kept once."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._ids: list[str] = []
        self._codes: dict[str, dict[str, int]] = {name: {} for name in CODES}
        self._ints = {name: array("q") for name in ("time", "channel", "mood", *CODES)}
        self._seconds = array("d")
        self._texts: dict[int, str] = {}

    def put(self, one: Answer) -> None:
        """Take an answer in; one that repeats a known id word for word counts once.

        Raises:
            Contradiction: The id is known with another content.
        """
        values = [one.micros, one.channel, one.mood]
        values += [
            -1 if name is None else known.setdefault(name, len(known))
            for known, name in zip(self._codes.values(), one.codes, strict=True)
        ]
        place = self._seen.setdefault(one.name, len(self._ids))
        if place < len(self._ids):
            return self._check_same(place, values, one.seconds, one.text)
        self._ids.append(one.name)
        for column, value in zip(self._ints.values(), values, strict=True):
            column.append(value)
        self._seconds.append(one.seconds)
        if one.text:
            self._texts[place] = one.text
        return None

    def _check_same(self, place: int, values: list[int], seconds: float, text: str) -> None:
        known = [column[place] for column in self._ints.values()]
        same_seconds = self._seconds[place] == seconds or isnan(seconds)
        if known != values or not same_seconds or self._texts.get(place, "") != text:
            raise Contradiction

    def events(self) -> Events:
        """Return the columns in their one order: by time, then id."""
        ids, micros = self._ids, self._ints["time"]
        order = np.array(sorted(range(len(ids)), key=lambda i: (micros[i], ids[i])), np.int64)
        column = {name: np.array(values, np.int64)[order] for name, values in self._ints.items()}
        coded = {name: recode(column[name], list(self._codes[name])) for name in CODES}
        place = np.empty(len(ids), np.int64)
        place[order] = np.arange(len(ids))
        texts = sorted((int(place[row]), text) for row, text in self._texts.items())
        time: Ints = column["time"] // 1_000_000
        return Events(
            ids=[ids[row] for row in order.tolist()],
            time=time,
            channel=column["channel"],
            mood=column["mood"],
            seconds=np.array(self._seconds, np.float64)[order],
            text_rows=np.array([row for row, _ in texts], np.int64),
            texts=[text for _, text in texts],
            as_of=int(time[-1]) if len(ids) else 0,
            subject=coded["subject"][0],
            unit=coded["unit"][0],
            service=coded["service"][0],
            device=coded["device"][0],
            network=coded["network"][0],
            scan=coded["scan"][0],
            subjects=coded["subject"][1],
            units=coded["unit"][1],
            services=coded["service"][1],
            devices=coded["device"][1],
        )
