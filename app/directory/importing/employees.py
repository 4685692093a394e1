"""Planning a roster: its rows against the people stored, by personnel number."""

from typing import Any

from sqlmodel import Session

from app.directory.importing.cells import RowCells
from app.directory.importing.comparing import Comparison, Placed, Stored, stored_with
from app.directory.importing.known import load_units
from app.directory.importing.plan import Entry, Options, Plan
from app.directory.importing.reading import Source
from app.directory.models import Employee
from app.directory.naming import employee_columns
from app.directory.rules import EMPLOYEE, service_of
from app.directory.titles import title_rules
from app.text import fold

__all__ = ["plan_employees"]


def plan_employees(session: Session, source: Source, options: Options) -> Plan:
    """Compare a roster with the people stored; writes nothing.

    Raises:
        Invalid: The file is not what it should be.
        Missing: Scope or default unit unknown.
    """
    comparison = Comparison(_stored(session), load_units(session, options), source)
    services = _Services(title_rules(session))
    for cells in comparison.rows():
        placed = comparison.place(cells, "personnel_number")
        common, own = _columns(cells, placed)
        if cells.refused or placed.unit is None:
            continue
        common["service_type"] = services[own["job_title"]]
        comparison.note(Entry(cells.row, placed.key, None, common, own), placed.stored)
    return comparison.finish()


class _Services(dict[str, str]):
    """Service type by job title, worked out once a title."""

    def __init__(self, rules: dict[str, str]) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, title: str) -> str:
        self[title] = service_of(fold(title), self._rules)
        return self[title]


def _columns(cells: RowCells, placed: Placed) -> tuple[dict[str, Any], dict[str, Any]]:
    stored = placed.stored
    whole = cells.has("full_name_fa") and not cells.has("last_name_fa")
    last_name = "full_name_fa" if whole else "last_name_fa"
    own: dict[str, Any] = {
        "organisation_id": placed.home,
        "personnel_number": placed.code,
        "first_name_fa": "" if whole else _text(cells, "first_name_fa", stored),
        "last_name_fa": cells.text(last_name, limit=200, needed=True),
        "first_name_en": _text(cells, "first_name_en", stored),
        "last_name_en": _text(cells, "last_name_en", stored),
        "job_title": _text(cells, "job_title", stored),
    }
    common: dict[str, Any] = employee_columns(
        own["first_name_fa"],
        own["last_name_fa"],
        own["first_name_en"],
        own["last_name_en"],
        number=placed.code,
        title=own["job_title"],
    )
    return common | {
        "kind": EMPLOYEE,
        "code": placed.code,
        "organisation_id": placed.home,
        "unit_id": placed.unit.id if placed.unit else 0,
        "site": _text(cells, "site", stored),
    }, own


def _text(cells: RowCells, field: str, stored: Stored | None) -> str:
    return cells.text(field, getattr(stored, field) if stored else "", limit=200)


def _stored(session: Session) -> list[Stored]:
    names = "personnel_number first_name_fa last_name_fa first_name_en last_name_en job_title"
    return stored_with(session, Employee, names, more="service_type site")
