"""Who is told when a code fails, is reported several times or spreads: place and issuing desk.

The nearest manager of the unit, the nearest facility manager and the issuing officers above it
read one notice (S13) a day and code.  A strange symbol has no unit: the issuing officers are told.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, literal
from sqlmodel import Session, col, select

from app.badges.suspicion.models import SuspicionReport, SuspicionScan, SuspiciousCode
from app.badges.suspicion.rules import NOTICE_REPORTS, NOTICE_SCANS, symbol_number
from app.directory.models import Unit
from app.notices import service as notices
from app.notices.rules import NoticeChannel
from app.people.models import Account, RoleGrant
from app.rights import Role

__all__ = ["tell_if_many"]

_DAY = timedelta(hours=24)
_NEAREST = (Role.UNIT_MANAGER, Role.FACILITY_MANAGER)


def tell_if_many(session: Session, row: SuspiciousCode, *, now: datetime) -> int:
    """Tell those responsible if enough came within a day; return how many notices are new."""
    if not row.code or not _many(session, row, now):
        return 0
    day = now.date().isoformat()
    told = 0
    for account_id, locale in _responsible(session, row.unit_path):
        told += notices.enqueue(
            session,
            "S13",
            event=f"suspicion:{row.id}:{day}",
            recipient=f"account:{account_id}",
            channel=NoticeChannel.IN_APP,
            now=now,
            locale=locale,
            params={"code": symbol_number(row.code)},
        )
    return told


def _many(session: Session, row: SuspiciousCode, now: datetime) -> bool:
    since = now - _DAY
    if row.spread_at is not None and row.spread_at > since:
        return True
    reports = select(func.count(col(SuspicionReport.id))).where(
        SuspicionReport.code_id == row.id, SuspicionReport.at > since
    )
    if session.exec(reports).one() >= NOTICE_REPORTS:
        return True
    scans = select(func.sum(col(SuspicionScan.count))).where(
        SuspicionScan.code_id == row.id, SuspicionScan.hour > since
    )
    return int(session.exec(scans).one() or 0) >= NOTICE_SCANS


def _responsible(session: Session, path: str) -> list[tuple[int, str]]:
    """Return account and language of the nearest managers and of every issuing officer above."""
    roles = (*_NEAREST, Role.ISSUING_OFFICER) if path else (Role.ISSUING_OFFICER,)
    found = (
        select(col(RoleGrant.role), col(Unit.path), col(Account.id), col(Account.locale))
        .join(Account, col(Account.id) == col(RoleGrant.account_id))
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .where(
            col(RoleGrant.role).in_(roles),
            col(RoleGrant.ended_at).is_(None),
            col(Account.disabled_at).is_(None),
        )
    )
    if path:
        found = found.where(literal(path).startswith(col(Unit.path)))
    rows = session.exec(found).all()
    longest = {
        role: max((len(one[1]) for one in rows if one[0] is role), default=0) for role in _NEAREST
    }
    told = {
        number: locale
        for role, place, number, locale in rows
        if number is not None and (role not in longest or len(place) == longest[role])
    }
    return sorted(told.items())
