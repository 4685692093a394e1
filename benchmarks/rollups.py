"""What the desks' reads cost as a city talks: rollups against counting messages, in one run.

    python benchmarks/rollups.py [--subjects 2000] [--few 10000] [--many 1000000]

Two SQLite cities with the same people and places, one with few messages, one with many, loaded
straight into the tables (feedback, its month counts, and a tail of steps not folded yet).  Every
read of a desk is timed in both, beside the same answer counted from the feedback itself, and a
``SELECT 1`` through the same door for calibration.  Read the ratios rather than the times.

Names the pages that cost over 1.5 times more after many messages; ends with status 1 when a
count differs from the recount.
"""

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import func, insert, select, text
from sqlmodel import Session, col

from app import schema
from app.db import Database
from app.directory import service as directory
from app.directory.models import Employee, Facility, Subject, Unit
from app.directory.rules import EMPLOYEE
from app.feedback.models import Feedback, MonthCount, Release, StatisticsDelta
from app.feedback.queries import subject_counts
from app.feedback.rules import ReleaseState
from app.insights.queries.employees import employee_page, employees
from app.insights.queries.facilities import facilities, facility_page
from app.jalali import jalali_month
from app.scores.models import ScoreRun
from app.scores.queries import shown
from app.scores.rules import About, RunState
from app.settings import Settings

ZONE = Settings(Path(), "https://qr.city.ir", "-").zone
NOW = datetime(2026, 11, 22, 8, 40, tzinfo=UTC)
MONTH = jalali_month(NOW, ZONE)
TAIL = 500
BATCH = 20_000
GROWTH_BAR = 1.5
CHANNELS = {"qr": 85, "typed": 5, "nfc": 4, "web": 3, "kiosk": 3}
KINDS = {"none": 85, "crt": 7, "apr": 5, "sug": 2, "com": 1}
MOODS = {5: 40, 4: 25, 3: 13, 2: 9, 1: 9, 0: 4}


@dataclass(frozen=True)
class City:
    """A loaded city: its database, the root's path, everyone in it."""

    db: Database
    path: str
    people: list[str]
    places: list[str]
    rollups: int


def found_city(folder: Path, subjects: int) -> tuple[Path, str]:
    """Make a city of people and places without a word said, and return its file."""
    file = folder / "city.db"
    db = Database(f"sqlite:///{file}", synchronous="NORMAL")
    schema.upgrade(db.engine)
    with db.writing() as session:
        directory.install(session)
        body = directory.add_organisation(session, "bench", "شهر")
        root = directory.add_unit(session, body.id or 0, "100", "شهرداری")
        units = [
            directory.add_unit(session, body.id or 0, f"1{n:02d}", f"منطقهٔ {n}", parent=root)
            for n in range(1, 23)
        ]
        _settle(session, units, subjects)
        for about in About:
            session.add(ScoreRun(about=about, state=RunState.DONE, as_of=NOW, started_at=NOW))
        path = root.path
    db.dispose()
    return file, path


def _settle(session: Session, units: list[Unit], subjects: int) -> None:
    for n in range(subjects):
        unit, place = units[n % len(units)], n % 10 == 0
        subject = Subject(
            public_id=f"s{n:07d}",
            kind="park" if place else EMPLOYEE,
            organisation_id=unit.organisation_id,
            unit_id=unit.id or 0,
            code=f"{n:07d}",
            name_fa=f"نام {n}",
            search=f"نام {n:07d}",
            sort_key=f"{n * 7919 % subjects:07d}",
            created_at=NOW,
            changed_at=NOW,
        )
        session.add(subject)
        session.flush()
        own: dict[str, Any] = {
            "subject_id": subject.id,
            "organisation_id": unit.organisation_id,
        }
        if place:
            session.add(Facility(**own, kind="park", code=subject.code))
        else:
            number = {"personnel_number": subject.code}
            session.add(Employee(**own, **number, first_name_fa="نام", last_name_fa=str(n)))


def load(file: Path, path: str, messages: int) -> City:
    """Let a city talk: feedback of a year, folded but for the tail."""
    db = Database(f"sqlite:///{file}", synchronous="NORMAL")
    with db.reading() as session:
        everyone = session.execute(
            select(col(Subject.id), col(Subject.unit_id), col(Subject.kind), col(Subject.public_id))
        ).all()
    said = _said([(row[0], row[1]) for row in everyone], messages)
    counts: Counter[tuple[Any, ...]] = Counter()
    tail: list[dict[str, Any]] = []
    with db.writing() as session:
        while batch := list(islice(said, BATCH)):
            session.execute(insert(Feedback), [row for row, _key in batch])
            _release(session, [row for row, _key in batch])
            counts.update(key for _row, key in batch)
        for key in list(counts)[:TAIL]:
            counts[key] -= 1
            tail.append(_keyed(key))
        folded = [{**_keyed(key), "count": n} for key, n in counts.items() if n]
        session.execute(insert(MonthCount), folded)
        session.execute(insert(StatisticsDelta), tail)
        session.execute(text("ANALYZE"))
    people, places = (
        [r[3] for r in everyone if (r[2] == EMPLOYEE) is wanted] for wanted in (True, False)
    )
    return City(db, path, people, places, len(folded))


def _release(session: Session, said: list[dict[str, Any]]) -> None:
    """Let the words of these messages through, those that have any."""
    rows = [
        {
            "feedback_id": row["id"],
            "unit_id": row["unit_id"],
            "state": ReleaseState.RELEASED,
            "text": "حرف",
            "queued_at": row["told_at"],
        }
        for row in said
        if row["told_at"]
    ]
    if rows:
        session.execute(insert(Release), rows)


def _keyed(key: tuple[Any, ...]) -> dict[str, Any]:
    names = ("subject_id", "unit_id", "month", "channel", "kind", "mood")
    return dict(zip(names, key, strict=True))


def _said(subjects: list[tuple[int, int]], messages: int) -> Iterator[tuple[Any, Any]]:
    draw = random.Random(1405)
    days = [NOW - timedelta(days=n) for n in range(365)]
    months = [jalali_month(day, ZONE) for day in days]

    def pick(weights: dict[Any, int]) -> list[Any]:
        return draw.choices(list(weights), list(weights.values()), k=messages)

    drawn = zip(pick(CHANNELS), pick(KINDS), pick(MOODS), strict=True)
    for n, (channel, kind, mood) in enumerate(drawn, start=1):
        (subject, unit), day = draw.choice(subjects), draw.randrange(365)
        row = {
            "id": n,
            "submission": f"s{n}",
            "tracking_code": f"{n:010d}",
            "subject_id": subject,
            "unit_id": unit,
            "channel": channel,
            "kind": kind,
            "mood": mood or None,
            "device": f"{draw.randrange(1 + messages // 3):064x}",
            "created_at": days[day],
            "told_at": None if kind == "none" else days[day],
        }
        yield row, (subject, unit, months[day], channel, kind, mood)


DESKS = (
    "page of an employee",
    "page of a place",
    "list of employees",
    "list of places",
)
Read = Callable[[Session, City, int], object]


def _subject(session: Session, city: City, turn: int) -> Subject:
    public_id = city.people[turn * 37 % len(city.people)]
    return session.execute(select(Subject).where(col(Subject.public_id) == public_id)).scalar_one()


def naive_places(session: Session, _city: City, _turn: int) -> object:
    """Messages of every place this month, counted from the messages."""
    said = Feedback
    since = NOW - timedelta(days=1)  # the month of NOW is a day old
    query = (
        select(col(said.subject_id), func.count())
        .join(Subject, col(Subject.id) == col(said.subject_id))
        .where(col(said.created_at) >= since, col(Subject.kind) != EMPLOYEE)
    )
    return session.execute(query.group_by(col(said.subject_id))).all()


READS: dict[str, Read] = {
    "SELECT 1 (calibration)": lambda s, _c, _t: s.execute(text("SELECT 1")).all(),
    "one score, a part of pages": lambda s, c, t: shown(s, _subject(s, c, t)),
    "page of an employee": lambda s, c, t: employee_page(
        s, c.people[t * 37 % len(c.people)], [c.path], zone=ZONE
    ),
    "page of a place": lambda s, c, t: facility_page(
        s, c.places[t * 37 % len(c.places)], [c.path], month=MONTH, zone=ZONE
    ),
    "list of employees": lambda s, c, t: employees(
        s, [c.path], after=c.people[t * 37 % len(c.people)]
    ),
    "list of places": lambda s, c, _t: facilities(s, [c.path], month=MONTH),
    "  counted from messages": naive_places,
}


def median_ms(city: City, read: Read, rounds: int) -> float:
    """Return the median CPU time of a read in a session of its own, after one to warm up."""
    times = []
    for turn in range(rounds + 1):
        began = time.process_time()
        with city.db.reading() as session:
            read(session, city, turn)
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times[1:])


def differences(city: City) -> int:
    """Return how many of 50 subjects have other counts than their messages say."""
    wrong = 0
    with city.db.reading() as session:
        for turn in range(50):
            subject_id = _subject(session, city, turn).id or 0
            said = select(col(Feedback.kind), func.coalesce(Feedback.mood, 0), func.count()).where(
                col(Feedback.subject_id) == subject_id
            )
            truth = {(k.value, m): n for k, m, n in session.execute(said.group_by("kind", "mood"))}
            wrong += subject_counts(session, subject_id, "kind", "mood") != truth
    return wrong


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--subjects", type=int, default=2000)
    asked.add_argument("--few", type=int, default=10_000)
    asked.add_argument("--many", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=25)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file, path = found_city(Path(folder), given.subjects)
        copy = Path(shutil.copy(file, Path(folder) / "many.db"))
        few, many = load(file, path, given.few), load(copy, path, given.many)
        return report(few, many, given.rounds)


def report(few: City, many: City, rounds: int) -> int:
    """Print the table and return the status."""
    print(f"{'CPU ms, median':30}{'few':>10}{'many':>10}{'ratio':>8}")
    print(f"{'rollup rows':30}{few.rollups:>10}{many.rollups:>10}")
    cost: dict[str, tuple[float, float]] = {}
    for name, read in READS.items():
        # turn about, so that a busy moment of the machine falls on both
        pairs = [(median_ms(few, read, rounds), median_ms(many, read, rounds)) for _ in range(3)]
        cost[name] = (min(a for a, _ in pairs), min(b for _, b in pairs))
        a, b = cost[name]
        print(f"{name:30}{a:>10.2f}{b:>10.2f}{b / a:>8.2f}")
    wrong = differences(few) + differences(many)
    grown = [name for name in DESKS if cost[name][1] > GROWTH_BAR * cost[name][0]]
    print(f"subjects with other counts than their messages: {wrong}")
    print(f"pages that grew over {GROWTH_BAR} times: {', '.join(grown) or 'none'}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
