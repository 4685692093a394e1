"""What a city chose in place of a public number, and why."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime

__all__ = ["ScoreChoice"]


class ScoreChoice(SQLModel, table=True):
    """One number chosen with a reason; the newest of a name counts, rows are only added."""

    __tablename__ = "score_choice"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=40)
    value: float
    reason: str = Field(max_length=2000)
    at: datetime = Field(sa_type=UtcDateTime)
