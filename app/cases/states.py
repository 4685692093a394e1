"""Words of a case: its states, the roles that move it, what was done for the citizen."""

from enum import StrEnum

__all__ = [
    "CLOSED",
    "OPEN",
    "CallOutcome",
    "CaseRole",
    "CaseState",
    "DeclineReason",
    "Post",
    "Remedy",
]


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


OPEN = frozenset(
    {
        CaseState.REGISTERED,
        CaseState.REFERRED,
        CaseState.IN_PROGRESS,
        CaseState.WAITING_CITIZEN,
    }
)
CLOSED = frozenset(
    {CaseState.CLOSED_VERIFIED, CaseState.CLOSED_UNVERIFIED, CaseState.CLOSED_NO_REPLY}
)


class CaseRole(StrEnum):
    """Who acts on a case; the letters of the case rules."""

    CIT = "citizen"
    OP = "operator"
    TRI = "special_team"
    HND = "handler"
    MGR = "unit_manager"
    INS = "inspector"
    VER = "verifier"
    APP = "appeal_reviewer"
    SUB = "person_named"
    SYS = "product"


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


class DeclineReason(StrEnum):
    """Why a case ends without a remedy; "not ours" is not among them."""

    NOT_UPHELD = "not_upheld"
    NO_PUBLIC_BODY = "outside_any_public_body"
    ALREADY_DECIDED = "already_decided"
    ABUSIVE = "abusive"


class Post(StrEnum):
    """Persons named in a unit's settings."""

    TEAM_LEAD = "team_lead"
    DUTY_OFFICER = "duty_officer"
    DUTY_POST = "duty_post"
    INDEPENDENT = "independent_reviewer"
    MAYORS_DESK = "mayors_desk"


class CallOutcome(StrEnum):
    """How a call about a claimed fix ended."""

    FIXED = "fixed"
    PARTLY = "partly"
    NOT_FIXED = "not_fixed"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"
    CALL_BACK = "call_back"
