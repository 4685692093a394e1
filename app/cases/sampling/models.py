"""Tables of the sample: which rule counts from when, and what was drawn for each claim."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.cases.sampling.rules import CallWhy
from app.columns import UtcDateTime, value_enum

__all__ = ["CallDraw", "CallRule"]


class CallRule(SQLModel, table=True):
    """A version of the rule who is called; rows are only added, the newest that began counts.

    Without an organisation it counts for the whole city.  ``share`` is the percent that is drawn
    where no call is a must, 100 for every claim; empty leaves an organisation to the city's rule.
    ``key`` draws and is shown to nobody.
    """

    __tablename__ = "call_rule"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    share: int | None = None
    from_at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(max_length=400)
    key: str = Field(max_length=64)
    set_by: int | None = Field(default=None, foreign_key="account.id")
    at: datetime = Field(sa_type=UtcDateTime)


class CallDraw(SQLModel, table=True):
    """What was decided for one claim made under a sample; without a row it is called about.

    ``reminded_at`` and ``until_at`` are of a citizen who is asked by text message alone: when the
    reminder was written, and until when the answer is waited for.
    """

    __tablename__ = "call_draw"
    __table_args__ = (UniqueConstraint("case_id", "claim"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id", index=True)
    claim: datetime = Field(sa_type=UtcDateTime)
    cycle: int
    rule_id: int = Field(foreign_key="call_rule.id", index=True)
    why: CallWhy = Field(sa_type=value_enum(CallWhy))
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    until_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
