"""What the nightly run stores: the city's own figures, against which one person is weighed."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db import UtcDateTime

__all__ = ["ScoreBasis"]


class ScoreBasis(SQLModel, table=True):
    """Mean and spread of all answers about employees, or about one kind of facility, one night."""

    __tablename__ = "score_basis"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(index=True, max_length=40)
    mean: float
    variance: float
    subjects: int
    answers: int
    computed_at: datetime = Field(sa_type=UtcDateTime)
