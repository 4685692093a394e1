"""Words of feedback: kinds, channels, moods, who is told."""

from enum import StrEnum


class Kind(StrEnum):
    """The four kinds of feedback; ``none`` is a bare rating."""

    NONE = "none"
    APPRECIATION = "apr"
    SUGGESTION = "sug"
    COMMENT = "com"
    COMPLAINT = "crt"


class Channel(StrEnum):
    """How it came in; never averaged together raw."""

    QR = "qr"
    NFC = "nfc"
    TYPED = "typed"
    WEB = "web"
    KIOSK = "kiosk"
    PHONE = "phone"


class Identity(StrEnum):
    """What the citizen lets be known: nothing, only to the special team, or to the unit too."""

    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"
    OPEN = "open"


class ReleaseState(StrEnum):
    """Where a text stands on its way to the person or place it speaks of."""

    WAITING = "waiting"
    RELEASED = "released"
    MASKED = "masked"
    WITHHELD = "withheld"


class PhotoState(StrEnum):
    """Where a photo stands: as it was sent, drawn anew, or found to be no picture."""

    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"


MOODS = (5, 4, 3, 2, 1)
