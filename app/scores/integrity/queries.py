"""Reads of the integrity desk: evidence and answers, never a hash and never the score's effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlmodel import Session, col

from app.directory.models import Subject, Unit
from app.people.models import Account
from app.scores.integrity.models import SuspectGroup
from app.scores.integrity.provisional import moved
from app.scores.integrity.rules import GroupState

__all__ = ["GROUPS", "GroupRow", "group_row", "groups", "rows_of"]

GROUPS = 50


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group: about whom, which rule, how many answers over what time, and the usual pace."""

    id: int
    name_fa: str
    name_en: str
    unit_fa: str
    unit_en: str
    rule: str
    state: GroupState
    answers: int
    devices: int
    first_at: datetime
    last_at: datetime
    usual_a_week: float
    opened_at: datetime
    decided_at: datetime | None
    reason: str
    by_fa: str = ""
    by_en: str = ""

    @property
    def days(self) -> int:
        """Return over how many days the answers came, at least one."""
        return max(1, round((self.last_at - self.first_at) / timedelta(days=1)))

    @property
    def a_week(self) -> float:
        """Return how many of them came a week."""
        return self.answers * 7 / max(self.days, 7)


def groups(
    session: Session,
    paths: Sequence[str],
    *,
    hidden: frozenset[int] = frozenset(),
    decided: bool = False,
    rule: str = "",
    skip: int = 0,
    limit: int = GROUPS,
) -> list[GroupRow]:
    """Return groups, one more than ``limit``: open ones by how much their subject moved lately.

    Args:
        session: For reading; two statements.
        paths: Unit paths the reader reaches.
        hidden: Subjects the reader must not judge: the own person and the own superiors.
        decided: Whether decided groups are wanted, newest first, instead of open ones.
        rule: One rule alone.
        skip: Groups on the pages before.
        limit: Groups of a page.
    """
    query = rows_of(paths, hidden).where(_in(decided))
    if rule:
        query = query.where(col(SuspectGroup.rule) == rule)
    if decided:
        newest = query.order_by(col(SuspectGroup.decided_at).desc(), col(SuspectGroup.id).desc())
        rows = session.execute(newest.offset(skip).limit(limit + 1))
        return [group_row(*found) for found in rows]
    opened = session.execute(query).all()
    lately = moved(session, {group.subject_id for group, *_ in opened})
    opened = sorted(
        opened,
        key=lambda found: (-lately.get(found[0].subject_id, 0.0), -found[0].answers, found[0].id),
    )
    return [group_row(*found) for found in opened[skip : skip + limit + 1]]


def _in(decided: bool) -> ColumnElement[bool]:
    state = col(SuspectGroup.state)
    if decided:
        return state.in_([GroupState.CONFIRMED, GroupState.CLEARED])
    return state == GroupState.OPEN


def rows_of(paths: Sequence[str], hidden: frozenset[int]) -> Select[*tuple[Any, ...]]:
    """Return the statement of groups in these subtrees, those about ``hidden`` left out."""
    reached = or_(*(col(Unit.path).startswith(path) for path in paths)) if paths else false()
    return (
        select(SuspectGroup, Subject, Unit, Account)
        .join(Subject, col(Subject.id) == col(SuspectGroup.subject_id))
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .outerjoin(Account, col(Account.id) == col(SuspectGroup.decided_by))
        .where(reached, col(SuspectGroup.subject_id).not_in(hidden))
    )


def group_row(group: SuspectGroup, subject: Subject, unit: Unit, judge: Account | None) -> GroupRow:
    """Return a group as the desk reads it."""
    return GroupRow(
        id=group.id or 0,
        name_fa=subject.name_fa,
        name_en=subject.name_en,
        unit_fa=unit.name_fa,
        unit_en=unit.name_en,
        rule=group.rule,
        state=group.state,
        answers=group.answers,
        devices=group.devices,
        first_at=group.first_at,
        last_at=group.last_at,
        usual_a_week=group.usual_a_week,
        opened_at=group.opened_at,
        decided_at=group.decided_at,
        reason=group.reason,
        by_fa=(judge.name_fa or judge.username) if judge else "",
        by_en=judge.name_en if judge else "",
    )
