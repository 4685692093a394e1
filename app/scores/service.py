"""Writes of scores: the city's basis, refreshed every night from the folded counts."""

from collections import Counter, defaultdict
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from app.directory.models import Subject
from app.directory.rules import EMPLOYEE
from app.feedback.models import MonthCount
from app.scores.models import ScoreBasis
from app.scores.rules import basis_of

__all__ = ["refresh_basis"]


def refresh_basis(session: Session, *, now: datetime) -> int:
    """Store mean and spread of every kind of subject as of ``now``; return how many kinds.

    A kind is weighed by its own mean, but whether the city has heard enough to score at all is
    asked of all employees, or of all places, together.  Reads the folded month counts only: call
    it after the deltas were folded.  Two statements to read, whatever the number of messages.
    """
    moods: dict[str, dict[int, int]] = defaultdict(dict)
    for kind, mood, count in session.execute(_counts()):
        moods[kind][mood] = int(count)
    subjects: Counter[bool] = Counter()
    for kind, count in session.execute(_subjects()):
        subjects[kind == EMPLOYEE] += int(count)
    answers: Counter[bool] = Counter()
    for kind, counts in moods.items():
        answers[kind == EMPLOYEE] += sum(counts.values())
    for kind, counts in moods.items():
        own = kind == EMPLOYEE
        basis = basis_of(counts, subjects=subjects[own])
        session.add(
            ScoreBasis(
                kind=kind,
                mean=basis.mean,
                variance=basis.variance,
                subjects=basis.subjects,
                answers=answers[own],
                computed_at=now,
            )
        )
    session.flush()
    return len(moods)


def _counts() -> Select[str, int, int]:
    return (
        select(col(Subject.kind), col(MonthCount.mood), func.sum(MonthCount.count))
        .join(Subject, col(Subject.id) == col(MonthCount.subject_id))
        .where(col(MonthCount.mood) > 0)
        .group_by(col(Subject.kind), col(MonthCount.mood))
        .having(func.sum(MonthCount.count) > 0)
    )


def _subjects() -> Select[str, int]:
    return (
        select(col(Subject.kind), func.count(func.distinct(col(MonthCount.subject_id))))
        .join(Subject, col(Subject.id) == col(MonthCount.subject_id))
        .where(col(MonthCount.mood) > 0, col(MonthCount.count) > 0)
        .group_by(col(Subject.kind))
    )
