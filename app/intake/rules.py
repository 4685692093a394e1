"""Words of intake: what the code alone tells, and which of the two codes a citizen gets."""

from enum import StrEnum

from app.cases.states import CaseState
from app.feedback.rules import Identity, Kind

__all__ = ["StatusWord", "gets_receipt", "status_word"]


class StatusWord(StrEnum):
    """All that a tracking code by itself may tell."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    CLOSED = "closed"


_WORDS = {
    CaseState.REGISTERED: StatusWord.RECEIVED,
    CaseState.QUARANTINE: StatusWord.RECEIVED,
    CaseState.REFERRED: StatusWord.IN_PROGRESS,
    CaseState.IN_PROGRESS: StatusWord.IN_PROGRESS,
    CaseState.UNDER_APPEAL: StatusWord.IN_PROGRESS,
    CaseState.WAITING_CITIZEN: StatusWord.WAITING,
    CaseState.FIX_CLAIMED: StatusWord.WAITING,
}


def status_word(state: CaseState | None) -> StatusWord:
    """Return the word for a case, or for a message that opened none.

    >>> status_word(None).value, status_word(CaseState.FIX_CLAIMED).value
    ('received', 'waiting')
    """
    return StatusWord.RECEIVED if state is None else _WORDS.get(state, StatusWord.CLOSED)


def gets_receipt(kind: Kind, identity: Identity, *, wants_answer: bool) -> bool:
    """Return whether the secret receipt is shown in place of the tracking code.

    Who is anonymous and complains, or waits for an answer, can be reached by nothing else.
    """
    return identity is Identity.ANONYMOUS and (kind is Kind.COMPLAINT or wants_answer)
