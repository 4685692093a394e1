"""10,000 open cases counted anew after a same-day closure: bar 5 s, on a file with all rows.

Run: python -m benchmarks.clocks [CASES]
"""

import argparse
import secrets
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import Session, func, select

from app import schema
from app.calendar import service as calendar
from app.calendar.change import Change, snapshot
from app.calendar.hours import CITY_ZONE
from app.calendar.models import Calendar
from app.calendar.rules import due
from app.cases import chain
from app.cases.models import Case
from app.cases.recompute import Recount, recount
from app.cases.rules import CaseRole, CaseState, Policy
from app.db import Database
from app.feedback.models import Feedback
from app.feedback.rules import Channel, Identity, Kind
from app.notices.models import Notice
from qr.codes import new_tracking_code

NOW = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)  # Sunday 11:00 in Tehran
BAR_S = 5.0


def main() -> None:
    """Fill a city, close the day at noon, and say what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("cases", nargs="?", type=int, default=10_000)
    count = parser.parse_args().cases
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'takrim.db'}")
        schema.upgrade(database.engine)
        with database.writing() as session:
            calendar.install(session)
            _fill(session, count)
        began, cpu = time.perf_counter(), time.process_time()
        with database.writing() as session:
            found = _close_at_noon(session)
        took, used = time.perf_counter() - began, time.process_time() - cpu
        with database.reading() as session:
            letters = session.exec(
                select(func.count()).select_from(Notice).where(Notice.template == "C14")
            ).one()
        database.dispose()
    print(f"{count} open cases, {found.moved} moved, {letters} told")
    print(f"{took:.2f} s, of which {used:.2f} s of this process (bar {BAR_S} s)")
    sys.exit(took > BAR_S or found.moved == 0 or letters == 0)


def _fill(session: Session, count: int) -> None:
    """Open cases over the last hours, every third on the standard promise."""
    days = snapshot(session, zone=CITY_ZONE)
    city = session.exec(select(Calendar.id).where(Calendar.code == "A")).one()
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(new_tracking_code())
    for number, code in enumerate(sorted(codes)):
        at = NOW - timedelta(seconds=number * 9 % 10_000)
        minutes = 480 if number % 3 == 0 else 180
        row = Feedback(
            submission=secrets.token_hex(12),
            tracking_code=code,
            channel=Channel.QR,
            kind=Kind.COMPLAINT,
            category="CLN",
            text="",
            text_folded="",
            wants_answer=True,
            identity=Identity.CONFIDENTIAL,
            created_at=at,
        )
        session.add(row)
        session.flush()
        case = Case(
            tracking_code=row.tracking_code,
            feedback_id=row.id or 0,
            kind=Kind.COMPLAINT,
            category="CLN",
            policy=Policy.STANDARD if minutes == 480 else Policy.URGENT,
            budget_minutes=minutes,
            calendar_id=city,
            state=CaseState.IN_PROGRESS,
            identity=Identity.CONFIDENTIAL,
            registered_at=at,
            clock_from_at=at,
            rest_seconds=minutes * 60,
            due_at=due(days[city or 0], at, minutes),
        )
        session.add(case)
        session.flush()
        chain.append(session, case, "registered", role=CaseRole.CIT, actor_id=None, now=at)


def _close_at_noon(session: Session) -> Recount:
    before, first = snapshot(session, zone=CITY_ZONE), NOW.astimezone(CITY_ZONE).date()
    calendar.add_exception(
        session, "A", day=first, hours=((480, 720),), reason="heat", actor_id=1, now=NOW
    )
    change = Change("A", first, "heat", 1, before)
    return recount(session, change, now=NOW, zone=CITY_ZONE)


if __name__ == "__main__":
    main()
