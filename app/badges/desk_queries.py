"""What the issuing desk looks at: the list of badges in its views."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.badges.faces import owns
from app.badges.models import Badge, PrintedBadge, PrintRun
from app.badges.print_queue import on_paper
from app.badges.rules import BadgeStatus, CardState, View
from app.badges.scope import in_reach, of_kind
from app.directory.models import Facility, FacilityKind, Subject, Unit
from app.text import fold
from qr.codes import normalise_digits

__all__ = ["PAGE", "Asked", "BadgeRow", "badge_rows", "rows", "to_row", "view_counts"]

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asks a list for; ``roots`` is the reader's reach or a unit inside it."""

    roots: tuple[str, ...]
    text: str = ""
    kind: str = "all"
    view: View = View.ALL


@dataclass(frozen=True, slots=True)
class BadgeRow:
    """One badge of a list, ready to show; ``dead`` says that its key is retired."""

    serial: str
    typed_code: str
    status: BadgeStatus
    issued_at: datetime
    key_id: int
    dead: bool
    subject_code: str
    subject_kind: str
    name_fa: str
    name_en: str
    kind_fa: str
    kind_en: str
    unit_fa: str
    unit_en: str
    unit_path: str
    printed_at: datetime | None


def badge_rows(
    session: Session,
    asked: Asked,
    *,
    dead: Collection[int] = (),
    after: str = "",
    limit: int = PAGE,
) -> list[BadgeRow]:
    """Return badges in the order of names, one more than ``limit`` if there is a next page.

    Args:
        session: For reading; one statement.
        asked: Reach and filters.
        dead: Key ids that are retired.
        after: Serial of the last row of the page before.
        limit: Rows of a page.
    """
    found = rows().where(_meant(asked), _viewed(asked.view, dead))
    if after:
        found = found.where(_behind(after))
    found = found.order_by(col(Subject.sort_key), col(Badge.serial)).limit(limit + 1)
    return [to_row(row, dead) for row in session.execute(found)]


def view_counts(session: Session, asked: Asked, *, dead: Collection[int] = ()) -> dict[View, int]:
    """Return how many badges each view would show under the other filters; one statement."""
    columns = [func.sum(case((_viewed(view, dead), 1), else_=0)) for view in View]
    found = select(*columns).select_from(Badge).join(Subject, owns()).where(_meant(asked))
    counts = session.execute(found).one()
    return {view: int(count or 0) for view, count in zip(View, counts, strict=True)}


def rows() -> Select[Any]:
    """Return the statement whose rows ``to_row`` reads."""
    printed = (
        select(func.max(col(PrintRun.made_at)))
        .join(PrintedBadge, col(PrintedBadge.run_id) == col(PrintRun.id))
        .where(
            col(PrintedBadge.badge_id) == col(Badge.id),
            col(PrintedBadge.state) != CardState.WAITING,
        )
        .correlate(Badge)
        .scalar_subquery()
    )
    columns: tuple[Any, ...] = (
        Badge.serial, Badge.typed_code, Badge.status, Badge.issued_at, Badge.key_id,
        Subject.code, Subject.kind, Subject.name_fa, Subject.name_en,
        FacilityKind.name_fa, FacilityKind.name_en, Unit.name_fa, Unit.name_en, Unit.path, printed,
    )  # fmt: skip
    return (
        select(*columns)
        .join(Subject, owns())
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .outerjoin(Facility, col(Facility.subject_id) == col(Subject.id))
        .outerjoin(FacilityKind, col(FacilityKind.code) == col(Facility.kind))
    )


def to_row(row: Any, dead: Collection[int]) -> BadgeRow:
    """Return a row of ``rows`` by its names."""
    serial, code, status, issued, key_id, number, kind, fa, en, kind_fa, kind_en, *rest = row
    unit_fa, unit_en, path, printed = rest
    return BadgeRow(
        serial=serial, typed_code=code, status=status, issued_at=issued, key_id=key_id,
        dead=key_id in dead, subject_code=number, subject_kind=kind, name_fa=fa, name_en=en,
        kind_fa=kind_fa or "", kind_en=kind_en or "", unit_fa=unit_fa, unit_en=unit_en,
        unit_path=path, printed_at=printed,
    )  # fmt: skip


def _behind(serial: str) -> ColumnElement[bool]:
    """The rows that come after this badge in the order of names; none if there is no such badge."""
    last, owner = aliased(Badge), aliased(Subject)
    key = (
        select(col(owner.sort_key))
        .join(last, col(last.subject_id) == col(owner.id))
        .where(col(last.serial) == serial)
        .scalar_subquery()
    )
    name = col(Subject.sort_key)
    return or_(name > key, and_(name == key, col(Badge.serial) > serial))


def _meant(asked: Asked) -> ColumnElement[bool]:
    return and_(in_reach(asked.roots), of_kind(asked.kind), _worded(asked.text))


def _worded(text: str) -> ColumnElement[bool]:
    """Every word stands in the subject's names and numbers, or it is what is on the badge."""
    words = fold(text).replace("%", " ").replace("_", " ").split()[:8]
    if not words:
        return true()
    named = and_(*(col(Subject.search).contains(word) for word in words))
    number = normalise_digits(text)
    return or_(named, col(Badge.typed_code) == number, col(Badge.serial) == number.lower())


def _viewed(view: View, dead: Collection[int]) -> ColumnElement[bool]:
    working = col(Badge.status) == BadgeStatus.ACTIVE
    conditions: dict[View, ColumnElement[bool]] = {
        View.ALL: true(),
        View.WORKING: working,
        View.UNPRINTED: working & ~on_paper(),
        View.PRINTED: working & on_paper(),
        View.SUSPENDED: col(Badge.status) == BadgeStatus.SUSPENDED,
        View.ENDED: col(Badge.ended_at).is_not(None),
        View.DEAD: working & col(Badge.key_id).in_(list(dead)),
    }
    return conditions[view]
