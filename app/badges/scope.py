"""Which subjects are meant: a unit's subtree, a kind, codes, and how far the asker reaches."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlmodel import col

from app.badges.rules import ALL, FACILITY
from app.directory.models import Subject, Unit
from app.directory.rules import EMPLOYEE, SubjectStatus

__all__ = ["Scope", "active_subjects", "in_reach", "of_kind", "under"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Subjects of a command or a desk.

    Attributes:
        roots: Unit paths; subjects in any of their subtrees.  ``None`` is the whole city, an
            empty tuple is nobody.
        kind: ``employee``, ``facility``, ``all``, or the code of one facility kind.
        codes: Only subjects with these codes or personnel numbers; empty is no such limit.
        subject_ids: Only these subjects; empty is no such limit.
    """

    roots: tuple[str, ...] | None = None
    kind: str = ALL
    codes: tuple[str, ...] = ()
    subject_ids: tuple[int, ...] = ()


def active_subjects(scope: Scope) -> ColumnElement[bool]:
    """Return the condition on ``subject`` that a scope means; those who left are never in it."""
    conditions = [
        col(Subject.status) == SubjectStatus.ACTIVE,
        in_reach(scope.roots),
        of_kind(scope.kind),
    ]
    if scope.codes:
        conditions.append(col(Subject.code).in_(scope.codes))
    if scope.subject_ids:
        conditions.append(col(Subject.id).in_(scope.subject_ids))
    return and_(*conditions)


def in_reach(roots: tuple[str, ...] | None) -> ColumnElement[bool]:
    """Return the condition that a subject's unit lies in one of the subtrees."""
    if roots is None:
        return true()
    return col(Subject.unit_id).in_(select(col(Unit.id)).where(under(roots)))


def under(roots: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that a unit lies in one of the subtrees; no root is no unit."""
    return or_(false(), *(col(Unit.path).startswith(root, autoescape=True) for root in roots))


def of_kind(kind: str) -> ColumnElement[bool]:
    """Return the condition that a subject is of this kind."""
    if kind == ALL:
        return true()
    if kind == FACILITY:
        return col(Subject.kind) != EMPLOYEE
    return col(Subject.kind) == kind
