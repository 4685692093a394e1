"""Who looked: every opening of a personal file is a row of the staff log, and the person reads it.

The log is the one record: what it shows to the auditor is what it shows to the employee.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from app import audit
from app.audit import Act, AuditEntry
from app.people.models import Account
from app.rights import Person

__all__ = ["LIST_AGAIN", "LOOK", "Look", "looks", "record_list", "record_look"]

LOOK = "file.look"
LIST_AGAIN = timedelta(hours=12)


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
        what: ``score``, ``paper`` (the printed explanation), ``decision``, ``appeal``, ``letter``.
        now: Aware instant.
    """
    audit.append_all(session, [_act(what, public_id)], actor_id=by.id, now=now)


def record_list(
    session: Session, by: Person, public_ids: Iterable[str], what: str, *, now: datetime
) -> None:
    """Write down that somebody opened a list that tells of these people; four statements.

    A reader turns pages and comes back, so the same list is noted once in twelve hours: every
    working day on which it was open stands there, and not every turn of a page.

    Args:
        session: Open unit of work.
        by: Who looks.
        public_ids: Of the people of whom the list says something.
        what: ``unit``, ``funnel`` or ``queue``.
        now: Aware instant.
    """
    asked = sorted({one for one in public_ids if one})
    known = set(
        session.scalars(
            select(col(AuditEntry.object)).where(
                col(AuditEntry.action) == f"{LOOK}.{what}",
                col(AuditEntry.actor_id) == by.id,
                col(AuditEntry.at) > now - LIST_AGAIN,
                col(AuditEntry.object).in_([_file(one) for one in asked]),
            )
        )
    )
    if new := [_act(what, one) for one in asked if _file(one) not in known]:
        audit.append_all(session, new, actor_id=by.id, now=now)


def _act(what: str, public_id: str) -> Act:
    return Act(f"{LOOK}.{what}", _file(public_id), {"page": what})


def _file(public_id: str) -> str:
    return f"file:{public_id}"


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
            col(AuditEntry.object) == _file(public_id),
            col(AuditEntry.action).startswith(f"{LOOK}."),
        )
        .order_by(col(AuditEntry.id).desc())
        .limit(limit)
    )
    return [Look(at, fa, en, action.rpartition(".")[2]) for at, fa, en, action in found]
