"""The table of kiosks: tablets of a place on which anybody may rate it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime

__all__ = ["Kiosk"]


class Kiosk(SQLModel, table=True):
    """One tablet: whom it speaks for, where it stands, who set it up; ended, its link is dead."""

    __tablename__ = "kiosk"

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True, max_length=24)
    subject_id: int = Field(foreign_key="subject.id", index=True)
    label: str = Field(max_length=120)
    made_by: int | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by: int | None = None
