"""Rate-limit counters in a SQLite file of their own: ``takrim-sqlite:///FILE``.

A storage for ``limits``: fixed and moving windows, shared by every worker of the machine and kept
over a restart.  Each step is one transaction, so two workers never both take the last place.
Losing the last moments to a power cut is harmless here, so nothing waits for the disk.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from limits.storage import MovingWindowSupport, Storage

__all__ = ["SqliteStorage"]

_SWEEP_S = 60
_TABLES = """
CREATE TABLE IF NOT EXISTS counter (key TEXT PRIMARY KEY, count INTEGER, expires REAL)
 WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS place
 (key TEXT, at REAL, salt INTEGER, expires REAL, PRIMARY KEY (key, at, salt)) WITHOUT ROWID;
DROP TABLE IF EXISTS entry;
"""
_TAKE = """
INSERT INTO place
WITH wanted (key, most, since, until) AS (VALUES {rows})
SELECT key, ?, random(), until FROM wanted WHERE NOT EXISTS
 (SELECT 1 FROM wanted AS w
  WHERE (SELECT count(*) FROM place AS p WHERE p.key = w.key AND p.at > w.since) >= w.most)
"""


@cache
def _take(windows: int) -> str:
    return _TAKE.format(rows=", ".join(["(?, ?, ?, ?)"] * windows))


class SqliteStorage(Storage, MovingWindowSupport):
    """Counters of rate limits in one SQLite file, with a connection for each thread."""

    STORAGE_SCHEME = ["takrim-sqlite"]  # noqa: RUF012  declared so by the base class

    def __init__(self, uri: str, wrap_exceptions: bool = False, **_options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._path = Path(unquote(urlsplit(uri).path))
        self._here = threading.local()
        self._turn = threading.Lock()
        self._swept_at = 0.0
        self._taking = self._open()
        self._taking.executescript(_TABLES)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What a broken store raises."""
        return sqlite3.Error

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count in a fixed window that starts with its first hit."""
        now = time.time()
        with self._writing() as db:
            row = db.execute(
                "INSERT INTO counter VALUES (:key, :amount, :expires) ON CONFLICT (key) DO UPDATE"
                " SET count = CASE WHEN expires <= :now THEN :amount ELSE count + :amount END,"
                " expires = CASE WHEN expires <= :now THEN :expires ELSE expires END"
                " RETURNING count",
                {"key": key, "amount": amount, "expires": now + expiry, "now": now},
            ).fetchone()
        return int(row[0])

    def get(self, key: str) -> int:
        """Return the count of a fixed window."""
        row = self._one("SELECT count FROM counter WHERE key = ? AND expires > ?", key, time.time())
        return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        """Return when a fixed window ends, in seconds since 1970."""
        now = time.time()
        row = self._one("SELECT expires FROM counter WHERE key = ? AND expires > ?", key, now)
        return float(row[0]) if row else now

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Take places in a moving window, all or none."""
        return self.acquire_each([(key, limit - amount + 1, expiry)] * amount)

    def acquire_each(self, windows: Sequence[tuple[str, int, int]]) -> bool:
        """Take a place in each of several moving windows, all or none.

        Args:
            windows: Key, most places, and length in seconds of each.
        """
        now = time.time()
        told = [v for key, most, s in windows for v in (key, most, now - s, now + s)]
        with self._turn:  # on one line, which knows its pages still from the taking before
            db = self._swept(self._taking, now)
            return db.execute(_take(len(windows)), (*told, now)).rowcount == len(windows)

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:  # noqa: ARG002  the library's signature
        """Return the oldest place taken in a moving window, and how many are."""
        now = time.time()
        row = self._one(
            "SELECT min(at), count(*) FROM place WHERE key = ? AND at > ?", key, now - expiry
        )
        return (float(row[0]), int(row[1])) if row and row[1] else (now, 0)

    def check(self) -> bool:
        """Return whether the file answers."""
        try:
            return self._one("SELECT 1") is not None
        except sqlite3.Error:
            return False

    def reset(self) -> int:
        """Forget everything; return how many rows went."""
        with self._writing() as db:
            gone = db.execute("DELETE FROM counter").rowcount
            return int(gone + db.execute("DELETE FROM place").rowcount)

    def clear(self, key: str) -> None:
        """Forget one limit of one key."""
        with self._writing() as db:
            db.execute("DELETE FROM counter WHERE key = ?", (key,))
            db.execute("DELETE FROM place WHERE key = ?", (key,))

    def close(self) -> None:
        """Close what takes places and the connection of this thread; others end with theirs."""
        self._taking.close()
        if held := getattr(self._here, "connection", None):
            held.close()
            self._here = threading.local()

    def _connection(self) -> sqlite3.Connection:
        held: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if held is None:
            held = self._here.connection = self._open()
        return held

    def _open(self) -> sqlite3.Connection:
        opened = sqlite3.connect(
            self._path, timeout=5, isolation_level=None, check_same_thread=False
        )
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("PRAGMA synchronous=OFF")
        return opened

    def _one(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._connection().execute(statement, values).fetchone()
        return row

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        db = self._swept(self._connection(), time.time())
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def _swept(self, db: sqlite3.Connection, now: float) -> sqlite3.Connection:
        """Return the connection; once a minute what has expired goes first."""
        if now - self._swept_at >= _SWEEP_S:
            self._swept_at = now
            db.execute("DELETE FROM counter WHERE expires <= ?", (now,))
            db.execute("DELETE FROM place WHERE expires <= ?", (now,))
        return db
