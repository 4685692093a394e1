"""Devices of staff sessions end with the term of all device hashes."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from app.people.models import StaffSession

__all__ = ["TERM", "forget_staff_devices"]

TERM = timedelta(days=180)


def forget_staff_devices(session: Session, *, now: datetime) -> int:
    """Erase the device of sessions last seen half a year ago; return how many."""
    old = (col(StaffSession.seen_at) < now - TERM, col(StaffSession.device) != "")
    done = session.execute(update(StaffSession).where(*old).values(device=""))
    return int(done.rowcount)  # type: ignore[attr-defined]
