"""What the issuing office does to badges; nothing here reads a clock or commits.

A badge is a print, not a person: reissuing makes a new serial and the old one keeps its history.
"""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app import audit
from app.badges.following import after_import, expire, follow_directory
from app.badges.issuing import Issued, Progress, issue_rows, preview
from app.badges.keys_in_use import key_usage, replace_key
from app.badges.models import Badge
from app.badges.rules import BadgeStatus, check_move, check_reason
from app.badges.scope import Scope, in_reach
from app.directory.models import Subject
from app.directory.rules import SubjectStatus
from app.errors import Missing, Refused
from qr.key_ring import KeyRing

__all__ = [
    "after_import",
    "expire",
    "follow_directory",
    "issue",
    "key_usage",
    "replace",
    "replace_key",
    "revoke",
]

Roots = tuple[str, ...] | None


def issue(
    session: Session,
    ring: KeyRing,
    scope: Scope,
    *,
    now: datetime,
    actor_id: int | None,
    expires_at: datetime | None = None,
    progress: Progress | None = None,
) -> Issued:
    """Issue a badge to every active subject of a scope that has no working one.

    Safe to repeat and safe beside a second officer: nobody gets two.

    Args:
        session: Open unit of work.
        ring: The newest active key signs.
        scope: Whom to issue for.
        now: Aware instant of issue; badges that expired before it make room first.
        actor_id: Account of the officer; ``None`` for the command line.
        expires_at: From when the badges are no longer valid, if ever.
        progress: Called with the number of badges made, batch by batch.

    Raises:
        BadKeyRing: No key may sign.
    """
    key_id = ring.at(now).signing.key_id
    expire(session, now=now)
    made = issue_rows(
        session, scope, key_id=key_id, now=now, expires_at=expires_at, progress=progress
    )
    there = preview(session, scope)
    if made:
        detail = {"badges": made, "roots": scope.roots, "kind": scope.kind, "key": key_id}
        audit.append(session, "badge.issue", actor_id=actor_id, now=now, detail=detail)
    return Issued(there.subjects, made)


def revoke(
    session: Session,
    serial: str,
    reason: str,
    *,
    now: datetime,
    actor_id: int | None,
    roots: Roots = None,
) -> Badge:
    """End a badge at once: lost, stolen, or not to be trusted.

    Args:
        session: Open unit of work; the badge is locked for the rest of it.
        serial: Ten hexadecimal digits.
        reason: Why, for the office; citizens never see it.
        now: Aware instant; the badge is worth nothing from then on.
        actor_id: Account of the officer; ``None`` for the command line.
        roots: How far the officer reaches; ``None`` is the whole city.

    Raises:
        Missing: No such badge within reach.
        Refused: It has ended already, or the reason says nothing.
    """
    badge = _locked(session, serial, roots)
    _end(badge, BadgeStatus.REVOKED, check_reason(reason), now)
    session.flush()
    _log(session, "badge.revoke", badge, actor_id, now, reason=badge.end_reason)
    return badge


def replace(
    session: Session,
    ring: KeyRing,
    serial: str,
    *,
    now: datetime,
    actor_id: int | None,
    reason: str = "",
    roots: Roots = None,
) -> Badge:
    """Give the subject a new badge in place of this one and return the new one.

    A working badge becomes ``replaced``; one that was revoked or has expired stays so and
    points to its successor.

    Raises:
        Missing: No such badge within reach.
        Refused: It was replaced before, the subject has another working badge, or has left.
        BadKeyRing: No key may sign.
    """
    old = _locked(session, serial, roots)
    _check_replaceable(session, old)
    if old.status in {BadgeStatus.ACTIVE, BadgeStatus.SUSPENDED}:
        _end(old, BadgeStatus.REPLACED, reason.strip()[:400], now)
    session.flush()
    key_id = ring.at(now).signing.key_id
    only = Scope(subject_ids=(old.subject_id,))
    issue_rows(session, only, key_id=key_id, now=now, expires_at=None, progress=None)
    new = _active(session, old.subject_id)
    old.replaced_by = new.id
    session.flush()
    _log(session, "badge.replace", old, actor_id, now, by=new.serial, reason=reason)
    return new


def _locked(session: Session, serial: str, roots: Roots) -> Badge:
    found = (
        select(Badge)
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .where(col(Badge.serial) == serial, in_reach(roots))
        .with_for_update(of=Badge)
        .execution_options(populate_existing=True)
    )
    badge = session.scalars(found).first()
    if badge is None:
        raise Missing("badge_unknown")
    return badge


def _end(badge: Badge, status: BadgeStatus, reason: str, now: datetime) -> None:
    check_move(badge.status, status)
    badge.status, badge.ended_at, badge.end_reason = status, now, reason


def _check_replaceable(session: Session, old: Badge) -> None:
    if old.replaced_by is not None or old.status is BadgeStatus.REPLACED:
        raise Refused("already_replaced")
    subject = session.get(Subject, old.subject_id)
    if subject is None or subject.status is not SubjectStatus.ACTIVE:
        raise Refused("subject_left")
    working = select(col(Badge.id)).where(
        col(Badge.subject_id) == old.subject_id,
        col(Badge.status) == BadgeStatus.ACTIVE,
        col(Badge.id) != old.id,
    )
    if session.scalars(working).first() is not None:
        raise Refused("has_badge", "the subject has another working badge")


def _active(session: Session, subject_id: int) -> Badge:
    working = select(Badge).where(
        col(Badge.subject_id) == subject_id, col(Badge.status) == BadgeStatus.ACTIVE
    )
    return session.scalars(working).one()


def _log(
    session: Session, act: str, badge: Badge, actor_id: int | None, now: datetime, **detail: object
) -> None:
    about = f"badge:{badge.serial}"
    audit.append(session, act, actor_id=actor_id, now=now, object=about, detail=detail)
