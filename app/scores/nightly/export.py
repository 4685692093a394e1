"""The auditor's file: the city's answers as ``takrim scores replay`` reads them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import isnan

from app.db import Database
from app.scores.engine.columns import CODES, Answer
from app.scores.engine.events import CHANNELS
from app.scores.nightly.answers import answers, newest_id, read_directory
from app.scores.rules import About

__all__ = ["event_lines"]


def event_lines(db: Database, about: About, *, now: datetime) -> Iterator[str]:
    """Yield one line of JSON an answer up to an instant; devices and networks are keyed hashes.

    What people ruled (verdicts, findings, insiders) is not in the file: a replay shows what the
    rules alone make of the answers.
    """
    with db.reading() as session:
        known, last = read_directory(session, about), newest_id(session)
    limit = now.timestamp() * 1_000_000
    for one in answers(db, known, until=last):
        if one.micros <= limit:
            yield json.dumps(_fields(one), ensure_ascii=False) + "\n"


def _fields(one: Answer) -> dict[str, object]:
    stamp = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=one.micros)
    return {
        "id": one.name,
        "time": stamp.isoformat(timespec="microseconds"),
        **dict(zip(CODES, one.codes, strict=True)),
        "channel": CHANNELS[one.channel],
        "mood": one.mood,
        "seconds": None if isnan(one.seconds) else one.seconds,
        "text": one.text or None,
    }
