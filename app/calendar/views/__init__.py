"""The calendar desk: calendars, months, weekly hours, single days, days off."""

from app.calendar.views import calendars, days, holidays, weeks, years
from app.calendar.views.blueprint import AFTER_CHANGE, UNITS_OF, bp

__all__ = ["AFTER_CHANGE", "UNITS_OF", "bp", "calendars", "days", "holidays", "weeks", "years"]
