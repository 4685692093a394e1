"""The stub that stays where a citizen had the own words and number erased."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db import UtcDateTime

__all__ = ["Erasure"]


class Erasure(SQLModel, table=True):
    """A message whose contact, words and photos are gone; rating, kind and dates stay counted."""

    __tablename__ = "erasure"

    feedback_id: int = Field(primary_key=True, foreign_key="feedback.id")
    at: datetime = Field(sa_type=UtcDateTime)
