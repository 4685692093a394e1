"""Words and rules of decisions (SCORING 8): what one needs before it counts, and who may object.

A score decides nothing.  A decision is written by a named person, in their own words, on other
evidence; the employee is told before and heard, or ten working days pass; an adverse step needs a
second person.  Nothing here, and nothing that uses it, changes an employee's status, post or pay.
"""

import re
from collections.abc import Iterable, Mapping, Set
from enum import StrEnum

from app.errors import Invalid, Refused
from app.text import fold

__all__ = [
    "ADVERSE",
    "ANSWER_DAYS",
    "MOVES",
    "REASONS_AT_LEAST",
    "AppealAbout",
    "AppealState",
    "DecisionState",
    "EvidenceKind",
    "Measure",
    "Outcome",
    "check_move",
    "check_reasons",
    "check_words",
    "follows_always",
    "own_length",
    "plain",
]

REASONS_AT_LEAST = 100
WORDS_AT_LEAST = 20
ANSWER_DAYS = 10
FOLLOW_SHARE, FOLLOW_AT_LEAST = 0.95, 20
_SHINGLE = 6


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


def plain(words: str) -> str:
    """Return words as they are counted: white space of any kind made one blank.

    >>> plain("  a \\n\\t b ")
    'a b'
    """
    return " ".join(words.split())


def own_length(words: str, told: Iterable[str] = ()) -> int:
    """Return how many letters of a text are the writer's own.

    Six words in a row that stand in one of the ``told`` sentences (the score in words, the text
    of the page, an earlier decision) are not; digits, spelling and signs make no difference.

    >>> own_length("about 90 would truly lie between 61 and 74 indeed",
    ...            ["If 100 had it, about 90 would truly lie between 61 and 74."])
    6
    """
    seen = {shingle for sentence in told for shingle in _shingles(_words(sentence))}
    tokens = plain(words).split()
    pieces = [(at, word) for at, token in enumerate(tokens) for word in _words(token)]
    copied: set[int] = set()
    for at, shingle in enumerate(_shingles([word for _, word in pieces])):
        if shingle in seen:
            copied.update(place for place, _ in pieces[at : at + _SHINGLE])
    return len(" ".join(token for at, token in enumerate(tokens) if at not in copied))


def check_reasons(reasons: str, told: Iterable[str] = ()) -> str:
    """Return the reasons as they are stored, or refuse what says too little of one's own.

    Raises:
        Invalid: ``reasons_short`` under 100 letters; ``reasons_copied`` when too many of them
            were taken from what the page or an earlier decision says.
    """
    words = plain(reasons)
    if len(words) < REASONS_AT_LEAST:
        raise Invalid("reasons_short", field="reasons")
    if own_length(words, told) < REASONS_AT_LEAST:
        raise Invalid("reasons_copied", field="reasons")
    return words


def check_words(words: str, field: str) -> str:
    """Return words of at least 20 letters as they are stored.

    Raises:
        Invalid: ``words_short``.
    """
    if len(plain(words)) < WORDS_AT_LEAST:
        raise Invalid("words_short", field=field)
    return words.strip()


def follows_always(followed: int, of: int) -> bool:
    """Return whether a reviewer follows the flag so often that a sample should be looked at again.

    >>> follows_always(19, 19), follows_always(19, 20), follows_always(20, 20)
    (False, False, True)
    """
    return of >= FOLLOW_AT_LEAST and followed / of > FOLLOW_SHARE


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _shingles(words: list[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))
