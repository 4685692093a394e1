"""Who learns of growing complaints: HR of a person, the managers and HR of a whole unit."""

from datetime import datetime

from sqlalchemy import literal, select
from sqlmodel import Session, col

from app.directory.models import Subject, Unit
from app.notices.rules import NoticeChannel
from app.notices.service import enqueue
from app.people.models import Account, RoleGrant
from app.rights import Role
from app.scores.models import GrowthAlarm

__all__ = ["tell_alarms"]

PERSON, UNIT = "S29", "S30"
_TOLD = {PERSON: {Role.HR_REVIEWER}, UNIT: {Role.HR_REVIEWER, Role.UNIT_MANAGER}}


def tell_alarms(session: Session, alarms: list[GrowthAlarm], *, now: datetime) -> int:
    """Put a notice to every desk concerned in the outbox; return how many.

    A person's alarm goes to HR alone: a manager reads it at the unit's desk, without a message
    that names nobody and says too much.
    """
    told = 0
    for alarm in alarms:
        template = PERSON if alarm.subject_id is not None else UNIT
        for account_id, locale in _holders(session, template, alarm):
            told += enqueue(
                session,
                template,
                event=f"growth:{alarm.id}",
                recipient=f"account:{account_id}",
                channel=NoticeChannel.IN_APP,
                locale=locale,
                now=now,
            )
    return told


def _holders(session: Session, template: str, alarm: GrowthAlarm) -> list[tuple[int, str]]:
    """Return account and language of everybody whose desk reaches the unit."""
    path = _path(session, alarm)
    query = (
        select(col(Account.id), col(Account.locale))
        .join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .where(
            col(RoleGrant.role).in_(_TOLD[template]),
            col(RoleGrant.ended_at).is_(None),
            col(Account.disabled_at).is_(None),
            literal(path).startswith(col(Unit.path)),
        )
        .distinct()
        .order_by(col(Account.id))
    )
    return [(int(key or 0), locale) for key, locale in session.execute(query)]


def _path(session: Session, alarm: GrowthAlarm) -> str:
    if alarm.subject_id is None:
        unit = select(col(Unit.path)).where(col(Unit.id) == alarm.unit_id)
    else:
        unit = select(col(Unit.path)).join(Subject, col(Subject.unit_id) == col(Unit.id))
        unit = unit.where(col(Subject.id) == alarm.subject_id)
    return str(session.execute(unit).scalar_one())
