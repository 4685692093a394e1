"""Who looked: every opening of a personal file is a row of the staff log, and the person reads it.

The log is the one record: what it shows to the auditor is what it shows to the employee.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app import audit
from app.audit import AuditEntry
from app.people.models import Account
from app.rights import Person

__all__ = ["LOOK", "Look", "looks", "record_look"]

LOOK = "file.look"


@dataclass(frozen=True, slots=True)
class Look:
    """One opening: when, by whom, of which page."""

    at: datetime
    name_fa: str
    name_en: str
    what: str


def record_look(session: Session, by: Person, public_id: str, what: str, *, now: datetime) -> None:
    """Write down that somebody opened an employee's file; one's own page is not counted.

    Args:
        session: Open unit of work.
        by: Who looks.
        public_id: Of the employee.
        what: ``score``, ``paper`` (the printed explanation), ``decision``, ``appeal``.
        now: Aware instant.
    """
    about = f"file:{public_id}"
    audit.append(
        session, f"{LOOK}.{what}", actor_id=by.id, now=now, object=about, detail={"page": what}
    )


def looks(session: Session, public_id: str, *, limit: int = 50) -> list[Look]:
    """Return who opened an employee's file, newest first, in one statement."""
    found = session.execute(
        select(
            col(AuditEntry.at),
            col(Account.name_fa),
            col(Account.name_en),
            col(AuditEntry.action),
        )
        .join(Account, col(Account.id) == col(AuditEntry.actor_id))
        .where(
            col(AuditEntry.object) == f"file:{public_id}",
            col(AuditEntry.action).startswith(f"{LOOK}."),
        )
        .order_by(col(AuditEntry.id).desc())
        .limit(limit)
    )
    return [Look(at, fa, en, action.rpartition(".")[2]) for at, fa, en, action in found]
