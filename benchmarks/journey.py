"""What the whole way of a citizen costs the server, against a bare desk in the same run (P4).

    python benchmarks/journey.py [--citizens 400]

Ours is five requests: open the badge page, tap a face, the thanks page, words that open a case with
its promise, desk and history, the receipt.  The bare desk (``bare_desk``) is three: a form, a
ticket with an event and an outbox row, a receipt; it knows no rights, languages, limits, signatures
or clocks.  Both run on one granian worker on SQLite (``synchronous=NORMAL``).

The bar: a journey in at least 8 times less CPU than django-helpdesk's and 15 times less than
osTicket's.  They took 29.5 and 59.8 ms where a bare Flask and SQLAlchemy Core app took 4.0, so
beside a bare desk the bar is 29.5 / 4.0 / 8 = 0.92 and 59.8 / 4.0 / 15 = 1.0 of its CPU.
"""

import argparse
import secrets
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlencode

from load import Request, drive, served
from web import TEXT, found, journeys, visitor

OURS = ("open", "tap", "thanks", "words and case", "receipt")
BARE = ("form", "ticket stored", "receipt")
ROUNDS = 5
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_BAR = 29.5 / 4.0 / 8


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


def main() -> None:
    """Print the table."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--citizens", type=int, default=400)
    count = read.parse_args().citizens
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "city").mkdir()
        city = found(Path(folder) / "city")
        with served("bare_desk:app", {"BARE_DESK": f"{folder}/bare.db"}) as (port, pid):
            bare = _cheapest(port, pid, (bare_journeys(count) for _ in range(ROUNDS)))
        with served("wsgi:app", city.env) as (port, pid):
            ours = _cheapest(port, pid, (journeys(city, count) for _ in range(ROUNDS)))
    _table("bare desk", BARE, bare)
    _table("ours", OURS, ours)
    print(f"{'ours / bare desk':34} {sum(ours) / sum(bare):8.2f}  <= {_BAR:.2f}")


def _cheapest(port: int, pid: int, rounds: Iterable[Sequence[Sequence[Request]]]) -> list[float]:
    """Return the CPU ms of each step, the cheapest of several rounds; the first only warms up."""
    costs = [[drive(port, pid, step).cpu_ms for step in steps] for steps in rounds]
    return [min(step) for step in zip(*costs[1:], strict=True)]


def _table(name: str, steps: Sequence[str], costs: Sequence[float]) -> None:
    for step, cost in zip(steps, costs, strict=True):
        print(f"{f'{name}: {step}':34} {cost:8.3f} ms")
    print(f"{f'{name}: whole journey':34} {sum(costs):8.3f} ms")


if __name__ == "__main__":
    main()
