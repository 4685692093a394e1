"""Words and moves of badges: what a print of a badge is worth, and how that may change."""

import re
from enum import StrEnum

from app.errors import Refused

__all__ = [
    "ALL",
    "CARD_MOVES",
    "FACILITY",
    "MOVES",
    "OPEN_RUNS",
    "BadgeStatus",
    "CardState",
    "PartState",
    "RunState",
    "Trouble",
    "View",
    "check_card_move",
    "check_move",
    "check_reason",
    "is_serial",
]

ALL = "all"
FACILITY = "facility"
_SERIAL = re.compile(r"[0-9a-f]{10}")


class BadgeStatus(StrEnum):
    """What a print of a badge is worth; ``suspended`` waits for a person who left to come back."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Trouble(StrEnum):
    """What happened to a badge that comes back to the issuing desk."""

    LOST = "lost"
    SPOILED = "spoiled"
    RETURNED = "returned"


class RunState(StrEnum):
    """How far a print run is; its files are handed out once it is ``released``."""

    DRAFTED = "drafted"
    PRINTING = "printing"
    CHECKING = "checking"
    RELEASED = "released"
    CANCELLED = "cancelled"


class PartState(StrEnum):
    """Whether a part of a run still has to be made."""

    WAITING = "waiting"
    MADE = "made"


class CardState(StrEnum):
    """Where one card of a run is; it waits until the run is released."""

    WAITING = "waiting"
    PRINTED = "printed"
    ISSUED = "issued"
    SPOILED = "spoiled"
    RETURNED = "returned"


class View(StrEnum):
    """The views of the desk's list of badges."""

    ALL = "all"
    WORKING = "working"
    UNPRINTED = "unprinted"
    PRINTED = "printed"
    SUSPENDED = "suspended"
    ENDED = "ended"
    DEAD = "dead"


_ENDS = frozenset({BadgeStatus.REPLACED, BadgeStatus.REVOKED, BadgeStatus.EXPIRED})
MOVES: dict[BadgeStatus, frozenset[BadgeStatus]] = {
    BadgeStatus.ACTIVE: _ENDS | {BadgeStatus.SUSPENDED},
    BadgeStatus.SUSPENDED: _ENDS | {BadgeStatus.ACTIVE},
    BadgeStatus.REPLACED: frozenset(),
    BadgeStatus.REVOKED: frozenset(),
    BadgeStatus.EXPIRED: frozenset(),
}

OPEN_RUNS = (RunState.DRAFTED, RunState.PRINTING, RunState.CHECKING)
_HANDLED = frozenset({CardState.ISSUED, CardState.SPOILED, CardState.RETURNED})
CARD_MOVES: dict[CardState, frozenset[CardState]] = {
    CardState.WAITING: frozenset(),
    CardState.PRINTED: _HANDLED,
    CardState.ISSUED: _HANDLED | {CardState.PRINTED},  # marked by mistake
    CardState.SPOILED: frozenset({CardState.PRINTED}),
    CardState.RETURNED: frozenset({CardState.ISSUED, CardState.SPOILED}),
}


def check_card_move(old: CardState, new: CardState) -> None:
    """Refuse what cannot happen to a card; staying as it is is no move.

    Raises:
        Refused: The run is not released, or the card was spoiled.
    """
    if new is not old and new not in CARD_MOVES[old]:
        raise Refused("card_move", f"a card that is {old} cannot become {new}")


def check_move(old: BadgeStatus, new: BadgeStatus) -> None:
    """Refuse a move that is not in ``MOVES``: what has ended never lives again.

    Raises:
        Refused: The badge has ended.
    """
    if new not in MOVES[old]:
        raise Refused("badge_ended", f"{old} cannot become {new}")


def check_reason(reason: str) -> str:
    """Return the reason for revoking without blanks around it.

    Raises:
        Refused: It says nothing, or more than 400 characters.
    """
    reason = " ".join(reason.split())
    if not 3 <= len(reason) <= 400:
        raise Refused("reason", "a reason needs 3 to 400 characters")
    return reason


def is_serial(text: str) -> bool:
    """Return whether a text is a serial as it is stored: ten lower-case hexadecimal digits.

    >>> is_serial("0a1b2c3d4e"), is_serial("123-456-786")
    (True, False)
    """
    return _SERIAL.fullmatch(text) is not None
