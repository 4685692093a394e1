"""Read ``events.jsonl``: one answer per line, refused with line number and field when wrong."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from app.errors import Invalid
from app.scores.engine.columns import CODES, Answer, Columns, Contradiction
from app.scores.engine.events import Events
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
    columns = Columns()
    for number, line in enumerate(lines, start=1):
        try:
            whole = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            _add(columns, fields_of(whole))
        except BadField as bad:
            detail = f"line {number}, field {bad.field}: {bad}"
            raise Invalid("bad_line", field=bad.field, detail=detail) from None
    return columns.events()


def _counted(lines: Iterable[bytes], progress: Callable[[int], None]) -> Iterable[bytes]:
    for line in lines:
        progress(len(line))
        yield line


def _add(columns: Columns, row: dict[str, Any] | None) -> None:
    """Take one line in, or raise ``BadField``."""
    if row is None:
        return
    name = name_of(row, "id")
    time, channel, mood = time_of(row), channel_of(row), mood_of(row)
    codes = tuple(_code(row, field) for field in CODES)
    seconds, text = seconds_of(row), text_of(row)
    check_tags(row)
    try:
        columns.put(Answer(name, time, channel, mood, codes, seconds, text))
    except Contradiction:
        raise BadField("id", "was given before with another content") from None


def _code(row: dict[str, Any], field: str) -> str | None:
    if field in _OPTIONAL and row.get(field) is None:
        return None
    return name_of(row, field)
