"""Numbers and words of signing in: how long a session lives, how long a pause grows.

Who may do what stands in ``app.rights``.
"""

from datetime import datetime, timedelta
from enum import StrEnum

__all__ = [
    "ABSOLUTE",
    "IDLE",
    "LINK_AGE",
    "PENDING",
    "SEEN_EVERY",
    "Purpose",
    "alive",
    "pause_s",
]

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
SEEN_EVERY = timedelta(minutes=1)
PENDING = timedelta(minutes=5)


class Purpose(StrEnum):
    """What a one-use link is for."""

    INVITATION = "invitation"
    RESET = "reset"
    SLIP = "slip"


LINK_AGE = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.RESET: timedelta(minutes=20),
    Purpose.SLIP: timedelta(days=30),
}


def alive(created_at: datetime, seen_at: datetime, *, now: datetime) -> bool:
    """Return whether a session still counts: 30 minutes idle, 10 hours in all.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    >>> alive(at, at + timedelta(hours=9, minutes=40), now=at + timedelta(hours=10))
    False
    """
    return now - seen_at < IDLE and now - created_at < ABSOLUTE


def pause_s(failures: int) -> int:
    """Return how long to wait after so many failures in a row, in seconds.

    Four are free; then the wait doubles; ten cost a quarter of an hour.

    >>> [pause_s(n) for n in (4, 5, 6, 9, 10)]
    [0, 2, 4, 32, 900]
    """
    if failures < 5:
        return 0
    return 900 if failures >= 10 else int(2 ** (failures - 4))
