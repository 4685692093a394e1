"""Commendations: what was said, on what it rests, and what the employee answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime, value_enum
from app.scores.letters.rules import Language, LetterState

__all__ = ["Commendation"]


class Commendation(SQLModel, table=True):
    """One letter with its certificate; printed again, it gives the same bytes.

    ``serial`` is what the symbol signs with the key ``key_id``, like that of a badge.  ``said``
    holds every word of the paper and ``design`` the organisation's look as they were on the day.
    ``low``, ``high`` and ``n`` are the interval and the answers it rests on.
    """

    __tablename__ = "commendation"
    __table_args__ = (UniqueConstraint("year", "place"),)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True, max_length=24)
    year: int
    place: int
    serial: str = Field(unique=True, max_length=10)
    key_id: int = Field(index=True)
    subject_id: int = Field(foreign_key="subject.id", index=True)
    run_id: int | None = Field(default=None, foreign_key="score_run.id")
    low: float
    high: float
    n: float
    language: Language = Field(sa_type=value_enum(Language))
    said: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    design: str = ""
    state: LetterState = Field(
        default=LetterState.OFFERED, index=True, sa_type=value_enum(LetterState)
    )
    open_to_all: bool = False
    offered_by: int | None = None
    offered_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_why: str = Field(default="", max_length=400)
