"""Words of suspicion: what is wrong with a code, what a citizen says, where the desk stands."""

from enum import StrEnum

from app.badges.rules import BadgeStatus

__all__ = [
    "KIND_OF_STATUS",
    "NOTICE_REPORTS",
    "NOTICE_SCANS",
    "ReportReason",
    "SuspicionKind",
    "SuspicionState",
    "symbol_number",
]

NOTICE_REPORTS = 2
NOTICE_SCANS = 5


class SuspicionKind(StrEnum):
    """Why a scan or a typed number failed; ``working`` came back before the count was made."""

    FORGED = "forged"
    UNKNOWN = "unknown"
    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    WORKING = "working"


KIND_OF_STATUS = {
    BadgeStatus.ACTIVE: SuspicionKind.WORKING,
    BadgeStatus.REVOKED: SuspicionKind.REVOKED,
    BadgeStatus.REPLACED: SuspicionKind.REPLACED,
    BadgeStatus.EXPIRED: SuspicionKind.EXPIRED,
    BadgeStatus.SUSPENDED: SuspicionKind.SUSPENDED,
}


class ReportReason(StrEnum):
    """What a citizen says of a badge."""

    NOT_PERSON = "not_person"
    STICKER = "sticker"
    ELSEWHERE = "elsewhere"
    OTHER = "other"


class SuspicionState(StrEnum):
    """Where the issuing desk stands with a code."""

    NEW = "new"
    SEEN = "seen"
    STICKER_REPLACED = "sticker_replaced"
    BADGE_REPLACED = "badge_replaced"
    HARMLESS = "harmless"


def symbol_number(code: str) -> str:
    """Return how people speak of a code: nine digits as printed, or the number of a strange symbol.

    >>> symbol_number("482105772"), symbol_number("t00000000000000ff"), symbol_number("")
    ('482-105-772', '255', '')
    """
    if code.startswith("t"):
        return str(int(code[1:], 16) % 1_000_000)
    return f"{code[:3]}-{code[3:6]}-{code[6:]}" if code else ""
