"""Time and memory of the nightly run over a database of many answers.

    python benchmarks/scores/nightly.py [--people 5000] [--answers 200000] [--database URL]

The answers of ``scale.py`` in a SQLite file, or in the empty PostgreSQL database of a URL; run
twice: the first night, and a usual one after it.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from scale import write_events
from sqlalchemy import insert
from sqlmodel import Session

from app import schema
from app.db import Database
from app.directory.models import Organisation, ServiceType, Subject, Unit
from app.feedback.models import Feedback
from app.feedback.rules import Channel, Identity, Kind
from app.scores.nightly.run import Night, run_night
from app.scores.rules import About

NOW = datetime(2028, 6, 1, tzinfo=UTC)
CHANNELS = {"qr": Channel.QR, "web": Channel.WEB, "kiosk": Channel.KIOSK, "call": Channel.PHONE}


def store(db: Database, events: Path) -> None:
    """Store units, people and answers of a file."""
    seen: dict[str, dict[str, int]] = {"unit": {}, "subject": {}, "service": {}}
    rows = _rows(events)
    while batch := list(islice(rows, 20_000)):
        with db.writing() as session:
            for row in batch:
                _known(session, seen, row)
            session.execute(insert(Feedback), [_said(row, seen) for row in batch])


def _rows(events: Path) -> Iterator[dict[str, object]]:
    with events.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _known(session: Session, seen: dict[str, dict[str, int]], row: dict[str, object]) -> None:
    unit, subject, service = (str(row[name]) for name in ("unit", "subject", "service"))
    if not seen["unit"]:
        session.add(Organisation(id=1, code="town", name_fa="شهر"))
        session.flush()
    if unit not in seen["unit"]:
        key = seen["unit"][unit] = len(seen["unit"]) + 1
        fields = {"path": f"/{key}/", "code": unit, "code_folded": unit, "name_fa": unit}
        session.add(Unit(id=key, organisation_id=1, **fields))
    if service not in seen["service"]:
        seen["service"][service] = 1
        session.add(ServiceType(code=service, name_fa=service))
    session.flush()
    if subject not in seen["subject"]:
        key = seen["subject"][subject] = len(seen["subject"]) + 1
        fields = {"public_id": subject, "kind": "employee", "code": subject, "name_fa": subject}
        stamps = {"created_at": NOW, "changed_at": NOW}
        here = {"organisation_id": 1, "unit_id": seen["unit"][unit]}
        session.add(Subject(id=key, **fields, **stamps, **here))


def _said(row: dict[str, object], seen: dict[str, dict[str, int]]) -> dict[str, object]:
    return {
        "submission": row["id"],
        "tracking_code": row["id"],
        "subject_id": seen["subject"][str(row["subject"])],
        "unit_id": seen["unit"][str(row["unit"])],
        "service_type": row["service"],
        "site": "",
        "channel": CHANNELS[str(row["channel"])],
        "kind": Kind.NONE,
        "mood": row["mood"],
        "topics": [],
        "text": row.get("text", ""),
        "text_folded": "",
        "wants_answer": False,
        "identity": Identity.ANONYMOUS,
        "locale": "fa",
        "device": row["device"],
        "network": row["network"],
        "seconds": int(float(str(row["seconds"]))),
        "created_at": datetime.fromisoformat(str(row["time"])),
    }


def main() -> None:
    """Print one line of figures a night."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--answers", type=int, default=200_000)
    parser.add_argument("--database", help="An empty PostgreSQL database to use instead.")
    parser.add_argument("--night", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.night:
        return one_night(asked.night)
    with tempfile.TemporaryDirectory() as folder:
        place, url = Path(folder), asked.database or f"sqlite:///{folder}/takrim.db"
        write_events(place / "events", asked.people, asked.answers, np.random.default_rng(1))
        db = Database(url, synchronous="NORMAL")
        schema.upgrade(db.engine)
        store(db, place / "events")
        db.dispose()
        for _ in range(2):
            subprocess.run([sys.executable, __file__, "--night", url], check=True)
    return None


def one_night(url: str) -> None:
    """Run one night in this process and print what it took."""
    db = Database(url)
    run = run_night(Night(db, NOW, ZoneInfo("Asia/Tehran")), About.EMPLOYEES)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        f"{run.subjects} people, {run.answers} answers, {run.suspects} suspect: "
        f"{run.duration_ms / 1000:.1f} s, {used.ru_utime + used.ru_stime:.1f} CPU s, "
        f"{used.ru_maxrss / 1024:.0f} MiB"
    )


if __name__ == "__main__":
    main()
