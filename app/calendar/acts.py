"""What people did to the calendars, in the words of the staff log."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from app import audit
from app.calendar.queries import forget


def record(
    session: Session,
    act: str,
    what: str,
    detail: Mapping[str, object],
    *,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Append ``calendar.<act>`` to the staff log, after the edit.

    ``what`` is a calendar or a holiday set; the session reads its calendars anew from here.
    """
    forget(session)
    audit.append(
        session,
        f"calendar.{act}",
        actor_id=actor_id,
        now=now,
        object=f"calendar:{what}",
        detail=detail,
    )
