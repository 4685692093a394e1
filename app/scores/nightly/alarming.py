"""Growth alarms of a run, each stored once: of people, and of whole units."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from app.scores.engine.scoring import Outcome
from app.scores.models import GrowthAlarm
from app.scores.nightly.answers import Directory
from app.scores.nightly.rows import moment

__all__ = ["store_alarms"]

_REMEMBERED = timedelta(days=180)


def store_alarms(
    session: Session, run_id: int, outcome: Outcome, known: Directory, *, now: datetime
) -> list[GrowthAlarm]:
    """Store the alarms of the last half year that no earlier night has told; return those.

    The same fall may be found a little earlier or later when weights change: one alarm of a
    subject within 90 days is the same alarm.
    """
    rest = timedelta(days=outcome.settings.alarm_rest_days)
    columns = (col(GrowthAlarm.subject_id), col(GrowthAlarm.unit_id), col(GrowthAlarm.at))
    told = [tuple(row) for row in session.execute(select(*columns))]
    new = []
    for alarm in _found(outcome, known):
        known_already = any(
            (alarm.subject_id, alarm.unit_id) == (subject, unit) and abs(alarm.at - at) < rest
            for subject, unit, at in told
        )
        if known_already or alarm.at < now - _REMEMBERED:
            continue
        alarm.run_id = run_id
        told.append((alarm.subject_id, alarm.unit_id, alarm.at))
        session.add(alarm)
        new.append(alarm)
    session.flush()
    return new


def _found(outcome: Outcome, known: Directory) -> Iterator[GrowthAlarm]:
    for one in outcome.alarms:
        yield GrowthAlarm(
            run_id=0,
            subject_id=known.subject_ids[outcome.events.subjects[one.subject]],
            at=moment(one.time),
            since=moment(one.since),
            points=one.drop,
            chance=one.chance,
        )
    for unit in outcome.unit_alarms:
        yield GrowthAlarm(
            run_id=0,
            unit_id=known.unit_ids[outcome.events.units[unit.unit]],
            at=moment(unit.time),
            since=moment(unit.time) - timedelta(days=45),
            fallen=unit.fallen,
            staff=unit.staff,
        )
