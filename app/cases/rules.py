"""The life of a case as data: states, policies, remedies, and who may move what where."""

from enum import StrEnum


class CaseState(StrEnum):
    """Where the remedy track stands."""

    REGISTERED = "registered"
    REFERRED = "referred"
    IN_PROGRESS = "in_progress"
    WAITING_CITIZEN = "waiting_citizen"
    FIX_CLAIMED = "fix_claimed"
    CLOSED_VERIFIED = "closed_verified"
    CLOSED_UNVERIFIED = "closed_unverified"
    CLOSED_NO_REPLY = "closed_no_reply"
    DECLINED = "declined"
    TRANSFERRED = "transferred"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    UNDER_APPEAL = "under_appeal"
    CLOSED_FINAL = "closed_final"
    QUARANTINE = "quarantine"


class Policy(StrEnum):
    """Which promise a case gets."""

    URGENT = "URG"
    STANDARD = "STD"
    SAFETY = "SAF"
    SUGGESTION = "SUG"


class Remedy(StrEnum):
    """What was done for the citizen."""

    SERVED_NOW = "served_now"
    APPOINTMENT = "appointment"
    SYSTEM_RESTORED = "system_restored"
    CORRECTED = "information_corrected"
    SUBSTITUTE = "substitute_named"
    REFUND = "refund"
    REPAIRED = "repaired"
    APOLOGY = "apology"
    NONE_POSSIBLE = "no_remedy_possible"
