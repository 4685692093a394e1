"""What the issuing desk looks at: print runs, and what stands in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.badges.models import Badge, PrintedBadge, PrintRun
from app.badges.rules import BadgeStatus
from app.directory.models import Subject, Unit
from app.errors import Missing
from app.people.models import Account

__all__ = ["PAGE", "RunLine", "RunPage", "RunRow", "run_lines", "run_page", "run_rows"]

PAGE = 50


@dataclass(frozen=True, slots=True)
class RunRow:
    """One print run, ready to show; without a maker it came from the command line."""

    id: int
    public_id: str
    stock: str
    made_at: datetime
    badges: int
    parts: int
    file_hash: str
    maker_fa: str
    maker_en: str
    unit_fa: str
    unit_en: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run: ``again`` badges were printed before, ``ended`` no longer work."""

    row: RunRow
    again: int
    ended: int


@dataclass(frozen=True, slots=True)
class RunLine:
    """One badge on a page of a run."""

    serial: str
    typed_code: str
    key_id: int
    status: BadgeStatus
    subject_code: str
    name_fa: str
    name_en: str
    part: int
    page: int
    position: int


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
    """Return one run.

    Raises:
        Missing: No such run in reach.
    """
    found = _runs().where(col(PrintRun.public_id) == public_id, _seen(roots, reader_id))
    row = session.execute(found).first()
    if row is None:
        raise Missing("run_unknown")
    run = _run(row)
    return RunPage(run, _again(session, run.id), _ended(session, run.id))


def run_lines(
    session: Session, run_id: int, *, after: tuple[int, int, int] = (0, 0, 0), limit: int = PAGE
) -> list[RunLine]:
    """Return the badges of a run page by page; one more than ``limit`` if there are more."""
    columns: tuple[Any, ...] = (
        Badge.serial, Badge.typed_code, Badge.key_id, Badge.status,
        Subject.code, Subject.name_fa, Subject.name_en, *_place(),
    )  # fmt: skip
    part, page, position = _place()
    found = (
        select(*columns)
        .join(PrintedBadge, col(PrintedBadge.badge_id) == col(Badge.id))
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .where(
            col(PrintedBadge.run_id) == run_id,
            or_(
                part > after[0],
                (part == after[0]) & (page > after[1]),
                (part == after[0]) & (page == after[1]) & (position > after[2]),
            ),
        )
        .order_by(*_place())
        .limit(limit + 1)
    )
    return [RunLine(*row) for row in session.execute(found)]


def _place() -> tuple[Any, Any, Any]:
    return col(PrintedBadge.part), col(PrintedBadge.page), col(PrintedBadge.position)


def _runs() -> Select[Any]:
    columns: tuple[Any, ...] = (
        PrintRun.id, PrintRun.public_id, PrintRun.stock, PrintRun.made_at, PrintRun.badges,
        PrintRun.parts, PrintRun.file_hash, Account.name_fa, Account.name_en, Account.username,
        Unit.name_fa, Unit.name_en,
    )  # fmt: skip
    return (
        select(*columns)
        .outerjoin(Account, col(Account.id) == col(PrintRun.made_by))
        .outerjoin(Unit, col(Unit.path) == col(PrintRun.scope_path))
    )


def _run(row: Any) -> RunRow:
    number, public_id, stock, made_at, badges, parts, file_hash, *names = row
    maker_fa, maker_en, username, unit_fa, unit_en = (name or "" for name in names)
    return RunRow(
        id=number, public_id=public_id, stock=stock, made_at=made_at, badges=badges,
        parts=parts, file_hash=file_hash, maker_fa=maker_fa or username,
        maker_en=maker_en or username, unit_fa=unit_fa, unit_en=unit_en,
    )  # fmt: skip


def _seen(roots: Sequence[str], reader_id: int) -> ColumnElement[bool]:
    inside = (col(PrintRun.scope_path).startswith(root, autoescape=True) for root in roots)
    return or_(col(PrintRun.made_by) == reader_id, *inside)


def _again(session: Session, run_id: int) -> int:
    earlier = aliased(PrintedBadge)
    before = select(col(earlier.badge_id)).where(
        col(earlier.badge_id) == col(PrintedBadge.badge_id), col(earlier.run_id) < run_id
    )
    found = select(func.count()).where(col(PrintedBadge.run_id) == run_id, before.exists())
    return session.scalar(found) or 0


def _ended(session: Session, run_id: int) -> int:
    found = (
        select(func.count())
        .select_from(PrintedBadge)
        .join(Badge, col(Badge.id) == col(PrintedBadge.badge_id))
        .where(col(PrintedBadge.run_id) == run_id, col(Badge.ended_at).is_not(None))
    )
    return session.scalar(found) or 0
