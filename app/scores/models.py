"""What the nightly run stores: the run itself, one score a subject, weights, desks, alarms.

Rows of a run are written in small units of work; they count from the instant the run's state
becomes ``done``, so readers see the night before or this one, never a mixture.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime, value_enum
from app.scores.rules import About, RunState

__all__ = ["AnswerWeight", "DeskLevel", "GrowthAlarm", "Score", "ScoreRun", "ScoreSettings"]


class ScoreSettings(SQLModel, table=True):
    """One version of the public numbers; ``version`` names their content and never changes."""

    __tablename__ = "score_settings"

    id: int | None = Field(default=None, primary_key=True)
    version: str = Field(unique=True, max_length=12)
    numbers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    since: datetime = Field(sa_type=UtcDateTime)


class ScoreRun(SQLModel, table=True):
    """One computation over all answers about employees, or about places.

    ``last_feedback_id`` is the newest message it saw; ``level``, ``s2`` and ``t_u`` are the city's
    level, the variance of one answer and of people, 0 when no answer weighed.
    """

    __tablename__ = "score_run"
    __table_args__ = (Index(None, "about", "state", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    about: About = Field(sa_type=value_enum(About))
    state: RunState = Field(default=RunState.RUNNING, sa_type=value_enum(RunState))
    as_of: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    duration_ms: int = 0
    settings_version: str = Field(default="", max_length=12)
    input_hash: str = Field(default="", max_length=64)
    last_feedback_id: int = 0
    answers: int = 0
    subjects: int = 0
    suspects: int = 0
    level: float = 0.0
    s2: float = 0.0
    t_u: float = 0.0


class Score(SQLModel, table=True):
    """What one run found about one subject, explained; ``app.scores.queries`` decides what is told.

    The parts ``city`` to ``pull`` add up to ``score``.  ``sum_y`` over ``n_effective`` is the mean
    of the adjusted answers.  ``before_id`` is the last score from before an integrity episode.
    """

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("run_id", "subject_id"),
        Index(None, "subject_id", "run_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="score_run.id")
    subject_id: int = Field(foreign_key="subject.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    service: str = Field(default="", max_length=40)
    score: float
    low: float
    high: float
    sd: float
    n_effective: float
    reliability: float
    answers: int
    devices: int
    counted: float
    set_aside: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    city: float
    desk: float
    circumstances: float
    said: float
    pull: float
    sum_y: float
    weight_of_one: float
    regime_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    suspect_share: float
    flagged: bool = False
    commendable: bool = False
    review_first: bool = False
    queued_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    coached: bool = False
    before_id: int | None = None


class AnswerWeight(SQLModel, table=True):
    """What one answer weighs in the newest run; an answer without a row weighs 1.

    ``rules`` lists what took weight from it, ``accused`` what made it suspect.
    """

    __tablename__ = "answer_weight"

    run_id: int = Field(primary_key=True, foreign_key="score_run.id")
    feedback_id: int = Field(primary_key=True, foreign_key="feedback.id", index=True)
    weight: float
    suspect: bool = False
    rules: str = Field(default="", max_length=60)
    accused: str = Field(default="", max_length=60)


class DeskLevel(SQLModel, table=True):
    """What one desk (a kind of work in a unit) costs an average colleague, in points."""

    __tablename__ = "desk_level"

    run_id: int = Field(primary_key=True, foreign_key="score_run.id")
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    service: str = Field(primary_key=True, max_length=40)
    level: float
    answers: int
    devices: int


class GrowthAlarm(SQLModel, table=True):
    """Complaints grew: about one subject, or about a whole unit (then ``subject_id`` is empty).

    ``points`` is the mean fall since ``since``, ``chance`` that of such a run in a steady year.
    """

    __tablename__ = "growth_alarm"

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="score_run.id")
    subject_id: int | None = Field(default=None, foreign_key="subject.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    at: datetime = Field(index=True, sa_type=UtcDateTime)
    since: datetime = Field(sa_type=UtcDateTime)
    points: float = 0.0
    chance: float = 0.05
    fallen: int = 0
    staff: int = 0
