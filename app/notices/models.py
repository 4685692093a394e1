"""The outbox: a notice is a row in the transaction that caused it, sent after commit."""

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime, index_where, value_enum
from app.notices.rules import NoticeChannel, NoticeState

__all__ = ["InboundMessage", "Notice", "NoticeText"]


class Notice(SQLModel, table=True):
    """One message to one recipient by one channel about one event.

    ``recipient`` is ``account:7`` for staff and ``feedback:12`` for a citizen, whose number stays
    sealed in ``contact`` until the moment of sending.  ``attempts`` numbers the tries and fences
    them: only the newest try may settle the row.  ``reference`` is the provider's own number,
    ``rendered`` the sentence as it left (a sign-in code is never kept).
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("event", "recipient", "channel"),
        index_where("ix_notice_pending", "not_before", only="state IN ('queued', 'sending')"),
    )

    id: int | None = Field(default=None, primary_key=True)
    event: str = Field(max_length=80)
    recipient: str = Field(index=True, max_length=40)
    channel: NoticeChannel = Field(sa_type=value_enum(NoticeChannel))
    template: str = Field(max_length=10)
    locale: str = Field(default="fa", max_length=5)
    params: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    state: NoticeState = Field(default=NoticeState.QUEUED, sa_type=value_enum(NoticeState))
    attempts: int = 0
    not_before: datetime = Field(sa_type=UtcDateTime)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    urgent: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    first_tried_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reference: str = Field(default="", index=True, max_length=80)
    error: str = Field(default="", max_length=200)
    text_version: int = 0
    rendered: str = ""


class InboundMessage(SQLModel, table=True):
    """A citizen's text message that came in, by the gateway's number, so that it counts once.

    Neither its words nor the sender's number are kept here.
    """

    __tablename__ = "inbound_message"

    message_id: str = Field(primary_key=True, max_length=80)
    received_at: datetime = Field(sa_type=UtcDateTime)


class NoticeText(SQLModel, table=True):
    """A text of notices in a city's own words; rows are added, never changed."""

    __tablename__ = "notice_text"
    __table_args__ = (UniqueConstraint("template", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    template: str = Field(max_length=10)
    version: int
    fa: str = Field(max_length=400)
    en: str = Field(max_length=400)
    changed_by: int | None = None
    changed_at: datetime = Field(sa_type=UtcDateTime)
