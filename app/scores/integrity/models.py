"""Suspect answers in groups a person can judge, and the verdicts, which stand for good."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime, value_enum
from app.scores.integrity.rules import GroupState
from app.scores.rules import About

__all__ = ["SuspectAnswer", "SuspectGroup", "Verdict"]


class SuspectGroup(SQLModel, table=True):
    """Answers about one subject that one rule found suspect, near each other in time."""

    __tablename__ = "suspect_group"
    __table_args__ = (Index(None, "state", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    about: About = Field(default=About.EMPLOYEES, sa_type=value_enum(About))
    subject_id: int = Field(foreign_key="subject.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    rule: str = Field(max_length=10)
    state: GroupState = Field(default=GroupState.OPEN, sa_type=value_enum(GroupState))
    answers: int = 0
    devices: int = 0
    first_at: datetime = Field(sa_type=UtcDateTime)
    last_at: datetime = Field(sa_type=UtcDateTime)
    usual_a_week: float = 0.0
    opened_at: datetime = Field(sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="account.id")
    reason: str = Field(default="", max_length=2000)


class SuspectAnswer(SQLModel, table=True):
    """An answer's place in a group; in one only."""

    __tablename__ = "suspect_answer"

    feedback_id: int = Field(primary_key=True, foreign_key="feedback.id")
    group_id: int = Field(foreign_key="suspect_group.id", index=True)


class Verdict(SQLModel, table=True):
    """What a person decided about one answer: honest (1) or not (0), above every rule.

    Rows are only added; the newest of an answer counts, so an appeal can overrule openly.
    """

    __tablename__ = "verdict"

    id: int | None = Field(default=None, primary_key=True)
    feedback_id: int = Field(foreign_key="feedback.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="suspect_group.id")
    honest: bool
    by: int | None = Field(default=None, foreign_key="account.id")
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(max_length=2000)
    on_appeal: bool = False
