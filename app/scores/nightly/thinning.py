"""What earlier nights leave: every night of the last 40 days, before that one a month."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlmodel import col

from app.db import Database
from app.jalali import jalali_month
from app.scores.models import AnswerWeight, DeskLevel, Score, ScoreRun
from app.scores.rules import About, RunState

__all__ = ["thin_out"]

NIGHTS = timedelta(days=40)
_BATCH = 2000


def thin_out(db: Database, about: About, *, now: datetime, zone: ZoneInfo) -> None:
    """Delete weights and desks of all but the newest run, and scores of surplus old nights.

    The last night of a Jalali month is kept; so is every score that an integrity episode still
    shows in place of a newer one.
    """
    done = (col(ScoreRun.about) == about, col(ScoreRun.state) == RunState.DONE)
    columns = (col(ScoreRun.id), col(ScoreRun.as_of))
    with db.reading() as session:
        runs = session.execute(select(*columns).where(*done).order_by(col(ScoreRun.id))).all()
    months = {jalali_month(at, zone): key for key, at in runs}
    for key, at in runs[:-1]:
        _drop_weights(db, key)
        if at < now - NIGHTS and key not in months.values():
            _drop_scores(db, key)


def _drop_weights(db: Database, run_id: int) -> None:
    while True:
        with db.writing() as session:
            own = col(AnswerWeight.run_id) == run_id
            some = select(col(AnswerWeight.feedback_id)).where(own).limit(_BATCH)
            found = list(session.execute(some).scalars())
            which = col(AnswerWeight.feedback_id).in_(found)
            session.execute(delete(AnswerWeight).where(own, which))
            if len(found) < _BATCH:
                session.execute(delete(DeskLevel).where(col(DeskLevel.run_id) == run_id))
                return


def _drop_scores(db: Database, run_id: int) -> None:
    while True:
        with db.writing() as session:
            shown = select(col(Score.before_id)).where(col(Score.before_id).is_not(None))
            which = (col(Score.run_id) == run_id, col(Score.id).not_in(shown))
            found = list(
                session.execute(select(col(Score.id)).where(*which).limit(_BATCH)).scalars()
            )
            session.execute(delete(Score).where(col(Score.id).in_(found)))
        if len(found) < _BATCH:
            return
