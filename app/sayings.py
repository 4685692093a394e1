"""How a page says numbers, codes, days, hours and names: the filters every template uses."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from app import clock
from app.jalali import day, decimal, in_full, instant, localised, month_name, week

__all__ = ["SAYINGS", "Sayings"]

SAYINGS = (
    "code",
    "day_name",
    "decimal",
    "digits",
    "full_time",
    "local_day",
    "local_hour",
    "local_time",
    "month_name",
    "named",
    "week",
)


class Sayings:
    """The filters, by the names templates call them.

    Args:
        locale: Asked for the reader's language at every use.
        zone: The city's time zone.
    """

    def __init__(self, locale: Callable[[], str], zone: ZoneInfo) -> None:
        self._locale = locale
        self._zone = zone

    def digits(self, value: object) -> str:
        """Return a value with the digits of the language."""
        return localised(value, self._locale())

    def decimal(self, value: float) -> str:
        """Return a number with one place behind the point."""
        return decimal(value, self._locale())

    def code(self, value: object) -> Markup:
        """Return a code as its own run of text; Latin letters and addresses keep their digits."""
        text = str(value)
        latin = any("a" <= letter <= "z" for letter in text.lower()) or text.count(".") > 2
        return Markup('<bdi class="n">{}</bdi>').format(text if latin else self.digits(text))

    def local_time(self, moment: datetime) -> str:
        """Return day and hour, as short as today allows."""
        return instant(moment, self._locale(), self._zone, now=clock.now())

    def full_time(self, moment: datetime) -> str:
        """Return day and hour in full."""
        return in_full(moment, self._locale(), self._zone)

    def local_day(self, moment: datetime) -> str:
        """Return the day of an instant."""
        return self.day_name(moment.astimezone(self._zone).date())

    def day_name(self, asked: date) -> str:
        """Return a day, with its year where it is not this one."""
        return day(asked, self._locale(), today=clock.now().astimezone(self._zone).date())

    def local_hour(self, moment: datetime) -> Markup:
        """Return the hour of an instant."""
        return self.code(f"{moment.astimezone(self._zone):%H:%M}")

    def month_name(self, month: str) -> str:
        """Return a Jalali month (``1405-09``) by name."""
        return month_name(month, self._locale())

    def week(self, first: date) -> str:
        """Return the week that a day opens."""
        return week(first, self._locale())

    def named(self, row: object, field: str = "name") -> str:
        """Return the name in the reader's language, else in the other."""
        own, other = ("fa", "en") if self._locale() == "fa" else ("en", "fa")
        return getattr(row, f"{field}_{own}", "") or getattr(row, f"{field}_{other}", "")
