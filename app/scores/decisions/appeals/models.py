"""Tables of what an employee says: objections to an answer, a weight or a decision, and replies."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime, value_enum
from app.scores.decisions.rules import AppealAbout, AppealState, Outcome

__all__ = ["Appeal", "WordsReply"]


class Appeal(SQLModel, table=True):
    """An employee's objection, for a reviewer who had no part and stands outside the line."""

    __tablename__ = "score_appeal"
    __table_args__ = (
        CheckConstraint("(about = 'decision') = (decision_id IS NOT NULL)", name="decision"),
        CheckConstraint("about <> 'answer' OR feedback_id IS NOT NULL", name="answer"),
        CheckConstraint(
            "state <> 'answered' OR (reviewer_id IS NOT NULL AND outcome IS NOT NULL "
            "AND answered_at IS NOT NULL)",
            name="answered",
        ),
        Index(None, "state", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=24)
    subject_id: int = Field(foreign_key="subject.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    about: AppealAbout = Field(sa_type=value_enum(AppealAbout))
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True)
    feedback_id: int | None = Field(default=None, foreign_key="feedback.id")
    words: str
    state: AppealState = Field(default=AppealState.OPEN, sa_type=value_enum(AppealState))
    filed_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    reviewer_id: int | None = Field(default=None, foreign_key="account.id")
    outcome: Outcome | None = Field(default=None, sa_type=value_enum(Outcome))
    answer: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class WordsReply(SQLModel, table=True):
    """What an employee answers to released words; HR and the unit read it beside them."""

    __tablename__ = "words_reply"

    feedback_id: int = Field(primary_key=True, foreign_key="feedback.id")
    subject_id: int = Field(foreign_key="subject.id", index=True)
    words: str
    replied_at: datetime = Field(sa_type=UtcDateTime)
