"""Tables of suspicion: a code the desk should look at, its failed scans by hour, its reports."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.badges.suspicion.rules import ReportReason, SuspicionKind, SuspicionState
from app.columns import UtcDateTime, byte_order, value_enum

__all__ = ["SuspicionReport", "SuspicionScan", "SuspiciousCode"]


class SuspiciousCode(SQLModel, table=True):
    """One code that failed or was reported, with its sums and where the desk stands with it.

    ``code`` is the nine digits of a badge (real or not), ``t`` with sixteen hexadecimal digits of
    a keyed hash for a symbol that is not ours, or empty for all strange symbols of an hour in
    which there were too many to tell apart.  ``unit_path`` is empty where no badge is known.
    ``networks`` is the most networks that rated a working badge in one hour, where that is far over
    ``usual``, its own busiest hour of the weeks before; ``spread_at`` is that hour.
    """

    __tablename__ = "suspicious_code"

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True, max_length=24)
    code: str = Field(unique=True, max_length=24)
    badge_id: int | None = Field(default=None, foreign_key="badge.id", index=True)
    unit_path: str = Field(default="", index=True, sa_type=byte_order(400))
    kind: SuspicionKind = Field(sa_type=value_enum(SuspicionKind))
    state: SuspicionState = Field(
        default=SuspicionState.NEW, index=True, sa_type=value_enum(SuspicionState)
    )
    state_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    state_by: int | None = None
    note: str = Field(default="", max_length=400)
    scans: int = 0
    reports: int = 0
    networks: int = 0
    usual: int = 0
    spread_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_at: datetime = Field(sa_type=UtcDateTime)
    last_at: datetime = Field(index=True, sa_type=UtcDateTime)


class SuspicionScan(SQLModel, table=True):
    """How often a code failed in an hour from one network (a keyed hash, empty for many)."""

    __tablename__ = "suspicion_scan"

    code_id: int = Field(primary_key=True, foreign_key="suspicious_code.id")
    hour: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    network: str = Field(primary_key=True, max_length=32)
    count: int = 0


class SuspicionReport(SQLModel, table=True):
    """What a citizen said of a badge: no name, no number, a photo under a random name."""

    __tablename__ = "suspicion_report"

    id: int | None = Field(default=None, primary_key=True)
    code_id: int = Field(foreign_key="suspicious_code.id", index=True)
    submission: str = Field(unique=True, max_length=40)
    reason: ReportReason = Field(sa_type=value_enum(ReportReason))
    place: str = Field(default="", max_length=200)
    text: str = ""
    photo: str = Field(default="", max_length=32)
    network: str = Field(default="", max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)
