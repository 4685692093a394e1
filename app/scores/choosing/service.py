"""Choose a number, and read which are in force."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app import audit, text
from app.errors import Invalid
from app.scores.choosing.models import ScoreChoice
from app.scores.choosing.rules import REASON_LEAST, checked, chosen
from app.scores.engine.settings import Settings

__all__ = ["choices", "choose", "settings_in_force"]


def choose(
    session: Session, name: str, value: float, *, reason: str, now: datetime, actor_id: int | None
) -> Settings:
    """Choose a number from the next night on; return the settings then in force.

    Scores of earlier nights keep the version they were made with.

    Raises:
        Invalid: No such number, out of its limits, or no reason of twenty letters.
    """
    said = text.clean(reason)
    if len(said) < REASON_LEAST:
        raise Invalid("reason", field="reason")
    before = settings_in_force(session)
    kept = checked(name, value)
    session.add(ScoreChoice(name=name, value=kept, reason=said, at=now))
    session.flush()
    after = settings_in_force(session)
    detail = {"from": getattr(before, name), "to": getattr(after, name), "reason": said}
    audit.append(
        session,
        "score.settings",
        actor_id=actor_id,
        now=now,
        object=f"settings:{name}",
        detail={**detail, "version": after.version},
    )
    return after


def choices(session: Session) -> list[ScoreChoice]:
    """Return everything ever chosen, newest first; one statement."""
    query = select(ScoreChoice).order_by(col(ScoreChoice.id).desc())
    return list(session.execute(query).scalars())


def settings_in_force(session: Session) -> Settings:
    """Return the numbers the next night computes with; one statement."""
    return chosen({one.name: one.value for one in reversed(choices(session))})
