"""Cases whose number, name and photos must be kept although their term is over."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime

__all__ = ["LegalHold"]


class LegalHold(SQLModel, table=True):
    """Inspection keeps a case as it is, for a court or an authority, until the hold is lifted."""

    __tablename__ = "legal_hold"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id", index=True)
    reason: str = Field(max_length=2000)
    held_by: int = Field(foreign_key="account.id")
    held_at: datetime = Field(sa_type=UtcDateTime)
    lifted_by: int | None = Field(default=None, foreign_key="account.id")
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
