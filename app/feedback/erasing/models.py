"""The stub that stays where a citizen had the own words and number erased."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime

__all__ = ["Erasure"]


class Erasure(SQLModel, table=True):
    """A message whose contact, words and photos are gone; rating, kind and dates stay counted.

    ``sketch`` is the keyed sketch of words long enough to be told copies of (``sketching``); it
    ends with the device and the network of the message.
    """

    __tablename__ = "erasure"

    feedback_id: int = Field(primary_key=True, foreign_key="feedback.id")
    at: datetime = Field(sa_type=UtcDateTime)
    sketch: bytes | None = None
