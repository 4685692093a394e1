"""The last weight of an answer whose device and network were erased."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime

__all__ = ["FrozenWeight"]


class FrozenWeight(SQLModel, table=True):
    """What an answer weighs from now on, whatever the rules could still find without its hashes.

    ``rules`` and ``accused`` are those of the night it was frozen after; a person's verdict and a
    finding still stand above it.
    """

    __tablename__ = "frozen_weight"

    feedback_id: int = Field(primary_key=True, foreign_key="feedback.id")
    weight: float = 1.0
    suspect: bool = False
    rules: str = Field(default="", max_length=60)
    accused: str = Field(default="", max_length=60)
    at: datetime = Field(sa_type=UtcDateTime)
