"""What there is to print: the working badges a run asks for, in the order they leave the press."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from sys import intern

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.badges.asking import Ask
from app.badges.changing import batches
from app.badges.faces import Imprint, gather, owns
from app.badges.models import Badge, PrintedBadge, PrintRun
from app.badges.rules import OPEN_RUNS, BadgeStatus, CardState
from app.badges.scope import Scope, active_subjects
from app.directory.models import Subject, Unit
from qr.key_ring import KeyRing

__all__ = [
    "count_printable",
    "count_printed",
    "count_unprintable",
    "on_paper",
    "queue",
    "ready_ids",
]

AT_ONCE = 500
Queued = tuple[int, str]
"""A badge's id and the path of its unit."""


def queue(
    session: Session, ask: Ask, ring: KeyRing, imprint: Imprint, *, now: datetime
) -> list[Queued]:
    """Return the working badges a run asks for, sorted by unit and name.

    Badges of a retired key are left out: they must be replaced first (``count_unprintable``).  A
    run of new and changed badges leaves out what another open run prints already.

    Args:
        session: For reading; about three statements for 500 badges.
        ask: What is wanted.
        ring: Each badge is signed by the key it was issued with.
        imprint: What is the same on every badge; needed to tell whether a face has changed.
        now: Badges that have expired by then are left out.
    """
    found = ready_ids(session, ask, ring, now=now)
    if not ask.only_new:
        return found
    paths = dict(found)
    return [
        (badge_id, paths[badge_id])
        for ids in batches(paths, AT_ONCE)
        for badge_id in _changed(session, ids, ask, ring, imprint)
    ]


def ready_ids(session: Session, ask: Ask, ring: KeyRing, *, now: datetime) -> list[Queued]:
    """Return the working badges of a run whether or not they have changed; one statement."""
    found = (
        select(col(Badge.id), col(Unit.path))
        .join(Subject, owns())
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(_working(ask.scope, now), _alive(ring), *_limits(ask))
        .order_by(col(Unit.path), col(Subject.sort_key), col(Badge.id))
    )
    rows = session.execute(found, execution_options={"yield_per": AT_ONCE})
    return [(row[0], intern(row[1])) for row in rows]  # thousands of badges share a unit's path


def on_paper() -> ColumnElement[bool]:
    """Return the condition that a badge left the press before: some run with it was released."""
    return exists().where(
        col(PrintedBadge.badge_id) == col(Badge.id),
        col(PrintedBadge.state) != CardState.WAITING,
    )


def count_printable(session: Session, ask: Ask, ring: KeyRing, *, now: datetime) -> int:
    """Return how many badges can be printed, printed before or not."""
    return _count(session, _working(ask.scope, now), _alive(ring), *_limits(ask))


def count_printed(session: Session, ask: Ask, ring: KeyRing, *, now: datetime) -> int:
    """Return how many of ``count_printable`` were printed before."""
    return _count(session, _working(ask.scope, now), _alive(ring), *_limits(ask), on_paper())


def count_unprintable(session: Session, scope: Scope, ring: KeyRing, *, now: datetime) -> int:
    """Return how many working badges of a scope carry a retired key."""
    return _count(session, _working(scope, now), ~_alive(ring))


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    found = select(func.count()).select_from(Badge).join(Subject, owns()).where(*conditions)
    return session.scalar(found) or 0


def _alive(ring: KeyRing) -> ColumnElement[bool]:
    return col(Badge.key_id).in_([key_id for key_id in ring.keys if ring.verifying(key_id)])


def _working(scope: Scope, now: datetime) -> ColumnElement[bool]:
    return and_(
        col(Badge.status) == BadgeStatus.ACTIVE,
        or_(col(Badge.expires_at).is_(None), col(Badge.expires_at) > now),
        active_subjects(scope),
    )


def _limits(ask: Ask) -> Iterator[ColumnElement[bool]]:
    if ask.serials:
        yield col(Badge.serial).in_(ask.serials)
    if ask.of_run:
        card = exists().where(
            col(PrintedBadge.badge_id) == col(Badge.id), col(PrintedBadge.run_id) == ask.of_run
        )
        yield card.where(col(PrintedBadge.part) == ask.part) if ask.part else card
    if ask.key_id is not None:
        old = aliased(Badge)
        yield (
            exists().where(col(old.replaced_by) == col(Badge.id), col(old.key_id) == ask.key_id)
            & ~on_paper()
        )


def _changed(
    session: Session, ids: Sequence[int], ask: Ask, ring: KeyRing, imprint: Imprint
) -> list[int]:
    printed = _last_faces(session, ids, ask.since)
    busy = _in_open_runs(session, ids)
    found = gather(session, [one for one in ids if one not in busy], ring, imprint)
    return [one.badge_id for one in found if printed.get(one.badge_id) != one.hash]


def _in_open_runs(session: Session, ids: Sequence[int]) -> set[int]:
    found = (
        select(col(PrintedBadge.badge_id))
        .join(PrintRun, col(PrintRun.id) == col(PrintedBadge.run_id))
        .where(col(PrintedBadge.badge_id).in_(ids), col(PrintRun.state).in_(OPEN_RUNS))
    )
    return set(session.scalars(found))


def _last_faces(session: Session, ids: Sequence[int], since: int) -> dict[int, str]:
    found = select(col(PrintedBadge.badge_id), col(PrintedBadge.face)).where(
        col(PrintedBadge.badge_id).in_(ids), col(PrintedBadge.state) != CardState.WAITING
    )
    if since:
        found = found.where(col(PrintedBadge.run_id) <= since)
    return {row[0]: row[1] for row in session.execute(found.order_by(col(PrintedBadge.run_id)))}
