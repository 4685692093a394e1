"""Words and floors of the integrity desk."""

from enum import StrEnum

__all__ = ["REASON_LEAST", "GroupState"]

REASON_LEAST = 10


class GroupState(StrEnum):
    """Where a suspect group stands: waiting, found false, found honest, or no longer suspect."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CLEARED = "cleared"
    GONE = "gone"
