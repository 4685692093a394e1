"""Badges that follow something else: the calendar, and who is in the directory."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app import audit
from app.badges.changing import batches, change
from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.directory.importing import Outcome

__all__ = ["after_import", "expire", "follow_directory"]


def expire(session: Session, *, now: datetime) -> int:
    """End every badge whose date has passed; return how many.

    Citizens' pages read the date itself, so a badge is dead on the minute even before this runs.
    """
    due = (
        col(Badge.status).in_([BadgeStatus.ACTIVE, BadgeStatus.SUSPENDED]),
        col(Badge.expires_at) <= now,
    )
    return change(session, *due, status=BadgeStatus.EXPIRED, ended_at=now)


def follow_directory(
    session: Session,
    *,
    left: Iterable[int] = (),
    back: Iterable[int] = (),
    now: datetime,
    actor_id: int | None = None,
) -> tuple[int, int]:
    """Suspend the badges of subjects who left and restore those of subjects who came back.

    Belongs into the unit of work of the import that noticed it.

    Args:
        session: Open unit of work.
        left: Subject ids no longer in the directory.
        back: Subject ids that are there again; the newest suspended badge of each is restored.
        now: Aware instant of the import.
        actor_id: Account of whoever imported.

    Returns:
        How many badges were suspended and how many restored.
    """
    suspended = sum(
        change(
            session,
            col(Badge.subject_id).in_(some),
            col(Badge.status) == BadgeStatus.ACTIVE,
            status=BadgeStatus.SUSPENDED,
        )
        for some in batches(left)
    )
    restored = sum(_restore(session, some) for some in batches(back))
    if suspended or restored:
        detail = {"suspended": suspended, "restored": restored}
        audit.append(session, "badge.follow", actor_id=actor_id, now=now, detail=detail)
    return suspended, restored


def after_import(session: Session, outcome: Outcome) -> None:
    """Let badges follow an import, inside its unit of work."""
    follow_directory(
        session,
        left=outcome.left_ids,
        back=outcome.back_ids,
        now=outcome.now,
        actor_id=outcome.actor_id,
    )


def _restore(session: Session, subject_ids: Sequence[int]) -> int:
    other = aliased(Badge)
    works = exists().where(
        col(other.subject_id) == col(Badge.subject_id), col(other.status) == BadgeStatus.ACTIVE
    )
    newest = (
        select(func.max(col(Badge.id)))
        .where(
            col(Badge.subject_id).in_(subject_ids),
            col(Badge.status) == BadgeStatus.SUSPENDED,
            ~works,
        )
        .group_by(col(Badge.subject_id))
    )
    ids = session.scalars(newest).all()
    return change(session, col(Badge.id).in_(ids), status=BadgeStatus.ACTIVE) if ids else 0
