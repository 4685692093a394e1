"""The table of first promises: what a case was promised before its category was changed."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.cases.rules import Policy
from app.columns import UtcDateTime, value_enum

__all__ = ["FirstPromise"]


class FirstPromise(SQLModel, table=True):
    """The policy a case was filed under, written when another one took its place.

    The figures go on by it.  ``paused_seconds`` is what stood still, in working time of its
    calendar, so that a question asked under the later policy is not charged to the first.
    """

    __tablename__ = "first_promise"

    case_id: int = Field(primary_key=True, foreign_key="case_file.id")
    policy: Policy = Field(sa_type=value_enum(Policy))
    budget_minutes: int
    calendar_id: int | None = Field(default=None, foreign_key="calendar.id")
    paused_seconds: int = 0
    at: datetime = Field(sa_type=UtcDateTime)
