"""Reads of scores: the only door through which a number about a person leaves.

The bands of ``rules.show`` are applied here, so that no page, export or interface can say more.
There is no function that orders persons by score.
"""

from collections import Counter
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.directory.models import Subject
from app.feedback.queries import Count, subject_counts
from app.scores.models import ScoreBasis
from app.scores.rules import Basis, Shown, estimate, show

__all__ = ["Standing", "basis_for", "standing"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What may be said of one subject: the score as shown, the city's mean, the counts behind."""

    shown: Shown
    city_mean: float | None
    counts: tuple[Count, ...]


def basis_for(session: Session, kind: str) -> Basis | None:
    """Return the newest basis of a kind of subject, if a night has computed one."""
    newest = (
        select(ScoreBasis)
        .where(ScoreBasis.kind == kind)
        .order_by(col(ScoreBasis.id).desc())
        .limit(1)
    )
    row = session.exec(newest).first()
    return Basis(row.mean, row.variance, row.subjects, row.answers) if row else None


def standing(session: Session, subject: Subject) -> Standing:
    """Return what may be shown of a subject; three statements at most.

    The counts are exact and fresh (rollup and tail); the basis is last night's.
    """
    counts = tuple(subject_counts(session, subject.id or 0))
    moods: Counter[int] = Counter()
    for count in counts:
        if count.mood:
            moods[count.mood] += count.count
    basis = basis_for(session, subject.kind) or Basis(50.0, 0.0, 0, 0)
    shown = show(estimate(moods, basis), basis)
    return Standing(shown, basis.mean if shown.score is not None else None, counts)
