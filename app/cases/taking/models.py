"""Table of what the call centre took: who, on which line, under which number of the call."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.cases.taking.rules import Medium
from app.columns import UtcDateTime, value_enum

__all__ = ["TakenMessage"]


class TakenMessage(SQLModel, table=True):
    """A message an operator wrote down; the clock of its case runs from the operator's saving.

    ``reference`` is the number of the call or of the letter, never its sound; ``started_at`` is
    when the call began, or the day the letter carries.
    """

    __tablename__ = "taken_message"

    feedback_id: int = Field(primary_key=True, foreign_key="feedback.id")
    operator_id: int = Field(foreign_key="account.id", index=True)
    medium: Medium = Field(sa_type=value_enum(Medium))
    line: str = Field(default="", max_length=10)
    reference: str = Field(default="", index=True, max_length=60)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    taken_at: datetime = Field(index=True, sa_type=UtcDateTime)
