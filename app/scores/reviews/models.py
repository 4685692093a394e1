"""Who looks at an entry of a queue; an entry nobody took has no row."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime, index_where, value_enum
from app.scores.reviews.rules import Queue

__all__ = ["ScoreReview"]


def _one_open(name: str, column: str) -> Index:
    only = f"closed_at IS NULL AND {column} IS NOT NULL"
    return index_where(name, "queue", column, only=only, unique=True)


class ScoreReview(SQLModel, table=True):
    """One look at one entry: of a person, or of a unit (then ``subject_id`` is empty)."""

    __tablename__ = "score_review"
    __table_args__ = (
        _one_open("uq_score_review_open_person", "subject_id"),
        _one_open("uq_score_review_open_unit", "unit_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    queue: Queue = Field(sa_type=value_enum(Queue))
    subject_id: int | None = Field(default=None, foreign_key="subject.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    reviewer_id: int = Field(foreign_key="account.id")
    taken_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", max_length=2000)
