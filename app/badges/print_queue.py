"""What there is to print: the working badges of a scope, in the order they leave the press."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.badges.changing import batches
from app.badges.faces import Imprint, Ready, gather, owns
from app.badges.models import Badge, PrintedBadge
from app.badges.rules import BadgeStatus
from app.badges.scope import Scope, active_subjects
from app.directory.models import Subject, Unit
from qr.key_ring import KeyRing

__all__ = ["count_printable", "count_printed", "count_unprintable", "ready"]

AT_ONCE = 500


def ready(
    session: Session,
    scope: Scope,
    ring: KeyRing,
    imprint: Imprint,
    *,
    now: datetime,
    changed: bool = False,
) -> Iterator[Ready]:
    """Yield the working badges of a scope, sorted by unit and name.

    Badges of a retired key are left out: they must be replaced first (``count_unprintable``).

    Args:
        session: Stays open while the badges are taken.
        scope: Whose badges.
        ring: Each badge is signed by the key it was issued with.
        imprint: What is the same on every badge.
        now: Badges that have expired by then are left out.
        changed: Only badges never printed, or whose face differs from the last print.
    """
    for ids in batches(_ids(session, scope, ring, now), AT_ONCE):
        printed = _last_faces(session, ids) if changed else {}
        for one in gather(session, ids, ring, imprint):
            if printed.get(one.badge_id) != one.hash:
                yield one


def count_printable(session: Session, scope: Scope, ring: KeyRing, *, now: datetime) -> int:
    """Return how many badges of a scope can be printed, printed before or not."""
    alive = _working(scope, now) & col(Badge.key_id).in_(_alive(ring))
    found = select(func.count()).select_from(Badge)
    return session.scalar(found.join(Subject, owns()).where(alive)) or 0


def count_printed(session: Session, scope: Scope, ring: KeyRing, *, now: datetime) -> int:
    """Return how many of ``count_printable`` were printed before."""
    again = exists().where(col(PrintedBadge.badge_id) == col(Badge.id))
    alive = _working(scope, now) & col(Badge.key_id).in_(_alive(ring)) & again
    found = select(func.count()).select_from(Badge)
    return session.scalar(found.join(Subject, owns()).where(alive)) or 0


def count_unprintable(session: Session, scope: Scope, ring: KeyRing, *, now: datetime) -> int:
    """Return how many working badges of a scope carry a retired key."""
    dead = _working(scope, now) & col(Badge.key_id).not_in(_alive(ring))
    found = select(func.count()).select_from(Badge)
    return session.scalar(found.join(Subject, owns()).where(dead)) or 0


def _alive(ring: KeyRing) -> list[int]:
    return [key_id for key_id in ring.keys if ring.verifying(key_id)]


def _working(scope: Scope, now: datetime) -> ColumnElement[bool]:
    return and_(
        col(Badge.status) == BadgeStatus.ACTIVE,
        or_(col(Badge.expires_at).is_(None), col(Badge.expires_at) > now),
        active_subjects(scope),
    )


def _ids(session: Session, scope: Scope, ring: KeyRing, now: datetime) -> list[int]:
    found = (
        select(col(Badge.id))
        .join(Subject, owns())
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(_working(scope, now), col(Badge.key_id).in_(_alive(ring)))
        .order_by(col(Unit.path), col(Subject.sort_key), col(Badge.id))
    )
    return [row[0] for row in session.execute(found)]


def _last_faces(session: Session, ids: Sequence[int]) -> dict[int, str]:
    later = aliased(PrintedBadge)
    newest = (
        select(func.max(col(later.run_id)))
        .where(col(later.badge_id) == col(PrintedBadge.badge_id))
        .scalar_subquery()
    )
    found = select(col(PrintedBadge.badge_id), col(PrintedBadge.face)).where(
        col(PrintedBadge.badge_id).in_(ids), col(PrintedBadge.run_id) == newest
    )
    return {row[0]: row[1] for row in session.execute(found)}
