"""The facility manager's screens: own places, one place's messages and counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ScalarSelect, Select, func, select
from sqlmodel import Session, col

from app.cases.models import Case
from app.directory.models import Facility, FacilityKind, FacilityLine, Subject, Unit
from app.directory.rules import SubjectStatus
from app.errors import Missing
from app.feedback.models import MonthCount, StatisticsDelta
from app.feedback.queries import ReleasedWords, released_words, subject_counts
from app.feedback.rules import Kind
from app.insights.queries.finding import PAGE, after_row, within, worded
from app.insights.rules import months_back, veiled
from app.scores.queries import shown
from app.scores.rules import Shown

__all__ = [
    "FacilityPage",
    "FacilityRow",
    "LinePill",
    "MonthRow",
    "facilities",
    "facility_page",
    "kinds",
]


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """One line of the list, with the messages of the month."""

    id: int
    public_id: str
    name_fa: str
    name_en: str
    code: str
    kind_fa: str
    kind_en: str
    unit_fa: str
    unit_en: str
    messages: int


@dataclass(frozen=True, slots=True)
class LinePill:
    """A line a place lies on: its number and names; the colour is data, never the message."""

    number: str
    colour: str
    name_fa: str
    name_en: str


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One Jalali month of a place: all messages, those by kind, and how many ratings were bad.

    ``None`` is a hidden small cell.
    """

    month: str
    total: int
    kinds: dict[str, int | None]
    rated: int
    bad: int | None


@dataclass(frozen=True, slots=True)
class FacilityPage:
    """Everything the page of one place says."""

    row: FacilityRow
    address: str
    lines: tuple[LinePill, ...]
    shown: Shown
    months: tuple[MonthRow, ...]
    open_cases: int
    words: tuple[ReleasedWords, ...]


def facilities(
    session: Session,
    paths: Sequence[str],
    *,
    month: str,
    text: str = "",
    kind: str = "",
    after: str = "",
    limit: int = PAGE,
) -> list[FacilityRow]:
    """Return places of the subtrees in the order of their names, one row more than ``limit``.

    Args:
        session: For reading.
        paths: Unit paths the reader reaches.
        month: The Jalali month whose messages are counted.
        text: Words of a name or code.
        kind: Code of one kind of place.
        after: Public id of the last row of the page before.
        limit: Rows of a page.

    Raises:
        Missing: No such last row.
    """
    active = col(Subject.status) == SubjectStatus.ACTIVE
    query = _rows().where(within(paths), active, *worded(text))
    if kind:
        query = query.where(col(Facility.kind) == kind)
    if after:
        query = query.where(after_row(session, after))
    page = query.add_columns(col(Subject.sort_key))
    page = page.order_by(col(Subject.sort_key), col(Subject.id)).limit(limit + 1)
    return [_row(row[:-2], row[-1]) for row in session.execute(_counted(page, month))]


def facility_page(
    session: Session, public_id: str, paths: Sequence[str], *, month: str, zone: ZoneInfo
) -> FacilityPage:
    """Return one place's page with its last six Jalali months; at most eight statements.

    Raises:
        Missing: No such place, or out of the reader's reach.
    """
    found = session.execute(
        _rows().where(within(paths), col(Subject.public_id) == public_id)
    ).first()
    subject = session.get(Subject, found[0]) if found else None
    if found is None or subject is None:
        raise Missing("unknown")
    place = session.get(Facility, found[0])
    months = _months(session, found[0], months_back(month, 6))
    return FacilityPage(
        row=_row(found, months[-1].total),
        address=place.address if place else "",
        lines=_lines(session, found[0]),
        shown=shown(session, subject),
        months=months,
        open_cases=_open_cases(session, found[0]),
        words=tuple(released_words(session, found[0], zone=zone)),
    )


def kinds(session: Session) -> list[FacilityKind]:
    """Return every kind of place, for the filter."""
    return list(session.execute(select(FacilityKind).order_by(col(FacilityKind.code))).scalars())


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Subject.id),
            col(Subject.public_id),
            col(Subject.name_fa),
            col(Subject.name_en),
            col(Facility.code),
            col(FacilityKind.name_fa),
            col(FacilityKind.name_en),
            col(Unit.name_fa),
            col(Unit.name_en),
        )
        .join(Facility, col(Facility.subject_id) == col(Subject.id))
        .join(FacilityKind, col(FacilityKind.code) == col(Facility.kind))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
    )


def _row(found: Any, messages: int) -> FacilityRow:
    values: list[Any] = [*found, messages]
    return FacilityRow(*values)


def _counted(page: Select[*tuple[Any, ...]], month: str) -> Select[*tuple[Any, ...]]:
    """Return the rows of a page with their messages, read in the same statement and moment."""
    rows = page.subquery()
    heard: list[ScalarSelect[int]] = [
        select(func.coalesce(func.sum(amount), 0))
        .where(col(table.subject_id) == rows.c.id, col(table.month) == month)
        .scalar_subquery()
        for table, amount in (
            (MonthCount, col(MonthCount.count)),
            (StatisticsDelta, col(StatisticsDelta.amount)),
        )
    ]
    return select(rows, heard[0] + heard[1]).order_by(rows.c.sort_key, rows.c.id)


def _months(session: Session, facility_id: int, wanted: Sequence[str]) -> tuple[MonthRow, ...]:
    by_kind = {month: Counter[str]() for month in wanted}
    by_mood = {month: Counter[int]() for month in wanted}
    by, since, until = ("month", "kind", "mood"), wanted[0], wanted[-1]
    counts = subject_counts(session, facility_id, *by, since=since, until=until)
    for (month, kind, mood), n in counts.items():
        by_kind[month][kind] += n
        by_mood[month][mood] += n
    return tuple(_month(month, by_kind[month], by_mood[month]) for month in wanted)


def _month(month: str, kinds: Counter[str], moods: Counter[int]) -> MonthRow:
    bad = {"bad": moods[1] + moods[2], "other": moods[3] + moods[4] + moods[5]}
    cells = {kind.value: kinds[kind.value] for kind in Kind}
    return MonthRow(month, kinds.total(), veiled(cells), sum(bad.values()), veiled(bad)["bad"])


def _lines(session: Session, facility_id: int) -> tuple[LinePill, ...]:
    query = (
        select(
            col(Facility.line_number),
            col(Facility.line_colour),
            col(Subject.name_fa),
            col(Subject.name_en),
        )
        .join(FacilityLine, col(FacilityLine.line_id) == col(Facility.subject_id))
        .join(Subject, col(Subject.id) == col(Facility.subject_id))
        .where(col(FacilityLine.facility_id) == facility_id)
        .order_by(col(Facility.code))
    )
    return tuple(LinePill(*row) for row in session.execute(query))


def _open_cases(session: Session, subject_id: int) -> int:
    still_open = select(func.count()).where(
        col(Case.subject_id) == subject_id,
        col(Case.answered_at).is_(None),
        col(Case.closed_at).is_(None),
        col(Case.to_inspection).is_(False),
    )
    return int(session.execute(still_open).scalar_one())
