"""Words of notices: states, channels, the retry ladder."""

from datetime import datetime, timedelta
from enum import StrEnum

RETRY_MINUTES = (1, 5, 15, 60, 240)
GIVE_UP = timedelta(hours=24)


class NoticeState(StrEnum):
    """Where a notice stands."""

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    EXPIRED = "expired"
    SUPPRESSED = "suppressed"


class NoticeChannel(StrEnum):
    """By which road."""

    IN_APP = "in_app"
    SMS = "sms"
    EMAIL = "email"


def next_try(attempts: int, *, first: datetime, now: datetime) -> datetime | None:
    """Return when to try again after ``attempts`` failures: 1, 5, 15, 60, 240, 240 ... minutes.

    ``None`` means give up: 24 hours have passed since the first try.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 22, tzinfo=UTC)
    >>> next_try(2, first=at, now=at).minute
    5
    >>> next_try(9, first=at, now=at + timedelta(hours=25)) is None
    True
    """
    wait = RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1]
    return None if now - first >= GIVE_UP else now + timedelta(minutes=wait)
