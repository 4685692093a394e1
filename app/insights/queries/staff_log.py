"""The auditor's screen: the staff log, newest first."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app.audit import AuditEntry
from app.people.models import Account

__all__ = ["LogRow", "staff_log"]


@dataclass(frozen=True, slots=True)
class LogRow:
    """One act: when, who, what, to what."""

    id: int
    at: datetime
    actor: str
    name_fa: str
    name_en: str
    action: str
    object: str
    detail: str

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The detail as names and values, nothing when it was erased.

        Left out are empty values, and the page of a look: the act names it.
        """
        found = json.loads(self.detail or "{}")
        return tuple(
            (name, str(value))
            for name, value in found.items()
            if value not in ("", None, False) and name != "page"
        )


def staff_log(
    session: Session, *, actor: str = "", action: str = "", before: int = 0, limit: int = 50
) -> list[LogRow]:
    """Return acts newest first, one row more than ``limit``; one statement.

    Args:
        session: For reading.
        actor: A user name; empty for everybody.
        action: The beginning of an action, such as ``badge.``.
        before: Id of the last row of the page before.
        limit: Rows of a page.
    """
    entry = AuditEntry
    query = (
        select(
            col(entry.id),
            col(entry.at),
            col(Account.username),
            col(Account.name_fa),
            col(Account.name_en),
            col(entry.action),
            col(entry.object),
            col(entry.detail),
        )
        .outerjoin(Account, col(Account.id) == col(entry.actor_id))
        .order_by(col(entry.id).desc())
        .limit(limit + 1)
    )
    if actor:
        query = query.where(col(Account.username) == actor)
    if action:
        query = query.where(col(entry.action).startswith(action, autoescape=True))
    if before:
        query = query.where(col(entry.id) < before)
    return [
        LogRow(i, at, who or "", fa or "", en or "", *rest)
        for i, at, who, fa, en, *rest in session.execute(query)
    ]
