"""Queues that people work off: their kinds, and when an entry waits, is in hand or is closed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.errors import Invalid

__all__ = ["REASON_LEAST", "Held", "Queue", "ReviewState", "check_reason", "state_of"]

REASON_LEAST = 20


class Queue(StrEnum):
    """Why somebody should look: none of them is a list of the best or the worst."""

    ATTENTION = "attention"
    PRAISE = "praise"
    GROWTH = "growth"
    UNIT = "unit"


class ReviewState(StrEnum):
    """Where an entry stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Held:
    """The newest review of one entry, as far as its state needs it."""

    taken_at: datetime
    closed_at: datetime | None


def state_of(since: datetime, held: Held | None) -> ReviewState:
    """Return where an entry stands that has been in its queue since this instant.

    A review closed before the entry came (back) says nothing of it.
    """
    if held is None or (held.closed_at is not None and held.closed_at < since):
        return ReviewState.WAITING
    return ReviewState.TAKEN if held.closed_at is None else ReviewState.CLOSED


def check_reason(reason: str) -> str:
    """Return the reason without blanks around it.

    Raises:
        Invalid: It has fewer than 20 characters.
    """
    said = " ".join(reason.split())
    if len(said) < REASON_LEAST:
        raise Invalid("reason_short", field="reason")
    return said
