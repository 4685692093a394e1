"""What the issuing desk looks at: one badge, the others of its subject, where it was printed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.badges.desk_queries import BadgeRow, rows, to_row
from app.badges.models import Badge, PrintedBadge, PrintRun
from app.badges.rules import BadgeStatus, CardState, is_serial
from app.badges.scope import in_reach
from app.directory.models import Subject
from app.directory.rules import SubjectStatus
from app.errors import Missing

__all__ = ["BadgePage", "HistoryRow", "PrintRow", "badge_page"]

LIMIT = 50


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One print among all the badges a subject ever had."""

    serial: str
    typed_code: str
    status: BadgeStatus
    issued_at: datetime
    expires_at: datetime | None
    ended_at: datetime | None
    end_reason: str
    successor: str | None


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One time a badge was printed."""

    run_id: int
    public_id: str
    stock: str
    made_at: datetime
    part: int
    page: int
    position: int
    card: CardState


@dataclass(frozen=True, slots=True)
class BadgePage:
    """One badge with the history of its subject, newest first."""

    row: BadgeRow
    subject_id: int
    subject_left: bool
    history: tuple[HistoryRow, ...]
    prints: tuple[PrintRow, ...]

    @property
    def own(self) -> HistoryRow:
        """The badge's own line of the history."""
        return next(one for one in self.history if one.serial == self.row.serial)

    @property
    def printed(self) -> bool:
        """Whether this badge left the press before."""
        return any(one.card is not CardState.WAITING for one in self.prints)

    @property
    def current(self) -> HistoryRow | None:
        """The subject's working badge, if any."""
        working = (one for one in self.history if one.status is BadgeStatus.ACTIVE)
        return next(working, None)


def badge_page(
    session: Session, serial: str, roots: tuple[str, ...], *, dead: Collection[int] = ()
) -> BadgePage:
    """Return one badge with its history and prints.

    Raises:
        Missing: No such badge in reach.
    """
    extra = (col(Subject.id), col(Subject.status))
    found = rows().add_columns(*extra).where(col(Badge.serial) == serial, in_reach(roots))
    row = session.execute(found).first() if is_serial(serial) else None
    if row is None:
        raise Missing("badge_unknown")
    *shown, subject_id, subject_status = row
    return BadgePage(
        row=to_row(shown, dead),
        subject_id=subject_id,
        subject_left=subject_status is SubjectStatus.LEFT,
        history=_history(session, subject_id),
        prints=_prints(session, serial),
    )


def _history(session: Session, subject_id: int) -> tuple[HistoryRow, ...]:
    new = aliased(Badge)
    columns: tuple[Any, ...] = (
        Badge.serial, Badge.typed_code, Badge.status, Badge.issued_at, Badge.expires_at,
        Badge.ended_at, Badge.end_reason, new.serial,
    )  # fmt: skip
    found = (
        select(*columns)
        .outerjoin(new, col(new.id) == col(Badge.replaced_by))
        .where(col(Badge.subject_id) == subject_id)
        .order_by(col(Badge.id).desc())
        .limit(LIMIT)
    )
    return tuple(HistoryRow(*row) for row in session.execute(found))


def _prints(session: Session, serial: str) -> tuple[PrintRow, ...]:
    columns: tuple[Any, ...] = (
        PrintRun.id, PrintRun.public_id, PrintRun.stock, PrintRun.made_at,
        PrintedBadge.part, PrintedBadge.page, PrintedBadge.position, PrintedBadge.state,
    )  # fmt: skip
    found = (
        select(*columns)
        .join(PrintedBadge, col(PrintedBadge.run_id) == col(PrintRun.id))
        .join(Badge, col(Badge.id) == col(PrintedBadge.badge_id))
        .where(col(Badge.serial) == serial)
        .order_by(col(PrintRun.id).desc())
        .limit(LIMIT)
    )
    return tuple(PrintRow(*row) for row in session.execute(found))
