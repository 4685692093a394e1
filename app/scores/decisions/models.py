"""Tables of decisions: the record and its evidence, every step, second looks.

What a decision must have before it counts is checked by the service, and once more by the
database, so that no other road leads there.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime, value_enum
from app.scores.decisions.rules import (
    DecisionState,
    EvidenceKind,
    Measure,
)
from app.scores.rules import Band

__all__ = ["Decision", "DecisionEvidence", "DecisionStep", "SecondLook"]


class Decision(SQLModel, table=True):
    """What a named person decided about an employee, and the score as that person saw it.

    ``flag`` is the queue the employee stood in then.  ``frozen`` while an appeal is open: the
    decision may not be used.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("length(reasons) >= 100", name="own_reasons"),
        CheckConstraint("NOT adverse OR seen_band = 'usable'", name="usable"),
        CheckConstraint(
            "confirmed_at IS NULL OR (told_at IS NOT NULL AND "
            "(statement_at IS NOT NULL OR answer_due_at <= confirmed_at))",
            name="heard",
        ),
        CheckConstraint("state <> 'in_force' OR confirmed_at IS NOT NULL", name="confirmed"),
        CheckConstraint(
            "state <> 'in_force' OR NOT adverse OR "
            "(second_by IS NOT NULL AND second_by <> decided_by)",
            name="two_people",
        ),
        Index(None, "decided_by", "confirmed_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=24)
    subject_id: int = Field(foreign_key="subject.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    measure: Measure = Field(sa_type=value_enum(Measure))
    adverse: bool = False
    state: DecisionState = Field(
        default=DecisionState.DRAFTED, index=True, sa_type=value_enum(DecisionState)
    )
    frozen: bool = False
    reasons: str
    decided_by: int = Field(foreign_key="account.id")
    drafted_at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answer_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    statement: str = ""
    statement_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    considered: str = ""
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    second_by: int | None = Field(default=None, foreign_key="account.id")
    second_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    second_words: str = ""
    in_force_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_words: str = ""
    flag: str = Field(default="", max_length=20)
    seen_band: Band = Field(sa_type=value_enum(Band))
    seen_answers: int = 0
    seen_effective: float | None = None
    seen_score: float | None = None
    seen_low: float | None = None
    seen_high: float | None = None
    seen_settings: str = Field(default="", max_length=12)
    seen_run_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DecisionEvidence(SQLModel, table=True):
    """One thing besides the score that a decision rests on."""

    __tablename__ = "decision_evidence"

    id: int | None = Field(default=None, primary_key=True)
    decision_id: int = Field(foreign_key="decision.id", index=True)
    kind: EvidenceKind = Field(sa_type=value_enum(EvidenceKind))
    reference: str = Field(default="", max_length=80)
    words: str


class DecisionStep(SQLModel, table=True):
    """One step in the life of a decision; rows are added, never changed."""

    __tablename__ = "decision_step"

    id: int | None = Field(default=None, primary_key=True)
    decision_id: int = Field(foreign_key="decision.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: int | None = Field(default=None, foreign_key="account.id")
    event: str = Field(max_length=20)
    words: str = ""


class SecondLook(SQLModel, table=True):
    """One past decision a reviewer is asked to look at again, and what came of it."""

    __tablename__ = "decision_second_look"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    decision_id: int = Field(foreign_key="decision.id", index=True)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    same: bool | None = None
    words: str = ""
    looked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
