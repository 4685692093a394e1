"""Organisations and the tree of units: grow it, move parts of it, name who leads."""

from sqlmodel import Session, col, select

from app.directory.models import Organisation, Subject, Unit
from app.directory.naming import clean_code, unit_search
from app.directory.rules import EMPLOYEE, MAX_DEPTH, SubjectStatus
from app.errors import Refused
from app.text import clean_name, fold_code

__all__ = ["add_organisation", "add_unit", "move_unit", "set_manager"]


def add_organisation(
    session: Session, code: str, name_fa: str, *, name_en: str = ""
) -> Organisation:
    """Add an agency.

    Raises:
        Refused: The code is taken.
    """
    code = clean_code(code)
    if session.exec(select(Organisation).where(Organisation.code == code)).first():
        raise Refused("code_taken", code)
    organisation = Organisation(code=code, name_fa=clean_name(name_fa), name_en=clean_name(name_en))
    session.add(organisation)
    session.flush()
    return organisation


def add_unit(
    session: Session,
    organisation_id: int,
    code: str,
    name_fa: str,
    *,
    name_en: str = "",
    parent: Unit | None = None,
) -> Unit:
    """Add a unit below ``parent``, or a root of the organisation.

    Raises:
        Refused: The code is taken in any spelling, the parent belongs to another organisation,
            or the tree would grow too deep.
    """
    code = clean_code(code)
    if session.exec(select(Unit.id).where(Unit.code_folded == fold_code(code))).first():
        raise Refused("code_taken", code)
    if parent is not None and parent.organisation_id != organisation_id:
        raise Refused("other_organisation", code)
    unit = Unit(
        organisation_id=organisation_id,
        parent_id=parent.id if parent else None,
        code=code,
        code_folded=fold_code(code),
        name_fa=clean_name(name_fa),
        name_en=clean_name(name_en),
        search=unit_search(name_fa, name_en, code),
    )
    session.add(unit)
    session.flush()
    unit.path = _path(parent, unit)
    session.flush()
    return unit


def move_unit(session: Session, unit: Unit, parent: Unit | None) -> int:
    """Hang a unit below another one; the paths of its whole subtree follow.

    What was earned before stays where it was earned: feedback carries its own unit.

    Returns:
        How many units changed their path.

    Raises:
        Refused: The new parent lies in the unit's own subtree or in another organisation.
    """
    if parent is not None and parent.path.startswith(unit.path):
        raise Refused("cycle", unit.code)
    if parent is not None and parent.organisation_id != unit.organisation_id:
        raise Refused("other_organisation", unit.code)
    old, new = unit.path, _path(parent, unit)
    below = select(Unit).where(col(Unit.path).startswith(old, autoescape=True))
    moved = session.exec(below.with_for_update()).all()
    for one in moved:
        one.path = new + one.path.removeprefix(old)
    unit.parent_id = parent.id if parent else None
    session.flush()
    return len(moved)


def set_manager(session: Session, unit: Unit, subject: Subject | None) -> None:
    """Name the person who leads a unit, or nobody.

    Raises:
        Refused: A place cannot lead, nor one who left.
    """
    if subject is not None and subject.kind != EMPLOYEE:
        raise Refused("not_an_employee")
    if subject is not None and subject.status is not SubjectStatus.ACTIVE:
        raise Refused("left")
    unit.manager_subject_id = subject.id if subject else None
    session.flush()


def _path(parent: Unit | None, unit: Unit) -> str:
    path = f"{parent.path if parent else '/'}{unit.id}/"
    if path.count("/") > MAX_DEPTH:
        raise Refused("too_deep", unit.code)
    return path
