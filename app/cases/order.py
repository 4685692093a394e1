"""The order of the inbox, and where its next page begins.

Under each of its heads (late, today, later, answered) stand first danger and what five or more
citizens wait for, then the rest, each due first.  All pages of one reading are ordered for the
instant of the first, which their cursors carry, so that a case whose hour passes meanwhile neither
doubles nor vanishes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from app.cases.echoes.rules import MANY, voices
from app.cases.filters import midnight_after
from app.cases.models import Case
from app.cases.rules import Policy

__all__ = ["Place", "behind", "order", "place_of", "read_place"]

_LATE, _TODAY, _LATER, _ANSWERED = range(4)
_STAMP, _NUMBER, _PARTS = 11, 9, 5


@dataclass(frozen=True, slots=True)
class Place:
    """The last row of a page: for which instant it was ordered, under which head, how.

    ``plain`` is 0 for what stands first there, 1 for the rest.
    """

    asked_at: datetime
    head: int
    plain: int
    due_at: datetime
    case_id: int

    @property
    def cursor(self) -> str:
        """Return it as the address of the next page carries it."""
        asked, due = int(self.asked_at.timestamp()), int(self.due_at.timestamp())
        return f"{asked}-{self.head}-{self.plain}-{due}-{self.case_id}"


def place_of(case: Case, asked_at: datetime) -> Place:
    """Return where a case stands in an inbox ordered for this instant."""
    plain = int(voices(case.echoes) < MANY and case.policy is not Policy.SAFETY)
    return Place(asked_at, _head_of(case, asked_at), plain, case.due_at, case.id or 0)


def read_place(after: str) -> Place | None:
    """Return the place a cursor names; what is none is the first page.

    >>> read_place("1795339200-0-1-1795341000-17").case_id
    17
    >>> read_place("1795341000-17") is None
    True
    """
    parts = after.split("-")
    if len(parts) != _PARTS or not all(part.isdecimal() for part in parts):
        return None
    asked, head, plain, due, number = parts
    if max(len(asked), len(due)) > _STAMP or max(map(len, (head, plain, number))) > _NUMBER:
        return None
    try:
        return Place(_at(asked), int(head), int(plain), _at(due), int(number))
    except (OverflowError, ValueError, OSError):
        return None


def order(asked_at: datetime, *, done: bool) -> tuple[Any, ...]:
    """Return by what the inbox is ordered; what is done stands newest first."""
    due, own = col(Case.due_at), col(Case.id)
    return (due.desc(), own.desc()) if done else (_head(asked_at), _plain(), due, own)


def behind(place: Place | None, *, done: bool) -> ColumnElement[bool]:
    """Return the condition that a case comes after the last row of the page before."""
    if place is None:
        return sa.true()
    due, own = col(Case.due_at), col(Case.id)
    if done:
        return or_(due < place.due_at, and_(due == place.due_at, own < place.case_id))
    later = or_(due > place.due_at, and_(due == place.due_at, own > place.case_id))
    plain, head = _plain(), _head(place.asked_at)
    under = or_(plain > place.plain, and_(plain == place.plain, later))
    return or_(head > place.head, and_(head == place.head, under))


def _head(asked_at: datetime) -> ColumnElement[int]:
    due = col(Case.due_at)
    return sa.case(
        (col(Case.answered_at).is_not(None), _ANSWERED),
        (due <= asked_at, _LATE),
        (due < midnight_after(asked_at), _TODAY),
        else_=_LATER,
    )


def _plain() -> ColumnElement[int]:
    danger = col(Case.policy) == Policy.SAFETY
    return sa.case((danger, 0), (col(Case.echoes) + 1 >= MANY, 0), else_=1)


def _head_of(case: Case, asked_at: datetime) -> int:
    if case.answered_at is not None:
        return _ANSWERED
    if case.due_at <= asked_at:
        return _LATE
    return _TODAY if case.due_at < midnight_after(asked_at) else _LATER


def _at(stamp: str) -> datetime:
    return datetime.fromtimestamp(int(stamp), tz=UTC)
