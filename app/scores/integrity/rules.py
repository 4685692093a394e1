"""Words of the integrity desk."""

from enum import StrEnum

__all__ = ["GroupState"]


class GroupState(StrEnum):
    """Where a suspect group stands: waiting, found false, found honest, or no longer suspect."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CLEARED = "cleared"
    GONE = "gone"
