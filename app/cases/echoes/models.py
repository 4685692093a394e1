"""The table of echoes: citizens who said "me too" instead of complaining again."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime

__all__ = ["Echo"]


class Echo(SQLModel, table=True):
    """One "me too" to an open case about a place; the submission key makes it count once."""

    __tablename__ = "case_echo"

    submission: str = Field(primary_key=True, max_length=40)
    case_id: int = Field(foreign_key="case_file.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
