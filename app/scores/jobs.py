"""The night's work for scores: fold what is left, then compute persons and places."""

from app.db import Database
from app.feedback.folding import fold_deltas
from app.scores.models import ScoreRun
from app.scores.nightly.run import Night, run_night
from app.scores.rules import About

__all__ = ["fold_all", "score_all"]

_BATCH = 1000


def fold_all(db: Database) -> int:
    """Fold the tail of statistics into month counts, in small units of work; return how many."""
    done = 0
    while True:
        with db.writing() as session:
            folded = fold_deltas(session, _BATCH)
        done += folded
        if folded < _BATCH:
            return done


def score_all(night: Night) -> list[ScoreRun]:
    """Fold what is left and compute all scores; return the two finished runs."""
    fold_all(night.db)
    return [run_night(night, about) for about in About]
