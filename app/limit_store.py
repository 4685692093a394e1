"""Rate-limit counters in a SQLite file of their own: ``takrim-sqlite:///FILE``.

A storage for ``limits``: fixed and moving windows, shared by every worker of the machine and kept
over a restart.  Each step is one transaction, so two workers never both take the last place.
Losing the last moments to a power cut is harmless here, so nothing waits for the disk.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
INSERT INTO place SELECT :key, :now, random(), :until
 WHERE (SELECT count(*) FROM place WHERE key = :key AND at > :since) < :most
"""


class SqliteStorage(Storage, MovingWindowSupport):
    """Counters of rate limits in one SQLite file, with a connection for each thread."""

    STORAGE_SCHEME = ["takrim-sqlite"]  # noqa: RUF012  declared so by the base class

    def __init__(self, uri: str, wrap_exceptions: bool = False, **_options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self.path = Path(unquote(urlsplit(uri).path))
        self._here = threading.local()
        self._swept_at = 0.0
        self._connection().executescript(_TABLES)

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
        now = time.time()
        told = {"key": key, "now": now, "since": now - expiry, "until": now + expiry}
        with self._writing() as db:
            for left in range(amount, 0, -1):
                if not db.execute(_TAKE, told | {"most": limit - left + 1}).rowcount:
                    return False
        return True

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
        """Close the connection of this thread; others end with theirs."""
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
            self.path, timeout=5, isolation_level=None, check_same_thread=False
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
