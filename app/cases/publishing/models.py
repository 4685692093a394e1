"""The table behind "you said, we did": neutral sentences a manager has put before the public."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime

__all__ = ["PublicAction"]


class PublicAction(SQLModel, table=True):
    """What people said of a place and what was done, in the desk's own words.

    ``said`` and ``done`` never quote a citizen and name nobody; withdrawn, a row stays for the log
    and is shown no more.
    """

    __tablename__ = "public_action"

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True, max_length=24)
    subject_id: int = Field(foreign_key="subject.id", index=True)
    said_fa: str = Field(max_length=200)
    said_en: str = Field(default="", max_length=200)
    done_fa: str = Field(max_length=400)
    done_en: str = Field(default="", max_length=400)
    published_at: datetime = Field(sa_type=UtcDateTime)
    published_by: int | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_by: int | None = None
