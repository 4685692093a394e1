"""What the desk looks at: the list of suspicious codes, and what of it a reader may know."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlmodel import Session, col
from sqlmodel import select as rows_of
from sqlmodel.sql.expression import SelectOfScalar

from app.badges.models import Badge
from app.badges.suspicion.models import SuspicionReport, SuspiciousCode
from app.badges.suspicion.rows import PAGE, CodeRow, Sight, Wanted
from app.badges.suspicion.rules import SuspicionState
from app.directory.models import Subject, Unit
from app.text import fold
from qr.codes import normalise_digits

__all__ = ["PAGE", "code_rows", "codes", "counts", "in_reach", "to_row", "within"]


def codes(session: Session, wanted: Wanted, *, after: str = "", limit: int = PAGE) -> list[CodeRow]:
    """Return codes, newest sign of life first, one more than ``limit`` if there is a next page.

    Args:
        session: For reading; one statement.
        wanted: Reach and filters.
        after: Public id of the last row of the page before.
        limit: Rows of a page.
    """
    found = code_rows().where(_meant(wanted))
    if after:
        found = found.where(_behind(after))
    order = (col(SuspiciousCode.last_at).desc(), col(SuspiciousCode.id).desc())
    rows = session.execute(found.order_by(*order).limit(limit + 1))
    return [to_row(row, words=wanted.sight.words) for row in rows]


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


def within(public_id: str, sight: Sight) -> SelectOfScalar[SuspiciousCode]:
    """Return the statement that finds one code within reach."""
    return rows_of(SuspiciousCode).where(SuspiciousCode.public_id == public_id, in_reach(sight))


def in_reach(sight: Sight) -> ColumnElement[bool]:
    """Codes of the reader's units, and those of no badge for whoever may know of them."""
    path = col(SuspiciousCode.unit_path)
    roots = (path.startswith(root, autoescape=True) for root in sight.roots)
    return or_(false(), *roots, *([path == ""] if sight.words and sight.roots else []))


def _meant(wanted: Wanted, *, stated: bool = True) -> ColumnElement[bool]:
    parts = [in_reach(wanted.sight)]
    if wanted.unit_path:
        parts.append(col(SuspiciousCode.unit_path).startswith(wanted.unit_path, autoescape=True))
    if stated and wanted.state:
        parts.append(col(SuspiciousCode.state) == wanted.state)
    if wanted.kind:
        parts.append(col(SuspiciousCode.kind) == wanted.kind)
    if wanted.reported:
        parts.append(col(SuspiciousCode.reports) > 0)
    if wanted.spread:
        parts.append(col(SuspiciousCode.networks) > 0)
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


def code_rows(*more: Any) -> Any:
    """Return the statement whose rows ``to_row`` reads, with more columns behind."""
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
        code.networks, code.usual, code.spread_at,
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


def to_row(row: Any, *, words: bool) -> CodeRow:
    """Return a row of ``code_rows``; the place a citizen named only with the right to words."""
    networks, usual, spread_at, *known, told, site = row
    place = (told if words else "") or site
    texts = [value or "" for value in (*known[8:], place)]
    row = (*known[:8], *texts, networks, usual, spread_at)
    return CodeRow(*row)
