"""Reads over time and over units: history, growth alarms, what desks cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select
from sqlmodel import Session, col

from app.directory.models import Subject, Unit
from app.scores.models import DeskLevel, GrowthAlarm, Score, ScoreRun
from app.scores.queries import about, current_run
from app.scores.rules import MIN_DEVICES, Band, RunState
from app.scores.showing import shown_of

__all__ = ["AlarmRow", "DeskCost", "Point", "alarms", "desk_costs", "history"]


@dataclass(frozen=True, slots=True)
class Point:
    """What was said of a subject as of one night; numbers as the band of that night allows."""

    as_of: datetime
    band: Band
    score: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """Complaints grew about a person, or in a whole unit (then there is no subject)."""

    id: int
    subject_id: int | None
    public_id: str
    name_fa: str
    name_en: str
    unit_id: int
    unit_fa: str
    unit_en: str
    at: datetime
    since: datetime
    points: float
    chance: float
    fallen: int
    staff: int


@dataclass(frozen=True, slots=True)
class DeskCost:
    """What a desk costs an average colleague: points above (or below) the city's level.

    ``level`` and ``cost`` are None while fewer than five devices have spoken.
    """

    unit_fa: str
    unit_en: str
    service: str
    level: float | None
    cost: float | None


def history(session: Session, subject: Subject, *, limit: int = 60) -> list[Point]:
    """Return the nights' scores, oldest first: every night of 40 days, before that one a month."""
    query = (
        select(Score, ScoreRun)
        .join(ScoreRun, col(ScoreRun.id) == col(Score.run_id))
        .where(
            col(Score.subject_id) == subject.id,
            col(ScoreRun.state) == RunState.DONE,
            col(ScoreRun.about) == about(subject),
        )
        .order_by(col(Score.run_id).desc())
        .limit(limit)
    )
    points = [_point(score, run) for score, run in session.execute(query) if not score.review_first]
    return points[::-1]


def _point(score: Score, run: ScoreRun) -> Point:
    told = shown_of(score, run)
    return Point(run.as_of, told.band, told.score, told.low, told.high)


def alarms(session: Session, paths: Sequence[str], *, since: datetime) -> list[AlarmRow]:
    """Return growth alarms of people and units in these subtrees, newest first; one statement."""
    query = (
        select(GrowthAlarm, Subject, Unit)
        .outerjoin(Subject, col(Subject.id) == col(GrowthAlarm.subject_id))
        .join(Unit, or_(_unit_of_person(), _unit_itself()))
        .where(within(paths), col(GrowthAlarm.at) >= since)
        .order_by(col(GrowthAlarm.at).desc(), col(GrowthAlarm.id).desc())
    )
    return [_alarm(row) for row in session.execute(query)]


def within(paths: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a unit lies in one of the subtrees."""
    return or_(*(col(Unit.path).startswith(path) for path in paths)) if paths else false()


def _unit_of_person() -> ColumnElement[bool]:
    return (col(GrowthAlarm.subject_id).is_not(None)) & (col(Unit.id) == col(Subject.unit_id))


def _unit_itself() -> ColumnElement[bool]:
    return (col(GrowthAlarm.subject_id).is_(None)) & (col(Unit.id) == col(GrowthAlarm.unit_id))


def _alarm(row: Any) -> AlarmRow:
    alarm, subject, unit = row
    return AlarmRow(
        id=alarm.id,
        subject_id=alarm.subject_id,
        public_id=subject.public_id if subject else "",
        name_fa=subject.name_fa if subject else "",
        name_en=subject.name_en if subject else "",
        unit_id=unit.id,
        unit_fa=unit.name_fa,
        unit_en=unit.name_en,
        at=alarm.at,
        since=alarm.since,
        points=round(alarm.points, 0),
        chance=alarm.chance,
        fallen=alarm.fallen,
        staff=alarm.staff,
    )


def desk_costs(session: Session, paths: Sequence[str]) -> list[DeskCost]:
    """Return what every desk of these subtrees costs, by unit and kind of work."""
    run = current_run(session)
    if run is None:
        return []
    query = (
        select(DeskLevel, Unit)
        .join(Unit, col(Unit.id) == col(DeskLevel.unit_id))
        .where(col(DeskLevel.run_id) == run.id, within(paths))
        .order_by(col(Unit.path), col(DeskLevel.service))
    )
    return [_desk(desk, unit, run) for desk, unit in session.execute(query)]


def _desk(desk: DeskLevel, unit: Unit, run: ScoreRun) -> DeskCost:
    known = desk.devices >= MIN_DEVICES
    return DeskCost(
        unit_fa=unit.name_fa,
        unit_en=unit.name_en,
        service=desk.service,
        level=round(desk.level, 1) if known else None,
        cost=round(run.level - desk.level, 1) if known else None,
    )
