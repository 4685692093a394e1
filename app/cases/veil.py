"""What a unit manager reads of a case about the own staff: released words, the week.

A manager's view of what people say of a person carries no text before a handler released it and
no exact time (docs/adr/0016).  Whoever works cases in another role reads them whole.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, true
from sqlmodel import col

from app.cases.models import Case
from app.feedback.models import Release
from app.feedback.queries import week_of
from app.feedback.rules import ReleaseState
from app.rights import Action, Person, Role, reach

__all__ = ["may_search_words", "readable", "veils", "week_start"]

_WHOLE = frozenset({Role.HANDLER, Role.SPECIAL_TEAM, Role.INSPECTOR, Role.APPEAL_REVIEWER})
_OPEN = frozenset({ReleaseState.RELEASED, ReleaseState.MASKED})


def veils(person: Person, case: Case) -> bool:
    """Return whether this reader sees this case as the manager of the person it names, only."""
    return _only_manages(person) and case.named_subject_id is not None


def readable(person: Person, case: Case, text: str, release: Release | None) -> str:
    """Return the citizen's words as this reader may read them; empty while they wait."""
    if not veils(person, case):
        return text
    return release.text if release is not None and release.state in _OPEN else ""


def week_start(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the midnight that opens the week of an instant, in the city's zone."""
    return datetime.combine(week_of(at, zone), time(), zone)


def may_search_words(person: Person) -> ColumnElement[bool]:
    """Return the condition under which a search may look into the words of a case."""
    return col(Case.named_subject_id).is_(None) if _only_manages(person) else true()


def _only_manages(person: Person) -> bool:
    return bool(reach(person, Action.SEE_CASES)) and not person.roles & _WHOLE
