"""States and rules of decisions: what one needs before it counts, and who may object.

A score decides nothing.  A decision is written by a named person, in their own words, on other
evidence; the employee is told before and heard, or ten working days pass; an adverse step needs a
second person.  Nothing here, and nothing that uses it, changes an employee's status, post or pay.
"""

from collections.abc import Mapping, Set
from enum import StrEnum

from app.errors import Refused

__all__ = [
    "ADVERSE",
    "ANSWER_DAYS",
    "MOVES",
    "AppealAbout",
    "AppealState",
    "DecisionState",
    "EvidenceKind",
    "Measure",
    "Outcome",
    "check_move",
    "follows_always",
]

ANSWER_DAYS = 10
FOLLOW_SHARE, FOLLOW_AT_LEAST = 0.95, 20


class Measure(StrEnum):
    """What is decided; ``ADVERSE`` lists those that need a second person."""

    NO_ACTION = "no_action"
    TALK = "talk"
    TRAINING = "training"
    PRAISE = "praise"
    WARNING = "warning"
    CHANGE_OF_POST = "change_of_post"
    BOARD = "board"


ADVERSE = frozenset({Measure.WARNING, Measure.CHANGE_OF_POST, Measure.BOARD})


class DecisionState(StrEnum):
    """Where a decision stands."""

    DRAFTED = "drafted"
    TOLD = "told"
    HEARD = "heard"
    CONFIRMED = "confirmed"
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"


_S = DecisionState
MOVES: Mapping[DecisionState, Set[DecisionState]] = {
    _S.DRAFTED: {_S.TOLD, _S.WITHDRAWN},
    _S.TOLD: {_S.HEARD, _S.CONFIRMED, _S.IN_FORCE, _S.WITHDRAWN},
    _S.HEARD: {_S.CONFIRMED, _S.IN_FORCE, _S.WITHDRAWN},
    _S.CONFIRMED: {_S.IN_FORCE, _S.WITHDRAWN},
    _S.IN_FORCE: {_S.WITHDRAWN},
    _S.WITHDRAWN: set(),
}


class EvidenceKind(StrEnum):
    """What a decision rests on besides the score."""

    FINDING = "finding"
    DOCUMENT = "document"
    OBSERVATION = "observation"
    WITNESS = "witness"
    RECORD = "record"


class AppealAbout(StrEnum):
    """What an employee objects to: one answer, how answers were weighed, or a decision."""

    ANSWER = "answer"
    WEIGHT = "weight"
    DECISION = "decision"


class AppealState(StrEnum):
    """Whether an appeal waits for its reviewer."""

    OPEN = "open"
    ANSWERED = "answered"


class Outcome(StrEnum):
    """What the reviewer found."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"


def check_move(old: DecisionState, new: DecisionState) -> None:
    """Refuse a step that the state does not allow.

    Raises:
        Refused: ``decision_state``.
    """
    if new not in MOVES[old]:
        raise Refused("decision_state", f"{old.value} to {new.value}")


def follows_always(followed: int, of: int) -> bool:
    """Return whether a reviewer follows the flag so often that a sample should be looked at again.

    >>> follows_always(19, 19), follows_always(19, 20), follows_always(20, 20)
    (False, False, True)
    """
    return of >= FOLLOW_AT_LEAST and followed / of > FOLLOW_SHARE
