"""The way of a commendation: offered, then accepted or declined; nothing is public before."""

from enum import StrEnum

from app.errors import Refused

__all__ = ["MOVES", "Language", "LetterState", "check_move", "number_of"]


class LetterState(StrEnum):
    """Where a commendation stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Language(StrEnum):
    """The language of the paper."""

    FA = "fa"
    EN = "en"


MOVES = {
    LetterState.OFFERED: {LetterState.ACCEPTED, LetterState.DECLINED, LetterState.WITHDRAWN},
    LetterState.ACCEPTED: {LetterState.WITHDRAWN},
    LetterState.DECLINED: set[LetterState](),
    LetterState.WITHDRAWN: set[LetterState](),
}


def check_move(old: LetterState, new: LetterState) -> None:
    """Refuse a step that there is not.

    Raises:
        Refused: The commendation was answered or withdrawn before.
    """
    if new not in MOVES[old]:
        raise Refused("letter_answered", f"{old} to {new}")


def number_of(year: int, place: int) -> str:
    """Return the number a letter is filed under.

    >>> number_of(1405, 218)
    '1405-218'
    """
    return f"{year}-{place}"
