"""The funnel plot: score against the number of answers, round the city's level.

A point has no name until it lies outside the 99.8 % limits: level -+ 3.09 sd(n) with
sd(n) = sqrt(1.15 s2 / (n + l) + 3.5^2), l = s2 / t_u, the standard deviation of a published score
with n effective answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from sqlalchemy import select
from sqlmodel import Session, col

from app.directory.models import Subject, Unit
from app.directory.rules import SubjectStatus
from app.scores.engine.settings import Settings
from app.scores.models import Score, ScoreRun
from app.scores.queries import current_run
from app.scores.rules import FLOOR, is_cold
from app.scores.trends import within

__all__ = ["Funnel", "FunnelPoint", "Limit", "funnel"]

Z90, Z998 = 1.645, 3.090


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One person: effective answers and score; names only outside the 99.8 % limits."""

    n_effective: float
    score: float
    outside: bool
    public_id: str = ""
    name_fa: str = ""
    name_en: str = ""
    unit_fa: str = ""
    unit_en: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """The limits at one number of answers."""

    n: float
    low998: float
    low90: float
    high90: float
    high998: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """The plot of one scope; empty before the first run and in a city with too few answers."""

    level: float | None
    points: tuple[FunnelPoint, ...]
    limits: tuple[Limit, ...]


def funnel(session: Session, paths: Sequence[str]) -> Funnel:
    """Return the funnel of the people in these subtrees, points by effective answers."""
    run = current_run(session)
    if run is None or run.t_u <= 0 or is_cold(run.subjects, run.answers):
        return Funnel(None, (), ())
    query = (
        select(Score, Subject, Unit)
        .join(Subject, col(Subject.id) == col(Score.subject_id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(
            col(Score.run_id) == run.id,
            col(Score.n_effective) >= FLOOR,
            col(Score.review_first).is_(False),
            col(Subject.status) == SubjectStatus.ACTIVE,
            within(paths),
        )
        .order_by(col(Score.n_effective), col(Subject.id))
    )
    points = tuple(_point(*row, run=run) for row in session.execute(query))
    most = max((point.n_effective for point in points), default=float(FLOOR))
    return Funnel(round(run.level, 1), points, _limits(run, most))


def _spread(run: ScoreRun, n: float) -> float:
    margin, error = Settings().variance_margin, Settings().model_error
    return sqrt(margin * run.s2 / (n + run.s2 / run.t_u) + error**2)


def _point(score: Score, subject: Subject, unit: Unit, *, run: ScoreRun) -> FunnelPoint:
    n, told = round(score.n_effective, 1), round(score.score, 1)
    if abs(score.score - run.level) <= Z998 * _spread(run, score.n_effective):
        return FunnelPoint(n, told, outside=False)
    return FunnelPoint(
        n,
        told,
        True,
        subject.public_id,
        subject.name_fa,
        subject.name_en,
        unit.name_fa,
        unit.name_en,
    )


def _limits(run: ScoreRun, most: float) -> tuple[Limit, ...]:
    steps = [FLOOR + (most - FLOOR) * step / 40 for step in range(41)]
    return tuple(_limit(run, n) for n in steps)


def _limit(run: ScoreRun, n: float) -> Limit:
    sd, level = _spread(run, n), run.level
    wide, narrow = Z998 * sd, Z90 * sd
    around = (level - wide, level - narrow, level + narrow, level + wide)
    return Limit(round(n, 1), *(round(min(100.0, max(0.0, at)), 1) for at in around))
