"""The table of findings: one a case, beside the remedy track and never in its way."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from app.cases.findings.states import FindingState, Measure, Result
from app.columns import UtcDateTime, value_enum

__all__ = ["Finding"]


class Finding(SQLModel, table=True):
    """Whether a named person was at fault, from the allegation to the last word.

    The person reads ``summary``, ``week``, their own words, and what was decided with its reasons;
    nothing else of the case.  ``stood`` is where it stood before the proposal, to which inspection
    may send it back.  ``held_until`` is inspection's written delay of the summary.  Every step is
    an event of the case's history.
    """

    __tablename__ = "finding"

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True, max_length=24)
    case_id: int = Field(unique=True, foreign_key="case_file.id")
    subject_id: int = Field(foreign_key="subject.id", index=True)
    state: FindingState = Field(default=FindingState.ALLEGED, sa_type=value_enum(FindingState))
    alleged_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(index=True, sa_type=UtcDateTime)
    interim_at: datetime = Field(sa_type=UtcDateTime)
    interim_told: bool = False
    held_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    summary: str = ""
    week: date | None = None
    on_paper: bool = False
    notified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reply_from_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reply_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reply: str = ""
    replied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    stood: str = Field(default="", max_length=20)
    result: Result | None = Field(default=None, sa_type=value_enum(Result))
    measure: Measure = Field(default=Measure.NONE, sa_type=value_enum(Measure))
    reasons: str = ""
    proposed_by: int | None = Field(default=None, foreign_key="account.id")
    decided_by: int | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    appeal_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    appeal: str = ""
    appealed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    appeal_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    final_reasons: str = ""
    final_by: int | None = Field(default=None, foreign_key="account.id")
    final_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1
