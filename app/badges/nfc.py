"""What an encoder writes on NFC tags: exactly the printed link, one a working badge.

The list is CSV in UTF-8 without a mark, because the encoder's software reads it first.  Each list
that leaves the city is written to the staff log with its size, never with its rows.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from sqlalchemy import select
from sqlmodel import Session, col

from app import audit
from app.badges.models import Badge
from app.badges.rules import BadgeStatus
from app.badges.scope import Scope, in_reach, of_kind
from app.badges.tokens import address, is_dead
from app.directory.models import Subject
from app.spreadsheet import inert
from qr.codes import group_typed
from qr.key_ring import KeyRing

__all__ = ["HEADER", "TagRow", "lines", "log_export", "tag_rows"]

HEADER = ("serial", "url", "typed_code", "subject_code", "name")


@dataclass(frozen=True, slots=True)
class TagRow:
    """One badge for the encoder."""

    serial: str
    key_id: int
    typed_code: str
    subject_code: str
    name: str


def tag_rows(session: Session, scope: Scope, serials: Sequence[str] = ()) -> list[TagRow]:
    """Return the working badges of a scope, in the order of names; one statement.

    Args:
        session: For reading.
        scope: Whose badges.
        serials: Only these, such as the cards of a run; empty is no such limit.
    """
    found = (
        select(
            *(col(c) for c in (Badge.serial, Badge.key_id, Badge.typed_code, Subject.code)),
            *(col(c) for c in (Subject.name_fa, Subject.name_en)),
        )
        .join(Subject, col(Subject.id) == col(Badge.subject_id))
        .where(col(Badge.status) == BadgeStatus.ACTIVE, in_reach(scope.roots), of_kind(scope.kind))
        .order_by(col(Subject.sort_key), col(Badge.serial))
    )
    if scope.codes:
        found = found.where(col(Subject.code).in_(scope.codes))
    wanted = set(serials)
    rows = [
        TagRow(serial, key_id, typed, code, fa or en)
        for serial, key_id, typed, code, fa, en in session.execute(found)
    ]
    return [row for row in rows if row.serial in wanted] if serials else rows


def lines(rows: Iterable[TagRow], ring: KeyRing, *, public_url: str) -> Iterator[str]:
    """Yield the CSV line by line; a badge of a retired key has no link and is left out."""
    yield _line(HEADER)
    for row in rows:
        if is_dead(row.key_id, ring):
            continue
        url = address(row.serial, row.key_id, ring, public_url=public_url)
        cells = (row.serial, url, group_typed(row.typed_code), row.subject_code, row.name)
        yield _line(cells)


def log_export(
    session: Session, count: int, *, what: str, actor_id: int | None, now: datetime
) -> None:
    """Write to the staff log that a list of so many links left.

    Args:
        session: Open unit of work.
        count: Rows of the list.
        what: What was asked for, as ``run:12`` or ``unit:101``.
        actor_id: Account that asked, ``None`` for the command line.
        now: Instant of the export.
    """
    audit.append(
        session,
        "badge.nfc_export",
        actor_id=actor_id,
        now=now,
        object=what[:80],
        detail={"count": count},
    )


def _line(cells: Sequence[object]) -> str:
    out = StringIO()
    csv.writer(out).writerow([inert(cell) for cell in cells])
    return out.getvalue()
