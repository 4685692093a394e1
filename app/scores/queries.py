"""Reads of scores: the only door through which a number about a person leaves.

Bands are applied by ``showing`` before anything is returned, so that no page, export or interface
can say more.  No function orders persons by score; lists stand by unit or by waiting time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlmodel import Session, col

from app.directory.models import Subject, Unit
from app.directory.rules import EMPLOYEE, SubjectStatus
from app.scores.models import Score, ScoreRun
from app.scores.rules import About, RunState, Shown
from app.scores.showing import shown_of

__all__ = [
    "Queued",
    "UnitBand",
    "about",
    "attention",
    "commendable",
    "current_run",
    "shown",
]


@dataclass(frozen=True, slots=True)
class UnitBand:
    """What a unit manager reads of one of the own people: a range in tens, never the number."""

    enough: bool
    low: float | None = None
    high: float | None = None
    review_first: bool = False


@dataclass(frozen=True, slots=True)
class Queued:
    """One person in a queue, with the explanation; ``waiting_since`` is when the queue began."""

    subject_id: int
    public_id: str
    name_fa: str
    name_en: str
    unit_id: int
    unit_fa: str
    unit_en: str
    waiting_since: datetime
    shown: Shown
    coached: bool


def about(subject: Subject) -> About:
    """Return among whom a subject is scored."""
    return About.EMPLOYEES if subject.kind == EMPLOYEE else About.PLACES


def current_run(session: Session, of: About = About.EMPLOYEES) -> ScoreRun | None:
    """Return the newest finished run."""
    return session.execute(_newest(of)).scalars().first()


def _newest(of: About) -> Select[Any]:
    done = col(ScoreRun.about) == of, col(ScoreRun.state) == RunState.DONE
    return select(ScoreRun).where(*done).order_by(col(ScoreRun.id).desc()).limit(1)


def shown(session: Session, subject: Subject) -> Shown:
    """Return what HR and the person may read of a score; one statement, two in an episode."""
    own = and_(col(Score.run_id) == col(ScoreRun.id), col(Score.subject_id) == subject.id)
    newest = _newest(about(subject)).add_columns(Score).outerjoin(Score, own)
    row = session.execute(newest).first()
    run, found = row or (None, None)
    before = session.get(Score, found.before_id) if found and found.before_id else None
    return shown_of(found, run, before)


def attention(session: Session, paths: Sequence[str]) -> list[Queued]:
    """Return people of these subtrees who need human attention, the longest waiting first."""
    return _queue(session, paths, col(Score.flagged).is_(True))


def commendable(session: Session, paths: Sequence[str]) -> list[Queued]:
    """Return people of these subtrees who deserve praise, the longest waiting first."""
    return _queue(session, paths, col(Score.commendable).is_(True))


def _queue(session: Session, paths: Sequence[str], wanted: ColumnElement[bool]) -> list[Queued]:
    """Return a queue in two statements; by waiting time, unit and name, never by score."""
    run = current_run(session)
    if run is None:
        return []
    query = _people(paths).where(col(Score.run_id) == run.id, wanted)
    order = (col(Score.queued_since), col(Unit.path), col(Subject.sort_key), col(Subject.id))
    found = [_queued(row, run) for row in session.execute(query.order_by(*order))]
    return [one for one in found if one.shown.score is not None]


def _people(paths: Sequence[str]) -> Select[*tuple[Any, ...]]:
    within = or_(*(col(Unit.path).startswith(path) for path in paths)) if paths else false()
    return (
        select(Score, Subject, Unit)
        .join(Subject, col(Subject.id) == col(Score.subject_id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(within, col(Subject.status) == SubjectStatus.ACTIVE)
    )


def _queued(row: Any, run: ScoreRun) -> Queued:
    score, subject, unit = row
    return Queued(
        subject_id=subject.id,
        public_id=subject.public_id,
        name_fa=subject.name_fa,
        name_en=subject.name_en,
        unit_id=unit.id,
        unit_fa=unit.name_fa,
        unit_en=unit.name_en,
        waiting_since=score.queued_since or run.as_of,
        shown=shown_of(score, run),
        coached=score.coached,
    )
