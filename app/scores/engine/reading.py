"""Read ``events.jsonl``: one answer per line, refused with line number and field when wrong."""

import json
from array import array
from collections.abc import Callable, Iterable
from datetime import datetime
from math import isfinite, isnan
from pathlib import Path
from typing import Any

import numpy as np

from app.errors import Invalid
from app.scores.engine.events import CHANNELS, Events, Ints, recode

__all__ = ["parse_time", "read_events", "read_file"]

_CHANNEL = {name: index for index, name in enumerate(CHANNELS)}
_LONGEST_NAME = 200
_LATEST = 7_258_118_400_000_000
_OPTIONAL = ("device", "network", "scan")


class _Bad(Exception):
    """A field of the current line cannot be taken."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def read_file(path: Path, *, progress: Callable[[int], None] | None = None) -> Events:
    """Return the answers of a file, read as a stream.

    Args:
        path: Lines of JSON in UTF-8.
        progress: Told how many bytes each line had.

    Raises:
        Invalid: With the number of the first bad line and its field.
    """
    with path.open("rb") as lines:
        return read_events(_counted(lines, progress) if progress else lines)


def read_events(lines: Iterable[bytes]) -> Events:
    """Return the answers of these lines; as of the latest of them.

    A line that repeats an answer word for word counts once; one that gives a known id another
    content is refused, because which of the two is true cannot be told.

    Raises:
        Invalid: With the number of the first bad line and its field.
    """
    columns = _Columns()
    for number, line in enumerate(lines, start=1):
        try:
            columns.add(_fields(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line))
        except _Bad as bad:
            detail = f"line {number}, field {bad.field}: {bad}"
            raise Invalid("bad_line", field=bad.field, detail=detail) from None
    return columns.events()


def parse_time(text: str) -> int:
    """Return microseconds since 1970 of an ISO 8601 moment with its zone.

    >>> parse_time("1970-01-02T00:00:00Z")
    86400000000

    Raises:
        ValueError: No such moment, without a zone, or not between 1970 and 2200.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("has no zone; write Z for UTC")
    micros = round(moment.timestamp() * 1_000_000)
    if not 0 <= micros < _LATEST:
        raise ValueError("lies before 1970 or after 2200")
    return micros


def _counted(lines: Iterable[bytes], progress: Callable[[int], None]) -> Iterable[bytes]:
    for line in lines:
        progress(len(line))
        yield line


def _fields(line: bytes) -> dict[str, Any] | None:
    if not line.strip():
        return None
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise _Bad("line", "is not JSON in UTF-8") from None
    if type(row) is not dict:
        raise _Bad("line", "is not an object")
    return row


class _Columns:
    """The columns while they grow; strings are kept once."""

    def __init__(self) -> None:
        self.seen: dict[str, int] = {}
        self.ids: list[str] = []
        self.codes: dict[str, dict[str, int]] = {
            name: {} for name in ("subject", "unit", "service", "device", "network", "scan")
        }
        self.ints = {name: array("q") for name in ("time", "channel", "mood", *self.codes)}
        self.seconds = array("d")
        self.texts: dict[int, str] = {}

    def add(self, row: dict[str, Any] | None) -> None:
        """Take one line in, or raise ``_Bad``."""
        if row is None:
            return None
        name = _name(row, "id")
        values = [_time(row), _channel(row), _mood(row)]
        values += [self._code(row, field) for field in self.codes]
        seconds, text = _seconds(row), _text(row)
        _check_tags(row)
        place = self.seen.setdefault(name, len(self.ids))
        if place < len(self.ids):
            return self._same(place, values, seconds, text)
        self.ids.append(name)
        for column, value in zip(self.ints.values(), values, strict=True):
            column.append(value)
        self.seconds.append(seconds)
        if text:
            self.texts[place] = text
        return None

    def _same(self, place: int, values: list[int], seconds: float, text: str) -> None:
        known = [column[place] for column in self.ints.values()]
        same_seconds = self.seconds[place] == seconds or isnan(seconds)
        if known != values or not same_seconds or self.texts.get(place, "") != text:
            raise _Bad("id", "was given before with another content")

    def _code(self, row: dict[str, Any], field: str) -> int:
        if field in _OPTIONAL and row.get(field) is None:
            return -1
        known = self.codes[field]
        return known.setdefault(_name(row, field), len(known))

    def events(self) -> Events:
        """Return the columns in their one order: by time, then id."""
        ids, micros = self.ids, self.ints["time"]
        order = np.array(sorted(range(len(ids)), key=lambda i: (micros[i], ids[i])), np.int64)
        column = {name: np.array(values, np.int64)[order] for name, values in self.ints.items()}
        coded = {name: recode(column[name], list(self.codes[name])) for name in self.codes}
        place = np.empty(len(ids), np.int64)
        place[order] = np.arange(len(ids))
        texts = sorted((int(place[row]), text) for row, text in self.texts.items())
        time: Ints = column["time"] // 1_000_000
        return Events(
            ids=[ids[row] for row in order.tolist()],
            time=time,
            channel=column["channel"],
            mood=column["mood"],
            seconds=np.array(self.seconds, np.float64)[order],
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


def _name(row: dict[str, Any], field: str) -> str:
    value = row.get(field)
    if type(value) is not str or not value or len(value) > _LONGEST_NAME:
        missing = field not in row
        raise _Bad(field, "is missing" if missing else "must be a text of 1 to 200 letters")
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise _Bad(field, "has half a letter")
    return value


def _time(row: dict[str, Any]) -> int:
    value = row.get("time")
    if type(value) is not str:
        raise _Bad("time", "is missing" if "time" not in row else "must be an ISO 8601 text")
    try:
        return parse_time(value)
    except (ValueError, OverflowError):
        raise _Bad("time", "must be ISO 8601 with a zone, like 2026-03-01T08:30:00Z") from None


def _channel(row: dict[str, Any]) -> int:
    value = row.get("channel")
    if type(value) is not str or value not in _CHANNEL:
        raise _Bad("channel", "must be one of qr, web, kiosk, call")
    return _CHANNEL[value]


def _mood(row: dict[str, Any]) -> int:
    value = row.get("mood")
    if type(value) is not int or not 1 <= value <= 5:
        raise _Bad("mood", "must be a whole number 1 to 5")
    return value


def _seconds(row: dict[str, Any]) -> float:
    value = row.get("seconds")
    if value is None:
        return float("nan")
    if type(value) not in (int, float) or not isfinite(value) or value < 0:
        raise _Bad("seconds", "must be a number from 0 up, or null")
    return float(value)


def _text(row: dict[str, Any]) -> str:
    value = row.get("text")
    if value is None:
        return ""
    if type(value) is not str:
        raise _Bad("text", "must be a text or null")
    return value


def _check_tags(row: dict[str, Any]) -> None:
    value = row.get("tags")
    if value is None:
        return
    if type(value) is not list or not all(type(tag) is str for tag in value):
        raise _Bad("tags", "must be a list of texts, or null")
