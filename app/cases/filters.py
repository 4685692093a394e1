"""The filters of the inbox: what its address asks for, as conditions on cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from app.calendar.rules import CITY_ZONE
from app.cases.models import Case
from app.cases.planning import lacking_plan
from app.cases.rules import CATEGORIES, OPEN, CaseState
from app.cases.veil import may_search_words
from app.directory.models import Subject
from app.feedback.models import Feedback
from app.rights import Person, Role
from app.text import fold, latin_digits

__all__ = [
    "DUE",
    "Filters",
    "View",
    "in_view",
    "midnight_after",
    "read_filters",
    "wanted",
]

_ASKED = frozenset({CaseState.WAITING_CITIZEN, CaseState.FIX_CLAIMED})
_AT_WORK = (OPEN - _ASKED) | {CaseState.QUARANTINE, CaseState.UNDER_APPEAL}
DUE = ("late", "today")
_NUMBER_MOST = 10
_WORDS_MOST = 200


class View(StrEnum):
    """The saved views of the inbox."""

    MINE = "mine"
    ALL = "all"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    LATE = "late"
    PLAN = "plan"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the inbox asks for; empty means any."""

    view: View = View.MINE
    q: str = ""
    state: str = ""
    category: str = ""
    unit: int | None = None
    handler: int | None = None
    level: int | None = None
    due: str = ""

    @property
    def given(self) -> dict[str, str]:
        """Return the filters in force, as the address carries them."""
        named = ("q", "state", "category", "unit", "handler", "level", "due")
        values = {name: getattr(self, name) for name in named}
        return {name: str(value) for name, value in values.items() if value not in {"", None}}

    @property
    def query(self) -> str:
        """Return the part of the address after the "?"."""
        return urlencode({"view": self.view.value, **self.given})


def read_filters(asked: Mapping[str, str]) -> Filters:
    """Return what an address asks for; what it cannot mean is left out.

    >>> read_filters({"view": "late", "unit": "7", "level": "x", "due": "today"}).query
    'view=late&unit=7&due=today'
    """
    view, due = asked.get("view", ""), asked.get("due", "")
    return Filters(
        View(view) if view in set(View) else View.MINE,
        asked.get("q", "").strip()[:_WORDS_MOST],
        asked.get("state", "") if asked.get("state", "") in set(CaseState) else "",
        asked.get("category", "") if asked.get("category", "") in CATEGORIES else "",
        _number(asked.get("unit", "")),
        _number(asked.get("handler", "")),
        _number(asked.get("level", "")),
        due if due in DUE else "",
    )


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < _NUMBER_MOST else None


def in_view(view: View, person: Person, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a case belongs to a view of this person."""
    state, at_work = col(Case.state), col(Case.state).in_(_AT_WORK)
    offered = and_(col(Case.handler_id).is_(None), col(Case.offered_id) == person.id)
    mine = or_(col(Case.handler_id) == person.id, offered)
    return {
        View.MINE: and_(at_work, mine),
        View.ALL: at_work,
        View.UNASSIGNED: and_(at_work, col(Case.handler_id).is_(None)),
        View.WAITING: state.in_(_ASKED),
        View.PLAN: _planless(person),
        View.LATE: and_(at_work, col(Case.answered_at).is_(None), col(Case.due_at) <= now),
        View.DONE: state.not_in(_AT_WORK | _ASKED),
    }[view]


def _planless(person: Person) -> ColumnElement[bool]:
    """Return the condition of a missing plan: inspection watches all, a unit what it may write."""
    if Role.INSPECTOR in person.roles:
        return lacking_plan()
    return and_(lacking_plan(), col(Case.inspection_owns).is_(False))


def wanted(filters: Filters, person: Person, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a case is among what the address asks for."""
    found = [in_view(filters.view, person, now)]
    if filters.state in set(CaseState):
        found.append(col(Case.state) == CaseState(filters.state))
    if filters.category in CATEGORIES:
        found.append(col(Case.category) == filters.category)
    if filters.unit is not None:
        found.append(col(Case.unit_path).contains(f"/{filters.unit}/", autoescape=True))
    if filters.handler is not None:
        found.append(col(Case.handler_id) == filters.handler)
    if filters.level is not None:
        found.append(col(Case.level) >= filters.level)
    if filters.due:
        until = now if filters.due == "late" else midnight_after(now)
        found.append(and_(col(Case.answered_at).is_(None), col(Case.due_at) <= until))
    if filters.q.strip():
        found.append(_said(filters.q, person))
    return and_(*found)


def midnight_after(now: datetime) -> datetime:
    """Return the end of the city's day an instant lies in."""
    tomorrow = now.astimezone(CITY_ZONE).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), CITY_ZONE)


def _said(words: str, person: Person) -> ColumnElement[bool]:
    digits = "".join(c for c in latin_digits(words) if c.isdigit())
    folded = fold(words)
    by_words = or_(
        and_(may_search_words(person), col(Feedback.text_folded).contains(folded, autoescape=True)),
        col(Subject.search).contains(folded, autoescape=True),
    )
    if digits and not any(c.isalpha() for c in words):
        return or_(col(Case.tracking_code).startswith(digits), by_words)
    return by_words
