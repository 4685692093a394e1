"""The fields of one line of ``events.jsonl``: taken, or refused with a reason a person can use."""

import json
from datetime import datetime
from math import isfinite
from typing import Any

from app.scores.engine.events import CHANNELS

__all__ = [
    "BadField",
    "channel_of",
    "check_tags",
    "fields_of",
    "mood_of",
    "name_of",
    "parse_time",
    "seconds_of",
    "text_of",
    "time_of",
]

_CHANNEL = {name: index for index, name in enumerate(CHANNELS)}
_LONGEST_NAME = 200
_LATEST = 7_258_118_400_000_000


class BadField(Exception):
    """A field of the current line cannot be taken."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


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


def fields_of(line: bytes) -> dict[str, Any] | None:
    """Return the object of a line, None of a blank one."""
    if not line.strip():
        return None
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise BadField("line", "is not JSON in UTF-8") from None
    if type(row) is not dict:
        raise BadField("line", "is not an object")
    return row


def name_of(row: dict[str, Any], field: str) -> str:
    """Return a code: 1 to 200 letters."""
    value = row.get(field)
    if type(value) is not str or not value or len(value) > _LONGEST_NAME:
        missing = field not in row
        raise BadField(field, "is missing" if missing else "must be a text of 1 to 200 letters")
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise BadField(field, "has half a letter")
    return value


def time_of(row: dict[str, Any]) -> int:
    """Return the moment in microseconds since 1970."""
    value = row.get("time")
    if type(value) is not str:
        raise BadField("time", "is missing" if "time" not in row else "must be an ISO 8601 text")
    try:
        return parse_time(value)
    except (ValueError, OverflowError):
        raise BadField("time", "must be ISO 8601 with a zone, like 2026-03-01T08:30:00Z") from None


def channel_of(row: dict[str, Any]) -> int:
    """Return the index of the channel."""
    value = row.get("channel")
    if type(value) is not str or value not in _CHANNEL:
        raise BadField("channel", "must be one of qr, web, kiosk, call")
    return _CHANNEL[value]


def mood_of(row: dict[str, Any]) -> int:
    """Return the rating 1-5."""
    value = row.get("mood")
    if type(value) is not int or not 1 <= value <= 5:
        raise BadField("mood", "must be a whole number 1 to 5")
    return value


def seconds_of(row: dict[str, Any]) -> float:
    """Return the seconds the form took, nan when unknown."""
    value = row.get("seconds")
    if value is None:
        return float("nan")
    if type(value) not in (int, float) or not isfinite(value) or value < 0:
        raise BadField("seconds", "must be a number from 0 up, or null")
    return float(value)


def text_of(row: dict[str, Any]) -> str:
    """Return the words, empty without any."""
    value = row.get("text")
    if value is None:
        return ""
    if type(value) is not str:
        raise BadField("text", "must be a text or null")
    return value


def check_tags(row: dict[str, Any]) -> None:
    """Refuse tags that are no list of texts."""
    value = row.get("tags")
    if value is None:
        return
    if type(value) is not list or not all(type(tag) is str for tag in value):
        raise BadField("tags", "must be a list of texts, or null")
