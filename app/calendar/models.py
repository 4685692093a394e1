"""Calendars as dated data: weekly patterns, holidays, one-day exceptions."""

from datetime import date, datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.columns import UtcDateTime

__all__ = ["Calendar", "DayException", "Holiday", "HolidayYear", "WeeklyPattern"]


class Calendar(SQLModel, table=True):
    """A named working calendar; ``always`` means 24 x 7, whatever else is stored.

    The calendar of a unit inherits from those of the units above and at last from the city's; one
    of no unit stands alone, closed until it has a pattern.  ``holiday_set`` nests by slashes:
    ``ir/07`` takes the days off of ``ir`` and its own; empty takes none.
    """

    __tablename__ = "calendar"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=40)
    name_fa: str = Field(max_length=200)
    name_en: str = Field(default="", max_length=200)
    unit_path: str = Field(default="", index=True, max_length=400)
    always: bool = False
    holiday_set: str = Field(default="ir", max_length=20)


class WeeklyPattern(SQLModel, table=True):
    """Hours of each weekday, valid from a day on; the latest start that contains a date wins.

    ``valid_until`` is the last day, included.  A weekday left out is closed.
    ``hours`` maps ISO weekday 1-7 (Monday-Sunday) to half-open minute intervals of the local day.
    """

    __tablename__ = "weekly_pattern"
    __table_args__ = (UniqueConstraint("calendar_id", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    calendar_id: int = Field(foreign_key="calendar.id", index=True)
    valid_from: date
    valid_until: date | None = None
    hours: dict[str, list[list[int]]] = Field(default_factory=dict, sa_type=JSON)


class Holiday(SQLModel, table=True):
    """A day off of a set (national, province, city); tentative ones count until removed."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("holiday_set", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    holiday_set: str = Field(index=True, max_length=20)
    day: date
    name_fa: str = Field(default="", max_length=200)
    name_en: str = Field(default="", max_length=200)
    tentative: bool = False
    source: str = Field(default="", max_length=200)


class HolidayYear(SQLModel, table=True):
    """A Jalali year of a set whose days off a person has confirmed, or that came reviewed."""

    __tablename__ = "holiday_year"
    __table_args__ = (UniqueConstraint("holiday_set", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    holiday_set: str = Field(max_length=20)
    year: int
    confirmed_by: int | None = None
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DayException(SQLModel, table=True):
    """Other hours on one day (none: closed), with the reason and who decided."""

    __tablename__ = "day_exception"
    __table_args__ = (UniqueConstraint("calendar_id", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    calendar_id: int = Field(foreign_key="calendar.id", index=True)
    day: date
    hours: list[list[int]] = Field(default_factory=list, sa_type=JSON)
    reason: str = Field(max_length=400)
    decided_by: int | None = None
    decided_at: datetime = Field(sa_type=UtcDateTime)
