"""Tables of cases: the file, its append-only history, declared conflicts, rungs climbed, posts."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.cases.rules import CallOutcome, CaseState, Policy, Post, Remedy
from app.columns import UtcDateTime, index_where, value_enum
from app.feedback.rules import Identity, Kind

__all__ = ["BreachExcuse", "Case", "CaseRung", "CaseStep", "DeskPost", "Recusal"]


class Case(SQLModel, table=True):
    """One complaint, or message that wants an answer, followed until the citizen is served.

    ``unit_path`` is the path of the unit that must answer, copied so that desks are scoped without
    a join.  ``named_subject_id`` is the employee it is about: that person, and everybody below a
    named manager, never learn that it exists.  ``to_inspection`` hides it from the unit too;
    ``inspection_owns`` leaves it readable there; ``independent`` hides it from inspection too: only
    the independent reviewer has it.

    The answer clock ran ``used_seconds`` before ``clock_from_at`` and runs from there for
    ``rest_seconds``, which ends at ``due_at``; while a question waits (``pause_from_at``),
    ``clock_from_at`` is the latest instant at which it runs again.  ``first_*`` keep how the first
    answer stood, whatever happens later.  ``barred_id`` may not take the case again;
    ``offered_id`` has the fewest open ones at that desk, but anybody there may accept it.
    ``echoes`` counts who said "me too"; ``plan_at`` is when the unit last wrote down a plan.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        index_where("ix_case_file_open", "due_at", only="answered_at IS NULL"),
        index_where(
            "ix_case_file_offered",
            "offered_id",
            only="handler_id IS NULL AND offered_id IS NOT NULL",
        ),
        index_where("ix_case_file_master_id", "master_id", only="master_id IS NOT NULL"),
    )

    id: int | None = Field(default=None, primary_key=True)
    tracking_code: str = Field(unique=True, max_length=10)
    feedback_id: int = Field(unique=True, foreign_key="feedback.id")
    subject_id: int | None = Field(default=None, foreign_key="subject.id", index=True)
    named_subject_id: int | None = Field(default=None, foreign_key="subject.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    unit_path: str = Field(default="", index=True, max_length=400)
    to_inspection: bool = False
    inspection_owns: bool = False
    independent: bool = False
    burst: bool = False
    kind: Kind = Field(sa_type=value_enum(Kind))
    category: str = Field(default="", index=True, max_length=10)
    policy: Policy = Field(sa_type=value_enum(Policy))
    policy_version: int = 1
    budget_minutes: int
    calendar_id: int | None = Field(default=None, foreign_key="calendar.id")
    state: CaseState = Field(default=CaseState.REGISTERED, sa_type=value_enum(CaseState))
    level: int = 0
    cycle: int = 1
    false_fixes: int = 0
    bounces: int = 0
    identity: Identity = Field(sa_type=value_enum(Identity))
    handler_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    offered_id: int | None = Field(default=None, foreign_key="account.id")
    registered_at: datetime = Field(sa_type=UtcDateTime)
    clock_from_at: datetime = Field(sa_type=UtcDateTime)
    used_seconds: int = 0
    rest_seconds: int = 0
    due_at: datetime = Field(index=True, sa_type=UtcDateTime)
    promised_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    verify_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    call_from_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    claimant_id: int | None = Field(default=None, foreign_key="account.id")
    barred_id: int | None = Field(default=None, foreign_key="account.id")
    questions: int = 0
    pause_from_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paused_seconds: int = 0
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_used_seconds: int = 0
    first_met: bool | None = None
    reopens: int = 0
    appealed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    appeal_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    master_id: int | None = Field(default=None, foreign_key="case_file.id")
    merged_from: str = Field(default="", max_length=20)
    held_by: int | None = Field(default=None, foreign_key="account.id")
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    remedy: Remedy | None = Field(default=None, sa_type=value_enum(Remedy))
    echoes: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    plan_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1


class CaseStep(SQLModel, table=True):
    """One event of a case; rows are only ever appended, chained by salted digests.

    The texts may be erased (with their salts): the chain hashes digests, not words.
    """

    __tablename__ = "case_step"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id")
    seq: int
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: int | None = None
    role: str = Field(max_length=20)
    type: str = Field(max_length=30)
    from_state: str = Field(default="", max_length=40)
    to_state: str = Field(default="", max_length=40)
    reason: str = Field(default="", max_length=60)
    public_text: str = ""
    internal_text: str = ""
    salt: str = Field(max_length=32)
    public_digest: str = Field(default="", max_length=64)
    internal_digest: str = Field(default="", max_length=64)
    used_minutes: int | None = None
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class Recusal(SQLModel, table=True):
    """A handler who declared a conflict: the case is gone for them."""

    __tablename__ = "recusal"

    case_id: int = Field(primary_key=True, foreign_key="case_file.id")
    account_id: int = Field(primary_key=True, foreign_key="account.id")
    at: datetime = Field(sa_type=UtcDateTime)


class CaseRung(SQLModel, table=True):
    """A rung of the escalation ladder a case has climbed; the key makes each fire once."""

    __tablename__ = "case_rung"

    case_id: int = Field(primary_key=True, foreign_key="case_file.id")
    cycle: int = Field(primary_key=True)
    clock: str = Field(primary_key=True, max_length=4)
    percent: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)


class DeskPost(SQLModel, table=True):
    """Who holds a post in a unit and in all units below that name nobody themselves."""

    __tablename__ = "desk_post"

    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    post: Post = Field(primary_key=True, sa_type=value_enum(Post))
    account_id: int = Field(foreign_key="account.id", index=True)


class BreachExcuse(SQLModel, table=True):
    """A missed deadline that would have been met by a calendar as it was corrected later.

    The case keeps its breach; ``restated_due_at`` is what the corrected calendar gives.  Calendar
    (empty: the days off of all) and day name the correction.
    """

    __tablename__ = "breach_excuse"
    __table_args__ = (UniqueConstraint("case_id", "cycle"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id", index=True)
    cycle: int
    calendar: str = Field(default="", max_length=40)
    day: date
    reason: str = Field(max_length=400)
    due_at: datetime = Field(sa_type=UtcDateTime)
    restated_due_at: datetime = Field(sa_type=UtcDateTime)
    decided_by: int | None = None
    at: datetime = Field(sa_type=UtcDateTime)


class CallAttempt(SQLModel, table=True):
    """One call about a claimed fix; reference and recording id are numbers, never the sound.

    ``claim`` is the instant of the claim it asks about, so that each claim has its own
    three tries; ``half_day`` is the city's day with ``a`` before noon and ``b`` after.
    """

    __tablename__ = "call_attempt"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id", index=True)
    claim: datetime = Field(sa_type=UtcDateTime)
    verifier_id: int = Field(foreign_key="account.id")
    at: datetime = Field(sa_type=UtcDateTime)
    half_day: str = Field(max_length=11)
    outcome: CallOutcome = Field(sa_type=value_enum(CallOutcome))
    reference: str = Field(default="", max_length=60)
    recording: str = Field(default="", max_length=60)


class CaseRating(SQLModel, table=True):
    """How satisfied the citizen is with the handling, once a cycle."""

    __tablename__ = "case_rating"

    case_id: int = Field(primary_key=True, foreign_key="case_file.id")
    cycle: int = Field(primary_key=True)
    score: int
    at: datetime = Field(sa_type=UtcDateTime)


class Absence(SQLModel, table=True):
    """When a handler is away, and who has the open cases meanwhile; ``None`` is the manager."""

    __tablename__ = "absence"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    substitute_id: int | None = Field(default=None, foreign_key="account.id")
    from_at: datetime = Field(sa_type=UtcDateTime)
    until_at: datetime = Field(sa_type=UtcDateTime)
