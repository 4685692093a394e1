"""How the desk names what is wrong with a code, what citizens say and where the desk stands."""

from flask_babel import lazy_gettext as _l

from app.badges.suspicion.rules import ReportReason, SuspicionKind, SuspicionState

__all__ = ["KIND_NAMES", "REASON_NAMES", "STATE_NAMES", "STATE_TONES"]

KIND_NAMES = {
    SuspicionKind.FORGED: _l("Symbol not ours"),
    SuspicionKind.UNKNOWN: _l("No such badge"),
    SuspicionKind.REVOKED: _l("Revoked badge"),
    SuspicionKind.REPLACED: _l("Replaced badge"),
    SuspicionKind.EXPIRED: _l("Expired badge"),
    SuspicionKind.SUSPENDED: _l("Suspended badge"),
    SuspicionKind.WORKING: _l("Badge works"),
}
STATE_NAMES = {
    SuspicionState.NEW: _l("Not looked at"),
    SuspicionState.SEEN: _l("Looked at"),
    SuspicionState.STICKER_REPLACED: _l("Sticker replaced"),
    SuspicionState.BADGE_REPLACED: _l("Card replaced"),
    SuspicionState.HARMLESS: _l("Harmless"),
}
STATE_TONES = {
    SuspicionState.NEW: "za",
    SuspicionState.SEEN: "lj",
    SuspicionState.STICKER_REPLACED: "sa",
    SuspicionState.BADGE_REPLACED: "sa",
    SuspicionState.HARMLESS: "",
}
REASON_NAMES = {
    ReportReason.NOT_PERSON: _l("This is not the person"),
    ReportReason.STICKER: _l("The sticker looks false or covered"),
    ReportReason.ELSEWHERE: _l("It hangs in the wrong place"),
    ReportReason.OTHER: _l("Something else"),
}
