"""What the desk looks at: suspicious codes in a list, one code by place and hour, its reports."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlmodel import Session, col
from sqlmodel import select as rows_of
from sqlmodel.sql.expression import SelectOfScalar

from app.badges.models import Badge
from app.badges.suspicion.models import SuspicionReport, SuspicionScan, SuspiciousCode
from app.badges.suspicion.rows import PAGE, CodePage, CodeRow, Hour, Said, Sight, Wanted
from app.badges.suspicion.rules import SuspicionState
from app.directory.models import Subject, Unit
from app.errors import Missing
from app.people.models import Account
from app.text import fold
from qr.codes import normalise_digits

__all__ = ["PAGE", "CodePage", "CodeRow", "Hour", "Said", "Wanted", "code_page", "codes", "counts",
           "photo_of", "within"]  # fmt: skip


def codes(session: Session, wanted: Wanted, *, after: str = "", limit: int = PAGE) -> list[CodeRow]:
    """Return codes, newest sign of life first, one more than ``limit`` if there is a next page.

    Args:
        session: For reading; one statement.
        wanted: Reach and filters.
        after: Public id of the last row of the page before.
        limit: Rows of a page.
    """
    found = _rows().where(_meant(wanted))
    if after:
        found = found.where(_behind(after))
    order = (col(SuspiciousCode.last_at).desc(), col(SuspiciousCode.id).desc())
    rows = session.execute(found.order_by(*order).limit(limit + 1))
    return [_row(row, words=wanted.sight.words) for row in rows]


def counts(session: Session, wanted: Wanted) -> dict[SuspicionState, int]:
    """Return how many codes stand where, under the other filters; one statement."""
    found = (
        select(col(SuspiciousCode.state), func.count(col(SuspiciousCode.id)))
        .outerjoin(Badge, col(Badge.id) == col(SuspiciousCode.badge_id))
        .outerjoin(Subject, col(Subject.id) == col(Badge.subject_id))
        .where(_meant(wanted, stated=False))
        .group_by(col(SuspiciousCode.state))
    )
    known = {SuspicionState(state): number for state, number in session.execute(found)}
    return {state: known.get(state, 0) for state in SuspicionState}


def code_page(session: Session, public_id: str, sight: Sight) -> CodePage:
    """Return one code within reach; three statements.

    Raises:
        Missing: There is none.
    """
    found = (
        _rows(SuspiciousCode.id, SuspiciousCode.note, SuspiciousCode.state_at, Account.name_fa,
              Account.name_en)
        .outerjoin(Account, col(Account.id) == col(SuspiciousCode.state_by))
        .where(col(SuspiciousCode.public_id) == public_id, _in_reach(sight))
    )  # fmt: skip
    row = session.execute(found).first()
    if row is None:
        raise Missing("unknown")
    number, note, state_at, by_fa, by_en = row[-5:]
    return CodePage(
        _row(row[:-5], words=sight.words), note, state_at, by_fa or "", by_en or "",
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
            _in_reach(sight),
        )
    )
    name = session.execute(found).scalar()
    if not name:
        raise Missing("unknown")
    return str(name)


def within(public_id: str, sight: Sight) -> SelectOfScalar[SuspiciousCode]:
    """Return the statement that finds one code within reach."""
    return rows_of(SuspiciousCode).where(SuspiciousCode.public_id == public_id, _in_reach(sight))


def _in_reach(sight: Sight) -> ColumnElement[bool]:
    """Codes of the reader's units, and those of no badge for whoever may know of them."""
    path = col(SuspiciousCode.unit_path)
    roots = (path.startswith(root, autoescape=True) for root in sight.roots)
    return or_(false(), *roots, *([path == ""] if sight.words and sight.roots else []))


def _meant(wanted: Wanted, *, stated: bool = True) -> ColumnElement[bool]:
    parts = [_in_reach(wanted.sight)]
    if wanted.unit_path:
        parts.append(col(SuspiciousCode.unit_path).startswith(wanted.unit_path, autoescape=True))
    if stated and wanted.state:
        parts.append(col(SuspiciousCode.state) == wanted.state)
    if wanted.kind:
        parts.append(col(SuspiciousCode.kind) == wanted.kind)
    if wanted.reported:
        parts.append(col(SuspiciousCode.reports) > 0)
    if wanted.since:
        parts.append(col(SuspiciousCode.last_at) >= wanted.since)
    return and_(*parts, *_worded(wanted.text))


def _worded(text: str) -> list[ColumnElement[bool]]:
    words = fold(text).replace("%", " ").replace("_", " ").split()[:8]
    if not words:
        return []
    named = and_(*(col(Subject.search).contains(word) for word in words))
    return [or_(named, col(SuspiciousCode.code) == normalise_digits(text))]


def _behind(public_id: str) -> ColumnElement[bool]:
    def of(column: Any) -> Any:
        found = select(column).where(col(SuspiciousCode.public_id) == public_id)
        return found.correlate(None).scalar_subquery()

    at, number = col(SuspiciousCode.last_at), col(SuspiciousCode.id)
    last_at, last_id = of(SuspiciousCode.last_at), of(SuspiciousCode.id)
    return or_(at < last_at, and_(at == last_at, number < last_id))


def _rows(*more: Any) -> Any:
    place = (
        select(col(SuspicionReport.place))
        .where(
            col(SuspicionReport.code_id) == col(SuspiciousCode.id), col(SuspicionReport.place) != ""
        )
        .order_by(col(SuspicionReport.id).desc())
        .limit(1)
        .correlate(SuspiciousCode)
        .scalar_subquery()
    )
    code = SuspiciousCode
    columns: tuple[Any, ...] = (
        code.public_id, code.code, code.kind, code.state, code.scans, code.reports, code.first_at,
        code.last_at, Badge.serial, Subject.name_fa, Subject.name_en, Unit.name_fa, Unit.name_en,
        place, Subject.site,
    )  # fmt: skip
    return (
        select(*columns, *more)
        .select_from(SuspiciousCode)
        .outerjoin(Badge, col(Badge.id) == col(SuspiciousCode.badge_id))
        .outerjoin(Subject, col(Subject.id) == col(Badge.subject_id))
        .outerjoin(Unit, col(Unit.id) == col(Subject.unit_id))
    )


def _row(row: Any, *, words: bool) -> CodeRow:
    *known, told, site = row
    place = (told if words else "") or site
    return CodeRow(*known[:8], *(value or "" for value in (*known[8:], place)))


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
