"""Who opened whose score, for those who audit it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.audit import AuditEntry
from app.directory.models import Subject
from app.people.models import Account
from app.scores.decisions.looking import LOOK

__all__ = ["LookRow", "all_looks"]

_FILE = len("file:")


@dataclass(frozen=True, slots=True)
class LookRow:
    """One opening of an employee's file: when, by whom, about whom, which page."""

    at: datetime
    name_fa: str
    name_en: str
    about_fa: str
    about_en: str
    what: str


def all_looks(session: Session, limit: int = 30) -> list[LookRow]:
    """Return the newest openings of files in the city, newest first; one statement."""
    entry = AuditEntry
    about = func.substr(col(entry.object), _FILE + 1)
    query = (
        select(
            col(entry.at),
            col(Account.name_fa),
            col(Account.name_en),
            col(Subject.name_fa),
            col(Subject.name_en),
            col(entry.action),
        )
        .join(Account, col(Account.id) == col(entry.actor_id))
        .join(Subject, col(Subject.public_id) == about)
        .where(col(entry.action).startswith(f"{LOOK}."))
        .order_by(col(entry.id).desc())
        .limit(limit)
    )
    return [
        LookRow(at, fa, en, about_fa, about_en, act.rpartition(".")[2])
        for at, fa, en, about_fa, about_en, act in session.execute(query)
    ]
