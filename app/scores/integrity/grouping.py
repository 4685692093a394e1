"""Suspect answers put into groups a person can judge at one go; kept from night to night."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import delete, insert, select
from sqlmodel import Session, col

from app.scores.integrity.models import SuspectAnswer, SuspectGroup
from app.scores.integrity.rules import GroupState
from app.scores.rules import About

__all__ = ["Suspect", "keep_groups"]

_NEAR = timedelta(days=45)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Suspect:
    """One answer a rule found suspect, and how often its subject is answered at other times."""

    feedback_id: int
    about: About
    subject_id: int
    unit_id: int
    rule: str
    at: datetime
    device: int
    usual_a_week: float


def keep_groups(
    session: Session, suspects: Iterable[Suspect], *, about: About, now: datetime
) -> int:
    """Bring the open groups to what tonight found; return how many are open.

    Answers no longer suspect leave their open group; new ones join the group of the same subject
    and rule within 45 days, or found one.  Decided groups are never touched.
    """
    found = {one.feedback_id: one for one in suspects}
    groups = {group.id or 0: group for group in _open(session, about)}
    members = _members(session, groups)
    _leave(session, [key for key in members if key not in found])
    inside: dict[int, list[Suspect]] = defaultdict(list)
    for key, group_id in members.items():
        if key in found:
            inside[group_id].append(found[key])
    new = [one for key, one in found.items() if key not in members]
    placed = _placed(session, [one.feedback_id for one in new])
    _join(session, [one for one in new if one.feedback_id not in placed], groups, inside, now)
    for key, group in groups.items():
        _describe(group, inside[key])
        session.add(group)
    session.flush()
    return sum(map(bool, inside.values()))


def _open(session: Session, about: About) -> Sequence[SuspectGroup]:
    wanted = (col(SuspectGroup.state) == GroupState.OPEN, col(SuspectGroup.about) == about)
    return session.execute(select(SuspectGroup).where(*wanted)).scalars().all()


def _members(session: Session, groups: Mapping[int, SuspectGroup]) -> dict[int, int]:
    """Return the group of every answer in these groups."""
    joined = (
        select(col(SuspectAnswer.feedback_id), col(SuspectAnswer.group_id))
        .join(SuspectGroup, col(SuspectGroup.id) == col(SuspectAnswer.group_id))
        .where(col(SuspectGroup.state) == GroupState.OPEN)
    )
    return {key: group for key, group in session.execute(joined) if group in groups}


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    left = iter(keys)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _leave(session: Session, keys: Sequence[int]) -> None:
    for batch in _batches(keys):
        session.execute(delete(SuspectAnswer).where(col(SuspectAnswer.feedback_id).in_(batch)))


def _placed(session: Session, keys: Sequence[int]) -> set[int]:
    """Return which answers stand in a group already, a decided one then."""
    known: set[int] = set()
    for batch in _batches(keys):
        which = col(SuspectAnswer.feedback_id).in_(batch)
        known.update(session.execute(select(col(SuspectAnswer.feedback_id)).where(which)).scalars())
    return known


def _join(
    session: Session,
    new: Sequence[Suspect],
    groups: dict[int, SuspectGroup],
    inside: dict[int, list[Suspect]],
    now: datetime,
) -> None:
    """Put every answer into the nearest open group of its subject and rule, or a new one."""
    near: dict[tuple[int, str], list[SuspectGroup]] = defaultdict(list)
    for group in groups.values():
        near[group.subject_id, group.rule].append(group)
    rows = []
    for one in sorted(new, key=lambda one: (one.at, one.feedback_id)):
        fitting = [g for g in near[one.subject_id, one.rule] if _is_near(g, one.at)]
        group = fitting[0] if fitting else _founded(session, one, now)
        if not fitting:
            near[one.subject_id, one.rule].append(group)
            groups[group.id or 0] = group
        group.first_at, group.last_at = min(group.first_at, one.at), max(group.last_at, one.at)
        inside[group.id or 0].append(one)
        rows.append({"feedback_id": one.feedback_id, "group_id": group.id})
    session.flush()
    if rows:
        session.execute(insert(SuspectAnswer), rows)


def _is_near(group: SuspectGroup, at: datetime) -> bool:
    return group.first_at - _NEAR <= at <= group.last_at + _NEAR


def _founded(session: Session, one: Suspect, now: datetime) -> SuspectGroup:
    group = SuspectGroup(
        about=one.about,
        subject_id=one.subject_id,
        unit_id=one.unit_id,
        rule=one.rule,
        first_at=one.at,
        last_at=one.at,
        opened_at=now,
    )
    session.add(group)
    session.flush()
    return group


def _describe(group: SuspectGroup, inside: Sequence[Suspect]) -> None:
    """Write down what the evidence says tonight; a group nobody is in any more is gone."""
    if not inside:
        group.state, group.answers = GroupState.GONE, 0
        return
    times = [one.at for one in inside]
    group.first_at, group.last_at = min(times), max(times)
    group.answers = len(inside)
    group.devices = len({one.device for one in inside})
    group.usual_a_week = inside[0].usual_a_week
