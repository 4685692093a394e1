"""The engine's honest city in a database: the same answers an auditor's file would have."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlmodel import Session

from app.db import Database
from app.directory.models import ServiceType, Subject
from app.feedback.models import Feedback
from app.feedback.rules import Channel, Identity, Kind
from app.people.models import Account
from app.scores.nightly.run import Night
from tests.feedback.making import make_subject, make_unit, stored
from tests.scores.engine.answers import Row

LATER = datetime(2027, 3, 5, tzinfo=UTC)
TEHRAN = ZoneInfo("Asia/Tehran")
CHANNELS = {"qr": Channel.QR, "web": Channel.WEB, "kiosk": Channel.KIOSK, "call": Channel.PHONE}


def store_city(session: Session, rows: Iterable[Row]) -> dict[str, Subject]:
    """Store units, people and answers; return the people by the names the rows give them."""
    rows = list(rows)
    units = {name: make_unit(session, str(name)) for name in sorted({r["unit"] for r in rows})}
    for name in sorted({str(r["service"]) for r in rows}):
        stored(session, ServiceType(code=name, name_fa=name))
    people: dict[str, Subject] = {}
    for row in rows:
        name = str(row["subject"])
        if name not in people:
            unit, service = units[row["unit"]], str(row["service"])
            people[name] = make_subject(session, unit, public_id=name, service_type=service)
    session.execute(insert(Feedback), [_row(row, people, units) for row in rows])
    session.flush()
    return people


def _row(row: Row, people: dict[str, Subject], units: dict[object, object]) -> dict[str, object]:
    return {
        "submission": str(row["scan"] or row["id"]),
        "tracking_code": str(row["id"])[-10:],
        "subject_id": people[str(row["subject"])].id,
        "unit_id": units[row["unit"]].id,
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
        "device": row["device"] or "",
        "network": row["network"] or "",
        "seconds": int(row["seconds"]),
        "created_at": datetime.fromisoformat(str(row["time"])),
    }


def make_account(session: Session, name: str = "integrity", **fields: object) -> Account:
    """Store an account of somebody who decides."""
    known = {"public_id": name, "username": name, "username_folded": name, "created_at": LATER}
    return stored(session, Account(**known | fields))


def night_of(db: Database, **more: object) -> Night:
    """Return a night long after the last answer."""
    return Night(**{"db": db, "now": LATER, "zone": TEHRAN} | more)
