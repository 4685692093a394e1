"""Who may decide about whom, in the data layer.

Nobody decides about themselves or a superior: such decisions and employees do not exist for them.
An appeal exists for a reviewer who had no part and stands outside the employee's line.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.directory.models import Unit
from app.rights import Action, Person, Role, reach
from app.scores.decisions.appeals.models import Appeal
from app.scores.decisions.models import Decision

__all__ = ["answerable", "decidable", "is_below", "managed_paths"]


def decidable(person: Person, subject_id: Any) -> ColumnElement[bool]:
    """Return the condition under which this person may know of decisions about an employee.

    The query joins ``Unit`` as the employee's own unit.
    """
    inside = [col(Unit.path).startswith(root) for root in reach(person, Action.DECIDE)]
    return and_(or_(false(), *inside), _not_above(person, subject_id))


def answerable(person: Person) -> ColumnElement[bool]:
    """Return the condition under which an appeal exists for this reviewer.

    The query joins ``Unit`` as the employee's unit and, outer, ``Decision``.
    """
    inside = [col(Unit.path).startswith(root) for root in reach(person, Action.ANSWER_APPEALS)]
    no_part = or_(
        col(Decision.id).is_(None),
        and_(
            col(Decision.decided_by) != person.id,
            func.coalesce(col(Decision.second_by), 0) != person.id,
        ),
    )
    return and_(
        or_(false(), *inside),
        no_part,
        _not_above(person, col(Appeal.subject_id)),
        _outside_line(person),
    )


def is_below(person: Person, other_subject_id: int | None) -> bool:
    """Return whether the person stands below another member of staff."""
    return other_subject_id is not None and other_subject_id in person.superiors


def managed_paths(session: Session, subject_id: int | None) -> tuple[str, ...]:
    """Return the paths of the units an employee manages."""
    if subject_id is None:
        return ()
    return tuple(session.exec(select(Unit.path).where(Unit.manager_subject_id == subject_id)))


def _not_above(person: Person, subject_id: Any) -> ColumnElement[bool]:
    hidden = sorted({*person.superiors, *([person.subject_id] if person.subject_id else [])})
    condition: ColumnElement[bool] = subject_id.not_in(hidden) if hidden else true()
    return condition


def _outside_line(person: Person) -> ColumnElement[bool]:
    """Leave out the reviewer's own unit and everybody the reviewer leads."""
    led = [grant.path for grant in person.grants if grant.role is Role.UNIT_MANAGER]
    apart: list[ColumnElement[bool]] = [~col(Unit.path).startswith(path) for path in led]
    if person.unit_path:
        apart.append(col(Unit.path) != person.unit_path)
    if person.subject_id is not None:
        lead = aliased(Unit)
        apart.append(
            ~exists().where(
                col(lead.manager_subject_id) == person.subject_id,
                func.substr(col(Unit.path), 1, func.length(col(lead.path))) == col(lead.path),
            )
        )
    return and_(true(), *apart)
