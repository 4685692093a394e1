"""What the issuing desk looks at: the cards of a run, and what became of the stock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlmodel import Session, col

from app.badges.models import Badge, PrintedBadge, PrintPart, PrintRun
from app.badges.rules import BadgeStatus, CardState, RunState
from app.badges.run_queries import PAGE, printed_earlier
from app.directory.models import Employee, Subject, Unit
from app.text import fold
from qr.codes import normalise_digits

__all__ = ["RunLine", "StockRow", "every_line", "run_lines", "stock_rows"]

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class RunLine:
    """One card of a run, where it stands and what became of it."""

    seq: int
    serial: str
    typed_code: str
    key_id: int
    status: BadgeStatus
    card: CardState
    subject_code: str
    subject_kind: str
    name_fa: str
    name_en: str
    title_fa: str
    unit_fa: str
    unit_en: str
    file: str
    part: int
    page: int
    position: int


@dataclass(frozen=True, slots=True)
class StockRow:
    """What released runs took of one stock, and what became of the cards."""

    stock: str
    runs: int
    sheets: int
    cards: int
    issued: int
    spoiled: int
    returned: int


def run_lines(
    session: Session,
    run_id: int,
    *,
    after: int = 0,
    limit: int = PAGE,
    part: int = 0,
    state: CardState | None = None,
    again: bool = False,
    text: str = "",
) -> list[RunLine]:
    """Return the cards of a run in its order; one more than ``limit`` if there are more.

    Args:
        session: For reading; one statement.
        run_id: The run's number.
        after: Place in the run of the last card of the page before.
        limit: Cards of a page.
        part: Only cards of this part; 0 is all.
        state: Only cards in this state.
        again: Only cards that were printed before.
        text: Words of the name, a personnel number, badge number or serial.
    """
    columns: tuple[Any, ...] = (
        PrintedBadge.seq, Badge.serial, Badge.typed_code, Badge.key_id, Badge.status,
        PrintedBadge.state, Subject.code, Subject.kind, Subject.name_fa, Subject.name_en,
        func.coalesce(Employee.job_title, ""), Unit.name_fa, Unit.name_en, PrintPart.file,
        PrintedBadge.part, PrintedBadge.page, PrintedBadge.position,
    )  # fmt: skip
    found = (
        select(*columns)
        .join(PrintedBadge, col(PrintedBadge.badge_id) == col(Badge.id))
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .join(PrintPart, _own_part())
        .outerjoin(Employee, col(Employee.subject_id) == col(Subject.id))
        .where(
            col(PrintedBadge.run_id) == run_id,
            col(PrintedBadge.seq) > after,
            col(PrintedBadge.part) == part if part else true(),
            col(PrintedBadge.state) == state if state else true(),
            printed_earlier() if again else true(),
            _worded(text),
        )
        .order_by(col(PrintedBadge.seq))
        .limit(limit + 1)
    )
    return [RunLine(*row) for row in session.execute(found)]


def every_line(session: Session, run_id: int, *, part: int = 0) -> Iterator[RunLine]:
    """Yield all cards of a run, or of one part, a thousand at a time."""
    after = 0
    while lines := run_lines(session, run_id, after=after, limit=AT_ONCE - 1, part=part):
        yield from lines
        after = lines[-1].seq


def stock_rows(session: Session, roots: Sequence[str]) -> list[StockRow]:
    """Return what released runs in reach took of each stock; two statements."""
    inside = or_(*(col(PrintRun.scope_path).startswith(r, autoescape=True) for r in roots))
    mine = and_(col(PrintRun.state) == RunState.RELEASED, inside)
    sheets = (
        select(col(PrintRun.stock), func.count(PrintRun.id.distinct()), func.sum(PrintPart.sheets))  # type: ignore[union-attr]
        .join(PrintPart, col(PrintPart.run_id) == col(PrintRun.id))
        .where(mine)
        .group_by(col(PrintRun.stock))
        .order_by(col(PrintRun.stock))
    )
    states = (CardState.ISSUED, CardState.SPOILED, CardState.RETURNED)
    counts = [func.sum(case((col(PrintedBadge.state) == state, 1), else_=0)) for state in states]
    cards = (
        select(col(PrintRun.stock), func.count(), *counts)
        .join(PrintedBadge, col(PrintedBadge.run_id) == col(PrintRun.id))
        .where(mine)
        .group_by(col(PrintRun.stock))
    )
    sums: dict[str, list[int]] = {}
    counted = {row[0]: row[1:] for row in session.execute(cards)}
    for stock, runs, used in session.execute(sheets):
        plain = stock.partition("_")[0]  # what a printer needed is no stock of its own
        found = [runs, used, *counted[stock]]
        sums[plain] = [a + int(b) for a, b in zip(sums.get(plain, [0] * 6), found, strict=True)]
    return [StockRow(stock, *numbers) for stock, numbers in sums.items()]


def _own_part() -> ColumnElement[bool]:
    return and_(
        col(PrintPart.run_id) == col(PrintedBadge.run_id),
        col(PrintPart.number) == col(PrintedBadge.part),
    )


def _worded(text: str) -> ColumnElement[bool]:
    words = fold(text).replace("%", " ").replace("_", " ").split()[:8]
    if not words:
        return true()
    named = and_(*(col(Subject.search).contains(word) for word in words))
    number = normalise_digits(text)
    return or_(named, col(Badge.typed_code) == number, col(Badge.serial) == number.lower())
