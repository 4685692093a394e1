"""Badges that very many networks rate within an hour, far over their own usual.

A photo of a badge that goes round in the net is rated by people who stand nowhere near it.  A keyed
hash of a network says nothing of where it is (docs/adr/0021), but how many different ones rate one
badge in an hour it does say.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.directory.models import Subject
from app.directory.rules import EMPLOYEE
from app.feedback.models import Feedback

__all__ = ["Crowd", "crowds", "limit"]

HOUR, WEEKS = timedelta(hours=1), timedelta(days=28)
PERSON_LEAST, PLACE_LEAST = 12, 60
_TIMES = 4


@dataclass(frozen=True, slots=True)
class Crowd:
    """A badge rated in an hour from more networks than ``limit`` of its ``usual`` allows."""

    badge_id: int
    networks: int
    usual: int


def limit(usual: int, *, person: bool) -> int:
    """Return how many networks in an hour are too many.

    Four times the busiest hour of four weeks; of a person at least 12, of a place 60.

    >>> limit(2, person=True), limit(5, person=True), limit(2, person=False)
    (12, 20, 60)
    """
    return max(PERSON_LEAST if person else PLACE_LEAST, _TIMES * usual)


def crowds(session: Session, *, now: datetime) -> list[Crowd]:
    """Return the badges over their limit in the hour before ``now``; one statement, else two."""
    row, since = Feedback, now - HOUR
    networks = func.count(func.distinct(col(row.network)))
    found = session.execute(
        select(col(row.badge_id), col(row.subject_id), networks, col(Subject.kind) == EMPLOYEE)
        .join(Subject, col(Subject.id) == col(row.subject_id))
        .where(
            col(row.created_at) > since,
            col(row.created_at) <= now,
            col(row.badge_id).is_not(None),
            col(row.network) != "",
        )
        .group_by(col(row.badge_id), col(row.subject_id), col(Subject.kind))
        .having(networks >= PERSON_LEAST)
    ).all()
    many = [one for one in found if one[2] >= limit(0, person=one[3])]
    usual = _busiest(session, [one[1] for one in many], until=since) if many else {}
    return [
        Crowd(badge_id, networks, usual.get(badge_id, 0))
        for badge_id, _subject, networks, person in many
        if networks >= limit(usual.get(badge_id, 0), person=person)
    ]


def _busiest(session: Session, subjects: Sequence[int], *, until: datetime) -> dict[int, int]:
    """Return the most networks of any hour of the four weeks before, by badge."""
    row = Feedback
    found = session.execute(
        select(col(row.badge_id), col(row.created_at), col(row.network)).where(
            col(row.subject_id).in_(subjects),
            col(row.created_at) > until - WEEKS,
            col(row.created_at) <= until,
            col(row.network) != "",
        )
    )
    hours: dict[tuple[int, int], set[str]] = defaultdict(set)
    for badge_id, at, network in found:
        if badge_id is not None:
            hours[badge_id, int(at.timestamp()) // 3600].add(network)
    most: dict[int, int] = defaultdict(int)
    for (badge_id, _hour), networks in hours.items():
        most[badge_id] = max(most[badge_id], len(networks))
    return most
