"""Words of notices: states, channels, the retry ladder, quiet hours, the length of an SMS."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

RETRY_MINUTES = (1, 5, 15, 60, 240)
GIVE_UP = timedelta(hours=24)
LEASE = timedelta(minutes=2)
LIFETIME = {"C17": timedelta(minutes=10)}
ALWAYS_URGENT = frozenset({"C01", "C17"})
QUIET_FROM, QUIET_UNTIL = time(22), time(7)

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")


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


def outlived(template: str, *, created: datetime, now: datetime) -> bool:
    """Return whether sending has no sense any more: a sign-in code (C17) lives ten minutes.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 22, tzinfo=UTC)
    >>> outlived("C17", created=at, now=at + timedelta(minutes=10))
    True
    """
    return template in LIFETIME and now - created >= LIFETIME[template]


def quiet_until(now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the end of the quiet hours (22-07 in the city) if ``now`` lies in them.

    >>> from datetime import UTC
    >>> night = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)  # 23:00 in Tehran
    >>> str(quiet_until(night, ZoneInfo("Asia/Tehran")))
    '2026-11-23 07:00:00+03:30'
    >>> quiet_until(night - timedelta(hours=2), ZoneInfo("Asia/Tehran")) is None
    True
    """
    local = now.astimezone(zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return None
    morning = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(morning, QUIET_UNTIL, zone)


def segments(text: str) -> int:
    """Return how many SMS parts a text takes: 160/153 in GSM 03.38 letters, else 70/67.

    >>> segments("a" * 160), segments("ب" * 70), segments("ب" * 71), segments("ب" * 135)
    (1, 1, 2, 3)
    """
    if all(letter in _GSM or letter in _GSM_TWICE for letter in text):
        size, one, more = len(text) + sum(letter in _GSM_TWICE for letter in text), 160, 153
    else:
        size, one, more = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if size <= one else -(-size // more)
