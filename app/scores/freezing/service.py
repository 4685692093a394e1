"""Device, network and the sketch of erased words end after half a year; the last weight stays.

The hashes serve the weighing alone.  Nothing else knows them, so blanking the row is
erasing them.  An answer without a stored weight weighed 1, and keeps weighing 1.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update
from sqlmodel import Session, col, or_

from app.feedback.erasing.models import Erasure
from app.feedback.models import Feedback
from app.scores.freezing.models import FrozenWeight
from app.scores.models import AnswerWeight, ScoreRun
from app.scores.rules import RunState

__all__ = ["TERM", "forget_devices", "old_answers"]

TERM = timedelta(days=180)
_FROZEN = col(FrozenWeight.feedback_id)
_WHOLE: dict[str, object] = {"weight": 1.0, "suspect": False, "rules": "", "accused": ""}


def old_answers(session: Session, *, now: datetime, limit: int = 500) -> list[int]:
    """Return the oldest messages past the term that still have their hashes.

    Looked for is from two days before the newest frozen answer on, so that a night's look does not
    grow with the years.
    """
    row = Feedback
    newest = session.get(Feedback, session.execute(select(func.max(_FROZEN))).scalar() or 0)
    since = (newest.created_at - timedelta(days=2),) if newest else ()
    sketches = select(col(Erasure.feedback_id)).where(col(Erasure.sketch).is_not(None))
    found = (
        select(col(row.id))
        .where(
            col(row.created_at) < now - TERM,
            *(col(row.created_at) >= day for day in since),
            or_(col(row.device) != "", col(row.network) != "", col(row.id).in_(sketches)),
        )
        .order_by(col(row.created_at))
        .limit(limit)
    )
    return list(session.execute(found).scalars())


def forget_devices(session: Session, ids: list[int], *, now: datetime) -> None:
    """Freeze the weight of these answers and erase device, network and sketch.

    A rating that weighs 0 for an open finding is frozen whole: the finding decides above it.
    """
    rated = select(col(Feedback.id)).where(
        col(Feedback.id).in_(ids), col(Feedback.mood).is_not(None)
    )
    _freeze(session, list(session.execute(rated).scalars()), now)
    gone = update(Feedback).where(col(Feedback.id).in_(ids)).values(device="", network="")
    session.execute(gone)
    copies = update(Erasure).where(col(Erasure.feedback_id).in_(ids)).values(sketch=None)
    session.execute(copies)


def _freeze(session: Session, ids: list[int], now: datetime) -> None:
    """Copy the newest stored weight of these answers, once."""
    known = set(session.execute(select(_FROZEN).where(_FROZEN.in_(ids))).scalars())
    stored = _newest(session, ids)
    rows = [
        {"feedback_id": key, "at": now, **stored.get(key, _WHOLE)}
        for key in ids
        if key not in known
    ]
    if rows:
        session.execute(insert(FrozenWeight), rows)


def _newest(session: Session, ids: list[int]) -> dict[int, dict[str, object]]:
    """Return the stored weights of these answers, of the newest finished run that has them."""
    row = AnswerWeight
    found = session.execute(
        select(
            col(row.feedback_id),
            col(row.weight),
            col(row.suspect),
            col(row.rules),
            col(row.accused),
        )
        .join(ScoreRun, col(ScoreRun.id) == col(row.run_id))
        .where(col(row.feedback_id).in_(ids), col(ScoreRun.state) == RunState.DONE)
        .order_by(col(row.run_id))
    )
    return {
        key: {"weight": weight, "suspect": suspect, "rules": rules, "accused": accused}
        for key, weight, suspect, rules, accused in found
        if "finding" not in rules.split(",")
    }
