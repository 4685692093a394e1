"""Who looks at an entry of a queue; an entry nobody took has no row."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.db import UtcDateTime, value_enum
from app.scores.reviews.rules import Queue

__all__ = ["ScoreReview"]


class ScoreReview(SQLModel, table=True):
    """One look at one entry: of a person, or of a unit (then ``subject_id`` is empty)."""

    __tablename__ = "score_review"
    __table_args__ = (
        Index(None, "queue", "subject_id"),
        Index(None, "queue", "unit_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    queue: Queue = Field(sa_type=value_enum(Queue))
    subject_id: int | None = Field(default=None, foreign_key="subject.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    reviewer_id: int = Field(foreign_key="account.id")
    taken_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", max_length=2000)
