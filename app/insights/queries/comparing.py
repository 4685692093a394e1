"""Comparison without a ranking: the funnel of some units, and who is not in it and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.directory.models import Subject, Unit
from app.directory.rules import EMPLOYEE, SubjectStatus
from app.insights.queries.finding import path_of, within
from app.scores.funnel import Funnel, FunnelPoint, funnel
from app.scores.models import Score
from app.scores.queries import current_run

__all__ = ["Comparison", "comparison"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A funnel, those outside its outer limits by unit, and how many are not in it.

    ``inside`` counts the nameless points; ``few`` have too few answers for one; ``review`` wait
    for an integrity review.
    """

    funnel: Funnel
    outside: tuple[FunnelPoint, ...]
    inside: int
    few: int
    review: int


def comparison(session: Session, paths: Sequence[str], *, unit: str = "") -> Comparison:
    """Return the comparison of these subtrees, or of one unit in them; at most five statements.

    Raises:
        Missing: No such unit in the reader's reach.
    """
    inside = [path_of(session, unit, paths)] if unit else list(paths)
    found = funnel(session, inside)
    outside = [point for point in found.points if point.outside]
    outside.sort(key=lambda point: (point.unit_fa, point.name_fa, point.public_id))
    people = select(func.count(col(Subject.id))).join(Unit, col(Unit.id) == col(Subject.unit_id))
    people = people.where(
        col(Subject.kind) == EMPLOYEE, col(Subject.status) == SubjectStatus.ACTIVE, within(inside)
    )
    run = current_run(session)
    waiting = people.join(Score, col(Score.subject_id) == col(Subject.id)).where(
        col(Score.run_id) == (run.id if run else 0), col(Score.review_first).is_(True)
    )
    everybody, review = session.scalar(people) or 0, session.scalar(waiting) or 0
    few = everybody - review - len(found.points)
    return Comparison(found, tuple(outside), len(found.points) - len(outside), few, review)
