"""What the whole way of a citizen costs the server, beside other desks in the same run (P4).

    python benchmarks/journey.py [--citizens 400] [--other other/bin/python]

Ours is five requests: open the badge page, tap a face, the thanks page, words that open a case with
its promise, desk and history, the receipt.  A desk of the usual kind is three: a form, a ticket
stored, its page.  All run on one granian worker of four threads on SQLite (``synchronous=NORMAL``).

``--other`` names the Python of an environment with django-helpdesk (``other_desk``).  The bar is a
journey in at least 8 times less CPU than its, and 15 times less than osTicket's, which is written
in PHP and not run here; the two took 29.5 and 59.8 ms in one run, so that 8 times less than the one
is 16 times less than the other.  ``lean`` is the same desk kept on one core as our workers are.

The bare desk (``bare_desk``) needs no second environment: a form, a ticket with an event and an
outbox row, a receipt; it knows no rights, languages, limits, signatures or clocks.
"""

import argparse
import secrets
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from load import Request, drive, served
from web import TEXT, found, journeys, visitor

OURS = ("open", "tap", "thanks", "words and case", "receipt")
DESK = ("form", "ticket stored", "its page")
ROUNDS = 5
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_TIMES_LESS = 8


def bare_journeys(count: int) -> list[list[Request]]:
    """Return the three steps of whole journeys at the bare desk, step by step."""
    keys = [secrets.token_hex(24) for _ in range(count)]
    sent = {"kind": "crt", "text": TEXT, "phone": "09123456789", "wants_answer": "1"}
    return [
        [Request("GET", f"/new/{key}", headers=visitor()) for key in keys],
        [
            Request(
                "POST", f"/new/{key}", urlencode(sent | {"key": key}), visitor() | _FORM, (303,)
            )
            for key in keys
        ],
        [Request("GET", f"/receipt/{key}", headers=visitor()) for key in keys],
    ]


def other_journeys(database: Path, count: int) -> Iterable[list[Request]]:
    """Yield the three steps at django-helpdesk; the last asks for the tickets of the second."""
    token = secrets.token_hex(16)
    own = visitor() | {"Cookie": f"csrftoken={token}"}
    sent = {"queue": 1, "title": TEXT[:40], "body": TEXT, "priority": 3}
    known = {"submitter_email": "citizen@city.example", "csrfmiddlewaretoken": token}
    yield [Request("GET", "/tickets/submit/", headers=own)] * count
    yield [
        Request("POST", "/tickets/submit/", urlencode(sent | known), own | _FORM, (302,))
    ] * count
    yield [Request("GET", path, headers=own) for path in _tickets(database, count)]


def _tickets(database: Path, count: int) -> list[str]:
    """Return the addresses of the newest tickets, as their writers are sent to them."""
    with closing(sqlite3.connect(database)) as opened:
        rows = opened.execute(
            "SELECT id, submitter_email, secret_key FROM helpdesk_ticket ORDER BY id DESC LIMIT ?",
            (count,),
        ).fetchall()
    names = ("ticket", "email", "key")
    return [
        f"/view/?{urlencode(dict(zip(names, (f'desk-{own}', mail, key), strict=True)))}"
        for own, mail, key in rows
    ]


def main() -> None:
    """Print the table."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--citizens", type=int, default=400)
    read.add_argument("--other", help="Python of an environment with django-helpdesk")
    asked = read.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bare, ours = _both(Path(folder), asked.citizens)
        _table("bare desk", DESK, bare)
        _table("ours", OURS, ours)
        print(f"{'ours / bare desk':34} {sum(ours) / sum(bare):8.2f}")
        if asked.other:
            _beside_other(Path(folder), asked.other, asked.citizens, ours)


def _both(folder: Path, count: int) -> tuple[list[float], list[float]]:
    (folder / "city").mkdir()
    city = found(folder / "city")
    with served("bare_desk:app", {"BARE_DESK": f"{folder}/bare.db"}) as (port, pid):
        bare = _cheapest(port, pid, (bare_journeys(count) for _ in range(ROUNDS)))
    with served("wsgi:app", city.env) as (port, pid):
        ours = _cheapest(port, pid, (journeys(city, count) for _ in range(ROUNDS)))
    return bare, ours


def _beside_other(folder: Path, python: str, count: int, ours: Sequence[float]) -> None:
    """Print what django-helpdesk costs, as it comes and kept on one core."""
    database = folder / "other.db"
    env = {"OTHER_DESK": str(database)}
    subprocess.run([python, Path(__file__).with_name("other_desk.py")], env=env, check=True)
    for name in ("app", "lean"):
        with served(f"other_desk:{name}", env, python=python) as (port, pid):
            rounds = (other_journeys(database, count) for _ in range(ROUNDS))
            costs = _cheapest(port, pid, rounds)
        _table(f"django-helpdesk {name}", DESK, costs)
        times = sum(costs) / sum(ours)
        print(f"{f'django-helpdesk {name} / ours':34} {times:8.2f}  >= {_TIMES_LESS}")


def _cheapest(port: int, pid: int, rounds: Iterable[Iterable[list[Request]]]) -> list[float]:
    """Return the CPU ms of each step, the cheapest of several rounds; the first only warms up."""
    costs = [[drive(port, pid, step).cpu_ms for step in steps] for steps in rounds]
    return [min(step) for step in zip(*costs[1:], strict=True)]


def _table(name: str, steps: Sequence[str], costs: Sequence[float]) -> None:
    for step, cost in zip(steps, costs, strict=True):
        print(f"{f'{name}: {step}':34} {cost:8.3f} ms")
    print(f"{f'{name}: whole journey':34} {sum(costs):8.3f} ms")


if __name__ == "__main__":
    main()
