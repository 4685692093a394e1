"""The night's work for scores: fold what is left, then compute."""

from datetime import datetime

from app.db import Database
from app.feedback.folding import fold_deltas

__all__ = ["fold_all", "refresh_scores"]

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


def refresh_scores(db: Database, *, now: datetime) -> int:
    """Fold what is left; return how many."""
    return fold_all(db)
