"""Reads of kiosks: the list of the desk, and the badge behind the link of one."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.badges.kiosks.models import Kiosk
from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.badges.scope import in_reach
from app.directory.models import Subject, Unit
from app.errors import Gone, Missing

__all__ = ["KioskRow", "kiosk_rows", "serial_behind"]

LIMIT = 500


@dataclass(frozen=True, slots=True)
class KioskRow:
    """One kiosk of the list."""

    public_id: str
    label: str
    made_at: datetime
    ended_at: datetime | None
    name_fa: str
    name_en: str
    unit_fa: str
    unit_en: str


def kiosk_rows(session: Session, roots: tuple[str, ...]) -> list[KioskRow]:
    """Return the kiosks within reach, working ones first, newest first; one statement."""
    found = (
        select(
            col(Kiosk.public_id), col(Kiosk.label), col(Kiosk.made_at), col(Kiosk.ended_at),
        )
        .add_columns(
            col(Subject.name_fa), col(Subject.name_en), col(Unit.name_fa), col(Unit.name_en)
        )
        .join(Subject, col(Subject.id) == col(Kiosk.subject_id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .where(in_reach(roots))
        .order_by(col(Kiosk.ended_at).is_not(None), col(Kiosk.id).desc())
        .limit(LIMIT)
    )  # fmt: skip
    return [KioskRow(*row) for row in session.execute(found)]


def serial_behind(session: Session, public_id: str) -> str:
    """Return the serial of the working badge a kiosk stands for; one statement.

    Raises:
        Missing: There is no such kiosk.
        Gone: It was switched off, or whom it stands for has no working badge.
    """
    found = (
        select(col(Kiosk.ended_at), col(Badge.serial))
        .outerjoin(
            Badge,
            (col(Badge.subject_id) == col(Kiosk.subject_id))
            & (col(Badge.status) == BadgeStatus.ACTIVE),
        )
        .where(Kiosk.public_id == public_id)
    )
    row = session.exec(found).first()
    if row is None:
        raise Missing("unknown")
    ended_at, serial = row
    if ended_at is not None or serial is None:
        raise Gone("kiosk_off")
    return str(serial)
