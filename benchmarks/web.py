"""What the citizen's requests cost the server, against a bare ``hello`` on the same server.

    python benchmarks/web.py [--requests 3000]

One granian worker serves ``hello`` (the calibration row), then a founded city on SQLite
(``synchronous=NORMAL``, so that the disk is not what is measured), three times in turn; of each row
the cheapest round stands in the table, for what other processes add is not the product's.  Times
are CPU of the server per request; a ratio is hello's CPU over the row's.  Bars: P1 a badge page
>= 0.40, or >= 0.70 with the subject in the process cache; P2 a tap >= 0.25; P3 a tap's p99 / p50
with 16 connections <= 4.  The whole journey (P4) is measured beside a bare desk: ``journey``.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from load import Cost, Request, drive, served
from sqlmodel import select

from app import clock, keystore, schema
from app.badges import service as badges
from app.badges.models import Badge
from app.badges.scope import Scope
from app.badges.tokens import token
from app.calendar import service as calendar
from app.db import Database
from app.directory import service as directory
from app.feedback.rules import Channel
from app.intake.front import FRESH_S
from app.intake.submission import Purpose, fresh
from app.keystore import Keys

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TEXT = "سه روز پشت سر هم گفتند فردا بیایید و کسی پشت باجه نبود."
STAFF = 2000
KEPT = 400
ROUNDS = 3
HELLO = "hello (calibration)"
HOT = "P1 badge page, one badge"
COLD = f"P1 badge page, {KEPT} badges"
FIRST = "P1 badge page, nothing kept"
TAP = "P2 tap"
UNREAD = "P2 tap, nothing kept"
WIDE = "P3 tap, 16 connections"
BARS = {
    HOT: ">= 0.70 cached",
    COLD: ">= 0.40",
    FIRST: ">= 0.40",
    TAP: ">= 0.25",
    UNREAD: ">= 0.25",
    WIDE: "p99/p50 <= 4",
}


@dataclass(frozen=True, slots=True)
class City:
    """A founded city: the environment of its server, its keys, tokens and serials of its badges."""

    env: dict[str, str]
    keys: Keys
    badges: list[tuple[str, str]]


def found(folder: Path) -> City:
    """Found a city of one unit and many employees, each with a badge."""
    now, keys = clock.now(), keystore.make(folder, now=clock.now())
    db = Database(f"sqlite:///{folder / 'takrim.db'}", synchronous="NORMAL")
    schema.upgrade(db.engine)
    with db.writing() as session:
        directory.install(session)
        calendar.install(session)
        body = directory.add_organisation(session, "MUN", "شهرداری")
        unit = directory.add_unit(session, body.id or 0, "100", "شهرداری منطقهٔ ۶")
        for number in range(STAFF):
            directory.add_employee(
                session, unit, number=f"{number:08d}", first_fa="مریم", last_fa="رستمی", now=now
            )
        badges.issue(session, keys.ring, Scope(), now=now, actor_id=None)
        made = [
            (token(b.serial, b.key_id, keys.ring), b.serial) for b in session.exec(select(Badge))
        ]
    db.dispose()
    env = {
        "TAKRIM_INSTANCE": str(folder),
        "TAKRIM_PUBLIC_URL": "https://qr.test.ir",
        "TAKRIM_SECRET_KEY": "a-secret-of-a-benchmark-that-is-long-enough",
        "TAKRIM_SYNCHRONOUS": "NORMAL",
        "TAKRIM_TRUSTED_PROXIES": "1",
    }
    return City(env, keys, made)


def visitor() -> dict[str, str]:
    """Return headers of a phone behind an address of its own, as a proxy passes them on."""
    address = ".".join(str(random.randrange(1, 255)) for _ in range(4))
    return {
        "X-Forwarded-For": address,
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "qr.test.ir",
        "User-Agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120 Mobile",
        "Accept-Language": "fa-IR,fa;q=0.9",
    }


def pages(city: City, count: int, *, among: int = STAFF) -> list[Request]:
    """Return GETs of badge pages, of one badge after another among the first so many."""
    return [
        Request("GET", f"/B/{city.badges[i % among][0]}", headers=visitor()) for i in range(count)
    ]


def taps(city: City, count: int, *, among: int = KEPT) -> list[Request]:
    """Return POSTs of a face, each of a form of its own."""
    return [_tap(city, i % among, _key(city, i % among)) for i in range(count)]


def journeys(city: City, count: int) -> list[list[Request]]:
    """Return the five steps of whole journeys, step by step."""
    keys = [_key(city, i) for i in range(count)]
    words = {"kind": "crt", "about": "postponed", "text": TEXT, "want": "1"}
    body = urlencode({**words, "identity": "anonymous"})
    return [
        pages(city, count),
        [_tap(city, i, key) for i, key in enumerate(keys)],
        [Request("GET", f"/thanks/{key}", headers=visitor()) for key in keys],
        [Request("POST", f"/thanks/{key}", body, visitor() | _FORM, (303,)) for key in keys],
        [Request("GET", f"/thanks/{key}/receipt", headers=visitor()) for key in keys],
    ]


def _key(city: City, number: int) -> str:
    serial = city.badges[number % len(city.badges)][1]
    return fresh(
        city.keys.vault.submission,
        Purpose.BADGE,
        channel=Channel.QR,
        serial=serial,
        now=clock.now(),
    )


def _tap(city: City, number: int, key: str) -> Request:
    place = f"/B/{city.badges[number % len(city.badges)][0]}"
    return Request("POST", place, urlencode({"key": key, "tap": "4"}), visitor() | _FORM, (303,))


def _row(name: str, cost: Cost, hello: Cost) -> None:
    ratio = f"{hello.cpu_ms / cost.cpu_ms:.2f}"
    print(
        f"{name:34} {cost.cpu_ms:8.3f} {ratio:>7} {cost.p50_ms:8.2f} {cost.p99_ms:8.2f}"
        f" {cost.p99_ms / cost.p50_ms:7.1f}  {BARS.get(name, '')}"
    )


def _round(city: City, count: int) -> dict[str, Cost]:
    """Serve hello and then the city, and return what each row cost."""
    with served("hello:app", {}) as (port, pid):
        costs = {HELLO: drive(port, pid, [Request("GET", "/")] * count)}
    with served("wsgi:app", city.env) as (port, pid):
        drive(port, pid, pages(city, 200))
        costs[HOT] = drive(port, pid, pages(city, count, among=1))
        costs[COLD] = drive(port, pid, pages(city, count, among=KEPT))
        time.sleep(2 * FRESH_S)  # what the process keeps of a scan is out of date
        costs[FIRST] = drive(port, pid, pages(city, STAFF))
        drive(port, pid, taps(city, 200))
        time.sleep(2 * FRESH_S)
        costs[UNREAD] = drive(port, pid, taps(city, STAFF, among=STAFF))
        costs[TAP] = drive(port, pid, taps(city, count))
        costs[WIDE] = drive(port, pid, taps(city, count), connections=16)
    return costs


def main() -> None:
    """Print the table."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--requests", type=int, default=3000)
    count = read.parse_args().requests
    with tempfile.TemporaryDirectory() as folder:
        city = found(Path(folder))
        rounds = [_round(city, count) for _ in range(ROUNDS)]
    best = {name: min((r[name] for r in rounds), key=lambda c: c.cpu_ms) for name in rounds[0]}
    print(f"{'':34} {'CPU ms':>8} {'ratio':>7} {'p50 ms':>8} {'p99 ms':>8} {'p99/p50':>7}")
    for name, cost in best.items():
        _row(name, cost, best[HELLO])


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).resolve().parent.parent))
    main()
