"""What a decision rests on besides the score, and that an upheld finding named in it exists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from app.errors import Invalid
from app.scores.decisions.models import Decision, DecisionEvidence
from app.scores.decisions.own_words import check_words, plain
from app.scores.decisions.rules import EvidenceKind
from app.text import latin_digits

__all__ = ["UPHELD", "Evidence", "Upheld", "Upholding", "check_evidence", "keep_evidence"]
__all__ += ["no_findings"]

UPHELD = "decisions.upheld"
"""Where the application hands in how the upheld findings about an employee are read."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something besides the score: what it is, where it lies, what it shows."""

    kind: EvidenceKind
    reference: str
    words: str


@dataclass(frozen=True, slots=True)
class Upheld:
    """A finding about the employee that was decided, heard and upheld, wholly or in part."""

    number: int
    decided_at: datetime
    week: date | None
    partly: bool


Upholding = Callable[[Session, int], Sequence[Upheld]]


def no_findings(_session: Session, _subject_id: int) -> Sequence[Upheld]:
    """Return nothing: no finding can be named where none are read."""
    return ()


def check_evidence(evidence: Sequence[Evidence], upheld: Sequence[Upheld]) -> None:
    """Refuse a decision that names nothing besides the score, or a finding that is none.

    Raises:
        Invalid: ``no_evidence``; ``finding_unknown`` when a finding is named that was not upheld
            about this employee, or is under appeal.
    """
    if not evidence:
        raise Invalid("no_evidence", field="evidence")
    known = {str(one.number) for one in upheld}
    for one in evidence:
        if one.kind is EvidenceKind.FINDING and _number(one.reference) not in known:
            raise Invalid("finding_unknown", field="reference")


def keep_evidence(session: Session, decision: Decision, evidence: Sequence[Evidence]) -> None:
    """Store the evidence of a decision.

    Raises:
        Invalid: ``words_short``.
    """
    for one in evidence:
        words = check_words(one.words, "evidence")
        finding = one.kind is EvidenceKind.FINDING
        session.add(
            DecisionEvidence(
                decision_id=decision.id or 0,
                kind=one.kind,
                reference=_number(one.reference) if finding else plain(one.reference)[:80],
                words=words,
            )
        )
    session.flush()


def _number(reference: str) -> str:
    """Return a finding's number as it is stored.

    >>> _number(" ۰۱۲ ")
    '12'
    """
    return latin_digits(plain(reference)).lstrip("0")
