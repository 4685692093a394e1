"""How far people moved since last night: a provisional figure that orders one queue alone.

Per subject the night keeps n = sum omega and S = sum omega y; with k new answers of weight 1,
u' = (S + sum y_new) / (n + k + l).  A new answer costs O(1), desks stay as they were at night, and
the figure is shown to nobody.
"""

from collections.abc import Collection

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from app.feedback.models import Feedback
from app.scores.models import Score, ScoreRun
from app.scores.rules import RunState

__all__ = ["moved", "provisional_level"]


def provisional_level(sum_y: float, mass: float, pull: float, new: float, count: int) -> float:
    """Return u' from last night's sums and ``count`` new adjusted answers that sum to ``new``.

    >>> provisional_level(200.0, 10.0, 10.0, -100.0, 5)
    4.0
    """
    return (sum_y + new) / (mass + count + pull)


def moved(session: Session, subjects: Collection[int]) -> dict[int, float]:
    """Return by how many points, up or down, subjects moved since the night; one statement."""
    if not subjects:
        return {}
    newest = (
        select(func.max(col(ScoreRun.id)).label("id"))
        .where(col(ScoreRun.state) == RunState.DONE)
        .group_by(col(ScoreRun.about))
        .subquery()
    )
    new = and_(
        col(Feedback.subject_id) == col(Score.subject_id),
        col(Feedback.id) > col(ScoreRun.last_feedback_id),
        col(Feedback.mood).is_not(None),
    )
    score = Score
    said = func.coalesce(func.sum(25 * (col(Feedback.mood) - 1)), 0)
    query = (
        select(score, ScoreRun, func.count(col(Feedback.id)), said)
        .join(ScoreRun, col(ScoreRun.id) == col(score.run_id))
        .join(newest, newest.c.id == col(ScoreRun.id))
        .outerjoin(Feedback, new)
        .where(col(score.subject_id).in_(subjects))
        .group_by(col(score.id), col(ScoreRun.id))
    )
    return {
        own.subject_id: _shift(own, run, int(count), float(points))
        for own, run, count, points in session.execute(query)
    }


def _shift(own: Score, run: ScoreRun, count: int, points: float) -> float:
    if not count or run.t_u <= 0:
        return 0.0
    pull = run.s2 / run.t_u
    usual = own.city - own.desk - own.circumstances
    before = provisional_level(own.sum_y, own.n_effective, pull, 0.0, 0)
    return abs(
        provisional_level(own.sum_y, own.n_effective, pull, points - count * usual, count) - before
    )
