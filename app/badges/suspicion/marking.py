"""The desk says where it stands with a suspicious code."""

from datetime import datetime

from sqlmodel import Session

from app import audit, text
from app.badges.suspicion.models import SuspiciousCode
from app.badges.suspicion.queries import within
from app.badges.suspicion.rows import Sight
from app.badges.suspicion.rules import SuspicionState
from app.errors import Missing

__all__ = ["NOTE_MAX", "mark"]

NOTE_MAX = 400


def mark(
    session: Session,
    public_id: str,
    state: SuspicionState,
    *,
    note: str,
    sight: Sight,
    actor_id: int,
    now: datetime,
) -> SuspiciousCode:
    """Say where the desk stands with a code; written to the staff log.

    Args:
        session: Open unit of work; the row is locked for the rest of it.
        public_id: The code, within the actor's sight.
        state: Looked at, sticker or badge replaced, harmless, or new again.
        note: For colleagues, at most ``NOTE_MAX`` letters.
        sight: What the actor may know of.
        actor_id: The account that acts.
        now: Instant of the act.

    Raises:
        Missing: No such code within reach.
    """
    found = within(public_id, sight).with_for_update(of=SuspiciousCode)
    row = session.exec(found.execution_options(populate_existing=True)).first()
    if row is None:
        raise Missing("unknown")
    before = row.state
    row.state, row.state_at, row.state_by = state, now, actor_id
    row.note = text.clean(note)[:NOTE_MAX]
    session.add(row)
    session.flush()
    audit.append(
        session,
        "suspicion.mark",
        actor_id=actor_id,
        now=now,
        object=f"suspicion:{row.public_id}",
        detail={"from": before.value, "to": state.value, "note": row.note},
    )
    return row
