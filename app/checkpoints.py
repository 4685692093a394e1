"""Moving what was written from SQLite's log into its file, beside the requests and not in them.

SQLite does this at every so many pages inside whichever commit comes then: that citizen waits for
the disk, and everybody behind.  A passive checkpoint on a line of its own stops no writer
(docs/adr/0025).  The limit of the lines themselves stays for processes without this thread.
"""

import threading
from contextlib import suppress

from app.db import Database
from app.errors import Unwritable

__all__ = ["keep_log_short", "run_beside"]

_PAUSE_S = 0.1
_MANY = 200


def run_beside(db: Database) -> None:
    """Keep the log of SQLite short for as long as this process lives; nothing on other engines."""
    if db.engine.dialect.name == "sqlite":
        told = (db, threading.Event())
        threading.Thread(target=keep_log_short, args=told, daemon=True).start()


def keep_log_short(db: Database, stop: threading.Event) -> None:
    """Write the log back after every two hundred units of work, until told to stop.

    Args:
        db: On SQLite.
        stop: Set to end.
    """
    seen = db.written
    while not stop.wait(_PAUSE_S):
        if db.written - seen < _MANY:
            continue
        seen = db.written
        with suppress(Unwritable), db.reading_rows() as rows:
            rows.cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
