"""The spool of failed scans: a small file beside the database, so that looking never writes there.

One row per code, network and hour with a count; at most ``MOST`` rows, then codes and networks
are no longer told apart, only counted.  The worker empties it (``folding``).  A spool that cannot
be written never stops a page: what is lost is a count, and the log says so.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.logs import log

__all__ = ["MOST", "Seen", "Spool"]

MOST = 20_000
_TABLE = (
    "CREATE TABLE IF NOT EXISTS seen (code TEXT, network TEXT, hour TEXT, count INTEGER NOT NULL,"
    " last TEXT NOT NULL, PRIMARY KEY (code, network, hour)) WITHOUT ROWID"
)
_ADD = (
    "INSERT INTO seen VALUES (?, ?, ?, 1, ?) ON CONFLICT (code, network, hour)"
    " DO UPDATE SET count = count + 1, last = excluded.last"
)
_LESS = "UPDATE seen SET count = count - ? WHERE code = ? AND network = ? AND hour = ?"


@dataclass(frozen=True, slots=True)
class Seen:
    """How often a code failed in an hour from one network (a keyed hash).

    ``code`` is ``s`` with the ten digits of a serial, ``n`` with nine typed digits, or ``t`` with
    sixteen digits of the keyed hash of a symbol; empty where there were too many.
    """

    code: str
    network: str
    hour: datetime
    count: int
    last: datetime


class Spool:
    """The file of failed scans.

    Args:
        path: Where it lies; made when it is first needed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, code: str, network: str, *, now: datetime) -> None:
        """Count one failed scan; never raises."""
        hour = now.replace(minute=0, second=0, microsecond=0).isoformat()
        try:
            with self._open() as db:
                known = db.execute("SELECT 1 FROM seen WHERE code = ? AND network = ? AND hour = ?",
                                   (code, network, hour)).fetchone()  # fmt: skip
                full = not known and db.execute("SELECT count(*) FROM seen").fetchone()[0] >= MOST
                if full:
                    code = network = ""
                db.execute(_ADD, (code, network, hour, now.isoformat()))
        except sqlite3.Error as error:
            log.warning("spool_unwritable", kind=type(error).__name__)

    def read(self) -> list[Seen]:
        """Return what waits, oldest hour first."""
        with self._open() as db:
            rows = db.execute("SELECT * FROM seen ORDER BY hour, code, network").fetchall()
        at = datetime.fromisoformat
        return [Seen(code, net, at(hour), n, at(last)) for code, net, hour, n, last in rows]

    def done(self, rows: Sequence[Seen]) -> None:
        """Take rows off that were counted; what came meanwhile stays."""
        with self._open() as db:
            gone = [(row.count, row.code, row.network, row.hour.isoformat()) for row in rows]
            db.executemany(_LESS, gone)
            db.execute("DELETE FROM seen WHERE count <= 0")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self._path, timeout=1, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute(_TABLE)
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        finally:
            db.close()
