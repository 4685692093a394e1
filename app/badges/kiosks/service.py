"""Writes of kiosks: one is set up for the subject of a badge, and switched off."""

from datetime import datetime

from sqlmodel import Session, col, select

from app import audit, text
from app.badges.kiosks.links import fresh_id
from app.badges.kiosks.models import Kiosk
from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.badges.scope import in_reach
from app.directory.models import Subject
from app.errors import Invalid, Missing

__all__ = ["LABEL_MAX", "set_up", "switch_off"]

LABEL_MAX = 120


def set_up(
    session: Session,
    number: str,
    label: str,
    *,
    roots: tuple[str, ...],
    actor_id: int,
    now: datetime,
) -> Kiosk:
    """Set up a kiosk for whom a working badge speaks for; its replacement keeps the kiosk.

    Args:
        session: Open unit of work.
        number: The nine digits of the badge.
        label: Where the tablet stands.
        roots: Unit paths the actor reaches.
        actor_id: The account that acts.
        now: Instant of the act.

    Raises:
        Missing: No working badge within reach has this number.
        Invalid: ``label_missing``.
    """
    place = text.clean_name(label)[:LABEL_MAX]
    if not place:
        raise Invalid("label_missing", field="label")
    found = (
        select(Badge.subject_id)
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .where(Badge.typed_code == number, Badge.status == BadgeStatus.ACTIVE, in_reach(roots))
    )
    subject_id = session.exec(found).first()
    if subject_id is None:
        raise Missing("badge_unknown")
    kiosk = Kiosk(
        public_id=fresh_id(), subject_id=subject_id, label=place, made_by=actor_id, made_at=now
    )
    session.add(kiosk)
    session.flush()
    _log(session, "kiosk.set_up", kiosk, actor_id, now)
    return kiosk


def switch_off(
    session: Session, public_id: str, *, roots: tuple[str, ...], actor_id: int, now: datetime
) -> None:
    """Switch a kiosk off; its link is dead at once, a second time changes nothing.

    Raises:
        Missing: No such kiosk within reach.
    """
    found = (
        select(Kiosk)
        .join(Subject, col(Subject.id) == col(Kiosk.subject_id))
        .where(Kiosk.public_id == public_id, in_reach(roots))
        .with_for_update(of=Kiosk)
    )
    kiosk = session.exec(found.execution_options(populate_existing=True)).first()
    if kiosk is None:
        raise Missing("unknown")
    if kiosk.ended_at is not None:
        return
    kiosk.ended_at, kiosk.ended_by = now, actor_id
    session.add(kiosk)
    session.flush()
    _log(session, "kiosk.switch_off", kiosk, actor_id, now)


def _log(session: Session, action: str, kiosk: Kiosk, actor_id: int, now: datetime) -> None:
    audit.append(
        session,
        action,
        actor_id=actor_id,
        now=now,
        object=f"kiosk:{kiosk.public_id}",
        detail={"subject": kiosk.subject_id, "label": kiosk.label},
    )
