"""Answers as an auditor's file has them; a test says only what it talks about."""

import json
from collections.abc import Iterable

import numpy as np

from app.scores.engine.events import Events
from app.scores.engine.reading import read_events

BEGIN = 1_772_323_200  # 1 March 2026, a Sunday
Row = dict[str, object]


def answer(number: int, *, day: float = 0.0, **more: object) -> Row:
    """Return one answer by scan at 09:00 city time, from a device of its own on a big carrier."""
    second = BEGIN + 5 * 3600 + 1800 + round(day * 86_400)
    return {
        "id": f"a{number:06d}",
        "time": f"{np.datetime64(second, 's')}Z",
        "subject": "P1",
        "unit": "U1",
        "service": "S1",
        "channel": "qr",
        "mood": 4,
        "device": f"d{number}",
        "network": f"carrier{number % 5}",
        "seconds": 20.0 + number % 7,
        "scan": f"k{number}",
    } | more


def read(rows: Iterable[Row]) -> Events:
    """Return the rows as the engine reads them."""
    return read_events(json.dumps(row).encode() for row in rows)


def city(people: int = 40, each: int = 20, *, seed: int = 1, first: int = 100_000) -> list[Row]:
    """Return an honest city: people of different levels at six desks over a year."""
    draw = np.random.default_rng(seed)
    level, rows = draw.normal(0, 12, people), []
    for person in range(people):
        unit, service = person % 3, person % 2
        for _ in range(each):
            opinion = 66 + level[person] - 20 * service + 5 * unit + draw.normal(0, 26)
            number = first + len(rows)
            rows.append(
                answer(
                    number,
                    day=float(draw.integers(360)) + float(draw.random()) / 3,
                    subject=f"P{person + 1}",
                    unit=f"U{unit}",
                    service=f"S{service}",
                    mood=1 + int(np.searchsorted([14, 34, 54, 76], opinion)),
                )
            )
    return rows
