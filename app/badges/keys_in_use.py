"""Which keys the badges in the field carry, and giving them new ones before a key is retired."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app import audit
from app.badges.changing import batches, change
from app.badges.issuing import issue_rows
from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.badges.scope import Scope
from app.directory.models import Subject
from app.directory.rules import SubjectStatus
from app.errors import Refused
from qr.key_ring import KeyRing

__all__ = ["key_usage", "replace_key"]


def key_usage(session: Session) -> dict[int, int]:
    """Return how many working badges carry each key, by key id; suspended ones count too."""
    working = col(Badge.status).in_([BadgeStatus.ACTIVE, BadgeStatus.SUSPENDED])
    rows = select(col(Badge.key_id), func.count()).where(working).group_by(col(Badge.key_id))
    return {row[0]: row[1] for row in session.execute(rows.order_by(col(Badge.key_id)))}


def replace_key(
    session: Session, ring: KeyRing, key_id: int, *, now: datetime, actor_id: int | None
) -> int:
    """Replace every working badge of one key, so that the key can be retired; return how many.

    Raises:
        Refused: The key is the one that signs new badges; rotate first.
    """
    signing = ring.at(now).signing.key_id
    if signing == key_id:
        raise Refused("key_signs", "rotate the keys first: this one signs new badges")
    active = (col(Badge.key_id) == key_id, col(Badge.status) == BadgeStatus.ACTIVE)
    there = col(Badge.subject_id).in_(
        select(col(Subject.id)).where(col(Subject.status) == SubjectStatus.ACTIVE)
    )
    old = session.execute(select(col(Badge.id), col(Badge.subject_id)).where(*active, there)).all()
    for some in batches(row.id for row in old):
        change(session, col(Badge.id).in_(some), status=BadgeStatus.REPLACED, ended_at=now)
    for some in batches(row.subject_id for row in old):
        one = Scope(subject_ids=tuple(some))
        issue_rows(session, one, key_id=signing, now=now, expires_at=None, progress=None)
    for some in batches(row.id for row in old):
        _point_to_successors(session, some)
    if old:
        detail = {"badges": len(old), "key": key_id}
        audit.append(session, "badge.replace_key", actor_id=actor_id, now=now, detail=detail)
    return len(old)


def _point_to_successors(session: Session, ids: Sequence[int]) -> None:
    new = aliased(Badge)
    successor = (
        select(col(new.id))
        .where(col(new.subject_id) == col(Badge.subject_id), col(new.status) == BadgeStatus.ACTIVE)
        .scalar_subquery()
    )
    change(session, col(Badge.id).in_(ids), replaced_by=successor)
