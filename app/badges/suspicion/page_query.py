"""One suspicious code: its hours, its reports, who said where it stands."""

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from app.badges.suspicion.models import SuspicionReport, SuspicionScan, SuspiciousCode
from app.badges.suspicion.queries import code_rows, in_reach, to_row
from app.badges.suspicion.rows import CodePage, Hour, Said, Sight
from app.errors import Missing
from app.people.models import Account

__all__ = ["code_page", "photo_of"]


def code_page(session: Session, public_id: str, sight: Sight) -> CodePage:
    """Return one code within reach; three statements.

    Raises:
        Missing: There is none.
    """
    found = (
        code_rows(SuspiciousCode.id, SuspiciousCode.note, SuspiciousCode.state_at, Account.name_fa,
              Account.name_en)
        .outerjoin(Account, col(Account.id) == col(SuspiciousCode.state_by))
        .where(col(SuspiciousCode.public_id) == public_id, in_reach(sight))
    )  # fmt: skip
    row = session.execute(found).first()
    if row is None:
        raise Missing("unknown")
    number, note, state_at, by_fa, by_en = row[-5:]
    return CodePage(
        to_row(row[:-5], words=sight.words), note, state_at, by_fa or "", by_en or "",
        _hours(session, number), _said(session, number, words=sight.words),
    )  # fmt: skip


def photo_of(session: Session, public_id: str, report_id: int, sight: Sight) -> str:
    """Return the name of a report's photo within reach.

    Raises:
        Missing: There is none.
    """
    found = (
        select(col(SuspicionReport.photo))
        .join(SuspiciousCode, col(SuspiciousCode.id) == col(SuspicionReport.code_id))
        .where(
            col(SuspicionReport.id) == report_id,
            col(SuspiciousCode.public_id) == public_id,
            in_reach(sight),
        )
    )
    name = session.execute(found).scalar()
    if not name:
        raise Missing("unknown")
    return str(name)


def _hours(session: Session, code_id: int) -> tuple[Hour, ...]:
    found = (
        select(
            col(SuspicionScan.hour),
            func.sum(col(SuspicionScan.count)),
            func.count(col(SuspicionScan.network)),
            func.min(col(SuspicionScan.network)),
        )
        .where(col(SuspicionScan.code_id) == code_id)
        .group_by(col(SuspicionScan.hour))
        .order_by(col(SuspicionScan.hour).desc())
        .limit(100)
    )
    return tuple(
        Hour(at, int(number), networks if least else 0)
        for at, number, networks, least in session.execute(found)
    )


def _said(session: Session, code_id: int, *, words: bool) -> tuple[Said, ...]:
    found = rows_of(SuspicionReport).where(SuspicionReport.code_id == code_id)
    rows = session.exec(found.order_by(col(SuspicionReport.id).desc()).limit(100))
    return tuple(
        Said(r.id or 0, r.reason, r.place, r.text, r.photo, r.at)
        if words
        else Said(0, r.reason, "", "", "", r.at)
        for r in rows
    )
