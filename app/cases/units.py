"""The units a person may refer to or filter by, as a tree in reading order."""

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.directory.models import Unit
from app.rights import Action, Person, reach

__all__ = ["UnitChoice", "unit_choices"]

UnitChoice = tuple[int, str, str, int]


def unit_choices(session: Session, person: Person) -> list[UnitChoice]:
    """Return id, names and depth of the units whose cases this person may see."""
    roots = reach(person, Action.SEE_CASES)
    if not roots:
        return []
    inside = or_(*(col(Unit.path).startswith(root, autoescape=True) for root in roots))
    found = select(Unit).where(inside, col(Unit.active).is_(True)).order_by(col(Unit.path))
    top = min(root.count("/") for root in roots)
    return [
        (unit.id or 0, unit.name_fa, unit.name_en, unit.path.count("/") - top)
        for unit in session.exec(found)
    ]
