"""Words of badges."""

from enum import StrEnum


class BadgeStatus(StrEnum):
    """What a print of a badge is worth; ``suspended`` waits for a person who left to come back."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    REVOKED = "revoked"
