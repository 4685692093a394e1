"""Which keys the badges in the field carry, and giving them new ones before a key is retired."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app import audit
from app.badges.changing import batches, change
from app.badges.issuing import issue_rows
from app.badges.models import Badge
from app.badges.print_queue import on_paper
from app.badges.rules import BadgeStatus
from app.badges.scope import Scope, in_reach
from app.directory.models import Subject
from app.directory.rules import EMPLOYEE, SubjectStatus
from app.errors import Missing, Refused
from qr.key_ring import KeyRing

__all__ = ["KeyRow", "key_rows", "key_usage", "replace_key"]


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key by its number: what it does, and the badges in reach that carry it.

    ``waiting_people`` and ``waiting_places`` are badges that took the place of this key's and
    were not printed yet.
    """

    id: int
    signs: bool
    retired: bool
    since: datetime | None
    people: int
    places: int
    waiting_people: int
    waiting_places: int

    @property
    def badges(self) -> int:
        """Working badges that carry it."""
        return self.people + self.places


def key_rows(
    session: Session, ring: KeyRing, roots: Sequence[str], *, now: datetime
) -> list[KeyRow]:
    """Return the keys, newest first, with their badges in reach; two statements, no secret."""
    signing = ring.at(now).signing.key_id
    carried, waiting = _carried(session, roots), _waiting(session, roots)
    return [
        KeyRow(
            id=number,
            signs=number == signing,
            retired=ring.verifying(number) is None,
            since=key.not_before,
            people=carried.get((number, True), 0),
            places=carried.get((number, False), 0),
            waiting_people=waiting.get((number, True), 0),
            waiting_places=waiting.get((number, False), 0),
        )
        for number, key in sorted(ring.keys.items(), reverse=True)
    ]


def key_usage(session: Session) -> dict[int, int]:
    """Return how many working badges carry each key, by key id; suspended ones count too."""
    working = col(Badge.status).in_([BadgeStatus.ACTIVE, BadgeStatus.SUSPENDED])
    rows = select(col(Badge.key_id), func.count()).where(working).group_by(col(Badge.key_id))
    return {row[0]: row[1] for row in session.execute(rows.order_by(col(Badge.key_id)))}


def replace_key(
    session: Session,
    ring: KeyRing,
    key_id: int,
    *,
    now: datetime,
    actor_id: int | None,
    roots: tuple[str, ...] | None = None,
) -> int:
    """Replace every working badge of one key, so that the key can be retired; return how many.

    Args:
        session: Open unit of work.
        ring: The newest active key signs the new badges.
        key_id: Whose badges are replaced.
        now: Aware instant; the old badges are worth nothing from then on.
        actor_id: Account of the officer; ``None`` for the command line.
        roots: How far the officer reaches; ``None`` is the whole city.

    Raises:
        Missing: There is no such key.
        Refused: The key is the one that signs new badges; rotate first.
    """
    if key_id not in ring.keys:
        raise Missing("key_unknown")
    signing = ring.at(now).signing.key_id
    if signing == key_id:
        raise Refused("key_signs", "rotate the keys first: this one signs new badges")
    active = (col(Badge.key_id) == key_id, col(Badge.status) == BadgeStatus.ACTIVE)
    there = col(Badge.subject_id).in_(
        select(col(Subject.id)).where(col(Subject.status) == SubjectStatus.ACTIVE, in_reach(roots))
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


Counts = dict[tuple[int, bool], int]
"""By key number and whether the holder is an employee."""


def _carried(session: Session, roots: Sequence[str]) -> Counts:
    person = (col(Subject.kind) == EMPLOYEE).label("person")
    working = col(Badge.status).in_([BadgeStatus.ACTIVE, BadgeStatus.SUSPENDED])
    found = (
        select(col(Badge.key_id), person, func.count())
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .where(working, in_reach(tuple(roots)))
        .group_by(col(Badge.key_id), person)
    )
    return {(row[0], bool(row[1])): row[2] for row in session.execute(found)}


def _waiting(session: Session, roots: Sequence[str]) -> Counts:
    old, person = aliased(Badge), (col(Subject.kind) == EMPLOYEE).label("person")
    found = (
        select(col(old.key_id), person, func.count())
        .join(Badge, col(Badge.id) == col(old.replaced_by))
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .where(
            col(Badge.status) == BadgeStatus.ACTIVE,
            col(Badge.key_id) != col(old.key_id),
            in_reach(tuple(roots)),
            ~on_paper(),
        )
        .group_by(col(old.key_id), person)
    )
    return {(row[0], bool(row[1])): row[2] for row in session.execute(found)}


def _point_to_successors(session: Session, ids: Sequence[int]) -> None:
    new = aliased(Badge)
    successor = (
        select(col(new.id))
        .where(col(new.subject_id) == col(Badge.subject_id), col(new.status) == BadgeStatus.ACTIVE)
        .scalar_subquery()
    )
    change(session, col(Badge.id).in_(ids), replaced_by=successor)
