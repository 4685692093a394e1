"""The night's erasing of devices and networks, in small units of work."""

from datetime import datetime

from app.db import Database
from app.scores.freezing.service import forget_devices, old_answers

__all__ = ["forget_old_devices"]


def forget_old_devices(db: Database, *, now: datetime) -> int:
    """Erase what is past its term; return how many messages lost their hashes."""
    gone = 0
    while True:
        with db.reading() as session:
            ids = old_answers(session, now=now)
        if not ids:
            return gone
        with db.writing() as session:
            forget_devices(session, ids, now=now)
        gone += len(ids)
