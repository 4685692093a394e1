"""Reading print runs within reach, and one run with its parts and counts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.badges.models import Badge, PrintedBadge, PrintPart, PrintRun
from app.badges.rules import CardState
from app.badges.run_rows import PartRow, RunPage, RunRow
from app.directory.models import Unit
from app.errors import Missing
from app.people.models import Account

__all__ = [
    "PAGE",
    "printed_earlier",
    "run_numbers",
    "run_page",
    "run_parts",
    "run_rows",
]

PAGE = 50


def run_rows(
    session: Session, roots: Sequence[str], *, reader_id: int, before: int = 0, limit: int = PAGE
) -> list[RunRow]:
    """Return runs within reach or made by the reader, newest first; one statement.

    Args:
        session: For reading.
        roots: Unit paths the reader reaches.
        reader_id: The reader's account.
        before: Number of the last run of the page before; 0 for the first page.
        limit: Rows of a page; one more is returned if there is a next page.
    """
    found = _runs().where(_seen(roots, reader_id))
    if before:
        found = found.where(col(PrintRun.id) < before)
    found = found.order_by(col(PrintRun.id).desc()).limit(limit + 1)
    return [_run(row) for row in session.execute(found)]


def run_page(session: Session, public_id: str, roots: Sequence[str], *, reader_id: int) -> RunPage:
    """Return one run with its parts and counts; five statements.

    Raises:
        Missing: No such run in reach.
    """
    found = _runs().where(col(PrintRun.public_id) == public_id, _seen(roots, reader_id))
    row = session.execute(found).first()
    if row is None:
        raise Missing("run_unknown")
    run = _run(row)
    cards = _card_counts(session, run.id)
    return RunPage(
        run, run_parts(session, run.id), cards, _again(session, run.id), _ended(session, run.id)
    )


def run_numbers(session: Session, roots: Sequence[str], *, reader_id: int, number: int) -> set[int]:
    """Return the number of a run if it lies in reach, else nothing; one statement."""
    found = select(col(PrintRun.id)).where(col(PrintRun.id) == number, _seen(roots, reader_id))
    return {int(row[0]) for row in session.execute(found)}


def run_parts(session: Session, run_id: int) -> tuple[PartRow, ...]:
    """Return the parts of a run in their order; one statement."""
    issued = (
        select(func.count())
        .where(
            col(PrintedBadge.run_id) == col(PrintPart.run_id),
            col(PrintedBadge.part) == col(PrintPart.number),
            col(PrintedBadge.state) == CardState.ISSUED,
        )
        .correlate(PrintPart)
        .scalar_subquery()
    )
    columns: tuple[Any, ...] = (
        PrintPart.number, PrintPart.state, PrintPart.holder, PrintPart.file, PrintPart.first,
        PrintPart.last, PrintPart.sheets, PrintPart.size_bytes, Unit.name_fa, Unit.name_en, issued,
    )  # fmt: skip
    found = (
        select(*columns)
        .outerjoin(Unit, col(Unit.path) == col(PrintPart.scope_path))
        .where(col(PrintPart.run_id) == run_id)
        .order_by(col(PrintPart.number))
    )
    return tuple(_part(row) for row in session.execute(found))


def _part(row: Any) -> PartRow:
    number, state, holder, file, first, last, sheets, size, fa, en, issued = row
    return PartRow(
        number, state, bool(holder), file, first, last, sheets, size, fa or "", en or "", issued
    )


def _runs() -> Select[Any]:
    columns: tuple[Any, ...] = (
        PrintRun.id, PrintRun.public_id, PrintRun.state, PrintRun.stock, PrintRun.template_version,
        PrintRun.made_at, PrintRun.badges, PrintRun.parts, PrintRun.fault, PrintRun.file_hash,
        Account.name_fa, Account.name_en, Account.username, Unit.name_fa, Unit.name_en,
    )  # fmt: skip
    return (
        select(*columns)
        .outerjoin(Account, col(Account.id) == col(PrintRun.made_by))
        .outerjoin(Unit, col(Unit.path) == col(PrintRun.scope_path))
    )


def _run(row: Any) -> RunRow:
    *own, maker_fa, maker_en, username, unit_fa, unit_en = row
    names = (maker_fa or username, maker_en or username, unit_fa, unit_en)
    return RunRow(*own, *(name or "" for name in names))


def _seen(roots: Sequence[str], reader_id: int) -> ColumnElement[bool]:
    inside = (col(PrintRun.scope_path).startswith(root, autoescape=True) for root in roots)
    return or_(col(PrintRun.made_by) == reader_id, *inside)


def _card_counts(session: Session, run_id: int) -> dict[CardState, int]:
    found = (
        select(col(PrintedBadge.state), func.count())
        .where(col(PrintedBadge.run_id) == run_id)
        .group_by(col(PrintedBadge.state))
    )
    counts = {CardState(state): count for state, count in session.execute(found)}
    return {state: counts.get(state, 0) for state in CardState}


def _again(session: Session, run_id: int) -> int:
    found = select(func.count()).where(col(PrintedBadge.run_id) == run_id, printed_earlier())
    return session.scalar(found) or 0


def printed_earlier() -> ColumnElement[bool]:
    """Return the condition that a card's badge left the press in an earlier run."""
    earlier = aliased(PrintedBadge)
    return (
        select(col(earlier.badge_id))
        .where(
            col(earlier.badge_id) == col(PrintedBadge.badge_id),
            col(earlier.run_id) < col(PrintedBadge.run_id),
            col(earlier.state) != CardState.WAITING,
        )
        .exists()
    )


def _ended(session: Session, run_id: int) -> int:
    found = (
        select(func.count())
        .select_from(PrintedBadge)
        .join(Badge, col(Badge.id) == col(PrintedBadge.badge_id))
        .where(col(PrintedBadge.run_id) == run_id, col(Badge.ended_at).is_not(None))
    )
    return session.scalar(found) or 0
