"""The unit manager's page: the own people in ranges, falls of complaints, what desks cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session

from app.directory.models import ServiceType
from app.feedback.queries import week_of
from app.insights.queries.queues import ALARM_DAYS
from app.rights import Person
from app.scores import trends
from app.scores.trends import AlarmRow, DeskCost
from app.scores.unit_people import UnitPerson, unit_people

__all__ = ["OwnUnit", "own_unit"]


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """What is known of the reader's units; ``services`` names the kinds of work by code."""

    people: tuple[UnitPerson, ...]
    alarms: tuple[tuple[date, AlarmRow], ...]
    desks: tuple[DeskCost, ...]
    services: dict[str, tuple[str, str]]


def own_unit(
    session: Session,
    person: Person,
    paths: Sequence[str],
    *,
    after: str,
    limit: int,
    now: datetime,
    zone: ZoneInfo,
) -> OwnUnit:
    """Return the page; at most seven statements, whatever the size of the unit.

    Raises:
        Missing: No such last row.
    """
    rows = trends.alarms(session, paths, since=now - timedelta(days=ALARM_DAYS))
    hidden = {person.subject_id, *person.superiors} - {None}
    kinds = session.execute(select(ServiceType)).scalars()
    return OwnUnit(
        people=tuple(
            unit_people(session, paths, after=after, limit=limit, apart=person.subject_id or 0)
        ),
        alarms=tuple((week_of(r.since, zone), r) for r in rows if r.subject_id not in hidden),
        desks=tuple(trends.desk_costs(session, paths)),
        services={kind.code: (kind.name_fa, kind.name_en) for kind in kinds},
    )
