"""The table of hops: at which desk a case lay, from when until when."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime

__all__ = ["CaseHop"]


class CaseHop(SQLModel, table=True):
    """One stay of a case at one desk; ``worked_seconds`` counts by the calendar of the case.

    Without a unit it was the special team's; ``inspection`` says that inspection had it.  The
    stay that still lasts has no end.
    """

    __tablename__ = "case_hop"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    inspection: bool = False
    from_at: datetime = Field(sa_type=UtcDateTime)
    until_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    worked_seconds: int = 0
