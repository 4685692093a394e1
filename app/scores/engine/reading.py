"""Read ``events.jsonl``: one answer per line, refused with line number and field when wrong."""

from array import array
from collections.abc import Callable, Iterable
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np

from app.errors import Invalid
from app.scores.engine.events import Events, Ints, recode
from app.scores.engine.fields import (
    BadField,
    channel_of,
    check_tags,
    fields_of,
    mood_of,
    name_of,
    parse_time,
    seconds_of,
    text_of,
    time_of,
)

__all__ = ["parse_time", "read_events", "read_file"]

_OPTIONAL = ("device", "network", "scan")


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
            columns.add(fields_of(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line))
        except BadField as bad:
            detail = f"line {number}, field {bad.field}: {bad}"
            raise Invalid("bad_line", field=bad.field, detail=detail) from None
    return columns.events()


def _counted(lines: Iterable[bytes], progress: Callable[[int], None]) -> Iterable[bytes]:
    for line in lines:
        progress(len(line))
        yield line


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
        """Take one line in, or raise ``BadField``."""
        if row is None:
            return None
        name = name_of(row, "id")
        values = [time_of(row), channel_of(row), mood_of(row)]
        values += [self._code(row, field) for field in self.codes]
        seconds, text = seconds_of(row), text_of(row)
        check_tags(row)
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
            raise BadField("id", "was given before with another content")

    def _code(self, row: dict[str, Any], field: str) -> int:
        if field in _OPTIONAL and row.get(field) is None:
            return -1
        known = self.codes[field]
        return known.setdefault(name_of(row, field), len(known))

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
