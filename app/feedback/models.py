"""Tables of feedback: the record, its sealed contact, its words on release, its statistics."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime, index_where, value_enum
from app.feedback.rules import Channel, Identity, Kind, PhotoState, ReleaseState

__all__ = ["Attachment", "Contact", "Feedback", "MonthCount", "Release", "StatisticsDelta"]


class Feedback(SQLModel, table=True):
    """What one person said once, with everything later questions need frozen beside it.

    ``submission`` is the one-time nonce of the served form: unique, so that a double tap, a
    retry and two workers make one row.  ``subject_id`` is empty when the badge is unknown and
    the message is for the city.  Device and network are keyed hashes.
    """

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("mood IS NULL OR mood BETWEEN 1 AND 5", name="mood"),
        Index(None, "subject_id", "created_at"),
        # these two hold messages with words alone, so that a bare rating does not pay for them
        index_where("ix_feedback_subject_id_told", "subject_id", "id", only="told_at IS NOT NULL"),
        index_where(
            "ix_feedback_subject_id_kind_device",
            *("subject_id", "kind", "device"),
            only="kind <> 'none'",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    submission: str = Field(unique=True, max_length=40)
    tracking_code: str = Field(unique=True, max_length=10)
    receipt_hash: str | None = Field(default=None, unique=True, max_length=64)
    subject_id: int | None = Field(default=None, foreign_key="subject.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    badge_id: int | None = Field(default=None, foreign_key="badge.id")
    site: str = Field(default="", max_length=200)
    service_type: str | None = Field(default=None, max_length=40)
    channel: Channel = Field(sa_type=value_enum(Channel))
    kind: Kind = Field(default=Kind.NONE, sa_type=value_enum(Kind))
    category: str | None = Field(default=None, max_length=10)
    mood: int | None = None
    topics: list[str] = Field(default_factory=list, sa_type=JSON)
    text: str = ""
    text_folded: str = ""
    wants_answer: bool = False
    identity: Identity = Field(default=Identity.ANONYMOUS, sa_type=value_enum(Identity))
    locale: str = Field(default="fa", max_length=5)
    device: str = Field(default="", max_length=64)
    network: str = Field(default="", max_length=64)
    seconds: int | None = None
    created_at: datetime = Field(index=True, sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Contact(SQLModel, table=True):
    """The citizen's phone and name, sealed; found again only by a keyed blind index."""

    __tablename__ = "contact"

    feedback_id: int = Field(primary_key=True, foreign_key="feedback.id")
    phone_sealed: bytes
    name_sealed: bytes = b""
    phone_index: str = Field(index=True, max_length=64)
    stored_at: datetime = Field(sa_type=UtcDateTime)


class Release(SQLModel, table=True):
    """Words on their way to the person or place: nothing is seen before a handler says so."""

    __tablename__ = "words_release"

    feedback_id: int = Field(primary_key=True, foreign_key="feedback.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    state: ReleaseState = Field(
        default=ReleaseState.WAITING, index=True, sa_type=value_enum(ReleaseState)
    )
    text: str = ""
    decided_by: int | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    queued_at: datetime = Field(sa_type=UtcDateTime)


class Attachment(SQLModel, table=True):
    """One photo of a message: raw until the worker has drawn it anew, then without metadata.

    ``name`` is random and says nothing; the file is never served but through a view that asks who
    is reading.
    """

    __tablename__ = "attachment"

    id: int | None = Field(default=None, primary_key=True)
    feedback_id: int = Field(foreign_key="feedback.id", index=True)
    name: str = Field(unique=True, max_length=32)
    state: PhotoState = Field(
        default=PhotoState.WAITING, index=True, sa_type=value_enum(PhotoState)
    )
    size: int = 0
    stored_at: datetime = Field(sa_type=UtcDateTime)


class StatisticsDelta(SQLModel, table=True):
    """One step of a count, appended in the transaction of the feedback, folded later."""

    __tablename__ = "statistics_delta"

    id: int | None = Field(default=None, primary_key=True)
    subject_id: int = Field(index=True)
    unit_id: int
    month: str = Field(max_length=7)
    channel: str = Field(max_length=10)
    kind: str = Field(max_length=10)
    mood: int = 0
    amount: int = 1


class MonthCount(SQLModel, table=True):
    """Messages of a subject in a unit by Jalali month, channel, kind and mood (0: none given).

    The index by subject holds all a page asks for, the count too, so that no row is looked at.
    """

    __tablename__ = "month_count"
    __table_args__ = (
        UniqueConstraint("subject_id", "unit_id", "month", "channel", "kind", "mood"),
        Index(None, "subject_id", "month", "kind", "mood", "count"),
        Index(None, "month"),
    )

    id: int | None = Field(default=None, primary_key=True)
    subject_id: int
    unit_id: int
    month: str = Field(max_length=7)
    channel: str = Field(max_length=10)
    kind: str = Field(max_length=10)
    mood: int = 0
    count: int = 0
