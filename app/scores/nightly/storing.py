"""Writes of a run: begun, filled in small units of work, switched to at once, thinned out.

Whoever begins a run gives up every unfinished one of the same kind; each unit of work first asks
whether its own run is still the one under way.  So a crash leaves nothing that counts, and two
runs at a time make no doubles: the older stops.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlmodel import Session, SQLModel, col

from app.db import Database
from app.errors import Refused
from app.scores.models import AnswerWeight, DeskLevel, Score, ScoreRun
from app.scores.nightly.rows import Before
from app.scores.rules import About, RunState

__all__ = ["begin", "check_ours", "clear_given_up", "fill", "last_scores"]

_BATCH = 500


def begin(session: Session, about: About, *, version: str, last: int, now: datetime) -> int:
    """Give up what was left unfinished and open a new run; return its id."""
    unfinished = (col(ScoreRun.about) == about, col(ScoreRun.state) == RunState.RUNNING)
    session.execute(update(ScoreRun).where(*unfinished).values(state=RunState.GIVEN_UP))
    run = ScoreRun(
        about=about, as_of=now, started_at=now, settings_version=version, last_feedback_id=last
    )
    session.add(run)
    session.flush()
    return run.id or 0


def check_ours(session: Session, run_id: int) -> None:
    """Hold the run's row for this unit of work.

    Raises:
        Refused: Another run was begun meanwhile; this one must stop.
    """
    own = select(col(ScoreRun.state)).where(col(ScoreRun.id) == run_id).with_for_update()
    if session.execute(own).scalar() is not RunState.RUNNING:
        raise Refused("run_given_up", "another run of the scores was begun; this one stopped")


def fill(
    db: Database, run_id: int, table: type[SQLModel], rows: Iterable[Mapping[str, Any]]
) -> int:
    """Store rows of a run a few hundred at a time, so that nobody waits long; return how many.

    Raises:
        Refused: Another run was begun meanwhile.
    """
    left, done = iter(rows), 0
    while batch := [{"run_id": run_id, **row} for row in islice(left, _BATCH)]:
        with db.writing() as session:
            check_ours(session, run_id)
            session.execute(insert(table), batch)
        done += len(batch)
    return done


def clear_given_up(db: Database, about: About) -> None:
    """Delete the rows of runs that were given up, in small units of work."""
    given_up = select(col(ScoreRun.id)).where(
        col(ScoreRun.about) == about, col(ScoreRun.state) == RunState.GIVEN_UP
    )
    with db.reading() as session:
        runs = list(session.execute(given_up).scalars())
    for run_id in runs:
        _clear(db, col(Score.run_id) == run_id, col(Score.id))
        _clear(db, col(AnswerWeight.run_id) == run_id, col(AnswerWeight.feedback_id))
        _clear(db, col(DeskLevel.run_id) == run_id, col(DeskLevel.unit_id))


def _clear(db: Database, own: ColumnElement[bool], key: Any) -> None:
    while True:
        with db.writing() as session:
            some = select(key).where(own).distinct().limit(_BATCH * 4)
            found = list(session.execute(some).scalars())
            session.execute(delete(key.class_).where(own, key.in_(found)))
        if len(found) < _BATCH * 4:
            return


def last_scores(session: Session, about: About) -> dict[int, Before]:
    """Return every subject's score of the newest finished run."""
    done = (col(ScoreRun.about) == about, col(ScoreRun.state) == RunState.DONE)
    newest = select(col(ScoreRun.id)).where(*done).order_by(col(ScoreRun.id).desc()).limit(1)
    rows = session.execute(
        select(
            col(Score.subject_id),
            col(Score.id),
            col(Score.flagged),
            col(Score.commendable),
            col(Score.review_first),
            col(Score.queued_since),
            col(Score.before_id),
        ).where(col(Score.run_id) == newest.scalar_subquery())
    )
    return {subject: Before(*rest) for subject, *rest in rows}
