"""What a case is promised, when one opens, and the arithmetic of its clock.

The words are in ``states``, the table of moves in ``transitions``, the categories in ``taxonomy``;
all of them can be had from here.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from app.cases.states import (
    CLOSED,
    OPEN,
    CallOutcome,
    CaseRole,
    CaseState,
    DeclineReason,
    Post,
    Remedy,
)
from app.cases.taxonomy import CATEGORIES, Category, categories_for, category
from app.cases.transitions import MOVES, Move, check_move
from app.errors import Invalid
from app.feedback.rules import Kind

__all__ = [
    "ANSWER_LEAST",
    "CATEGORIES",
    "CLOSED",
    "MOVES",
    "OPEN",
    "TERMS",
    "CallOutcome",
    "CaseRole",
    "CaseState",
    "Category",
    "DeclineReason",
    "Move",
    "Policy",
    "Post",
    "Remedy",
    "Terms",
    "after_refusal",
    "categories_for",
    "category",
    "check_answer",
    "check_move",
    "policy_for",
]

ANSWER_LEAST = 20
FLOOR = timedelta(minutes=60)


class Policy(StrEnum):
    """Which promise a case gets."""

    URGENT = "URG"
    STANDARD = "STD"
    SAFETY = "SAF"
    SUGGESTION = "SUG"


@dataclass(frozen=True, slots=True)
class Terms:
    """The promise of a policy: working minutes, or whole working days; ``always`` is 24 x 7."""

    minutes: int = 0
    days: int = 0
    always: bool = False
    ladder: bool = True


TERMS: dict[Policy, Terms] = {
    Policy.URGENT: Terms(minutes=180),
    Policy.STANDARD: Terms(minutes=480),
    Policy.SAFETY: Terms(minutes=180, always=True),
    Policy.SUGGESTION: Terms(days=10, ladder=False),
}
TERMS_VERSION = 1


def policy_for(kind: Kind, category_key: str | None, wants_answer: bool) -> Policy | None:
    """Return the policy of the case a message opens; ``None``: it opens none.

    A case opens when an answer is wanted, and for every complaint about conduct or safety.

    >>> policy_for(Kind.COMPLAINT, "DIS", wants_answer=False)
    <Policy.URGENT: 'URG'>
    >>> policy_for(Kind.COMPLAINT, "CLN", wants_answer=False) is None
    True
    >>> policy_for(Kind.SUGGESTION, None, wants_answer=True)
    <Policy.SUGGESTION: 'SUG'>
    """
    if kind is not Kind.COMPLAINT:
        return Policy.SUGGESTION if wants_answer else None
    entry = category(category_key) or CATEGORIES["OTH"]
    policy = Policy(entry.policy)
    return policy if wants_answer or entry.conduct or policy is Policy.SAFETY else None


def check_answer(answer: str) -> str:
    """Return a public answer that says enough.

    Raises:
        Invalid: ``answer_short``: fewer than 20 characters.
    """
    if len(answer.strip()) < ANSWER_LEAST:
        raise Invalid("answer_short", field="answer")
    return answer.strip()


def after_refusal(budget: timedelta, used: timedelta) -> timedelta:
    """Return what is left after the citizen said "no": the rest, but an hour at least.

    >>> after_refusal(timedelta(minutes=180), timedelta(minutes=170))
    datetime.timedelta(seconds=3600)
    """
    return max(budget - used, FLOOR)
