"""Digits, dates and months as people say them; pure, for pages, paper and messages alike.

Jalali dates and digits go through ``persiantools``, never through a locale database.
"""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from persiantools import digits
from persiantools.jdatetime import JalaliDate, JalaliDateTime

__all__ = [
    "day",
    "decimal",
    "in_full",
    "instant",
    "jalali_month",
    "localised",
    "month_name",
    "stamp",
    "week",
]

_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS_FA = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه")
_MONTHS_EN = tuple(
    "January February March April May June July August September October November December".split()
)
_MONTHS_FA = tuple("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split())
_JALALI_EN = tuple(
    "Farvardin Ordibehesht Khordad Tir Mordad Shahrivar Mehr Aban Azar Dey Bahman Esfand".split()
)


def localised(number: object, locale: str) -> str:
    """Return a number or code in the digits of the language.

    >>> localised("405-772", "fa")
    '۴۰۵-۷۷۲'
    """
    return digits.en_to_fa(str(number)) if locale == "fa" else str(number)


def day(moment: date, locale: str, *, today: date, year: bool | None = None) -> str:
    """Return weekday, day and month; the year only outside the current one, unless asked.

    >>> day(date(2026, 11, 22), "fa", today=date(2026, 11, 25))
    'یکشنبه ۱ آذر'
    """
    if locale == "fa":
        jalali, current = JalaliDate(moment), JalaliDate(today)
        text = f"{_WEEKDAYS_FA[moment.weekday()]} {jalali.day} {_MONTHS_FA[jalali.month - 1]}"
        year = jalali.year != current.year if year is None else year
        return localised(f"{text} {jalali.year}" if year else text, locale)
    text = f"{_WEEKDAYS_EN[moment.weekday()]} {moment.day} {_MONTHS_EN[moment.month - 1]}"
    year = moment.year != today.year if year is None else year
    return f"{text} {moment.year}" if year else text


def instant(moment: datetime, locale: str, zone: ZoneInfo, *, now: datetime) -> str:
    """Return a promise as people say it: the day (or "today") and the hour, 24 h.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 22, 8, 40, tzinfo=UTC)
    >>> instant(at, "fa", ZoneInfo("Asia/Tehran"), now=at)
    'امروز ساعت ۱۲:۱۰'
    >>> instant(at, "en", ZoneInfo("Asia/Tehran"), now=datetime(2026, 11, 20, tzinfo=UTC))
    'Sunday 22 November, 12:10'
    """
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    hour = localised(f"{local:%H:%M}", locale)
    if local.date() == today:
        return f"امروز ساعت {hour}" if locale == "fa" else f"today, {hour}"
    named = day(local.date(), locale, today=today)
    return f"{named}، ساعت {hour}" if locale == "fa" else f"{named}, {hour}"


def in_full(moment: datetime, locale: str, zone: ZoneInfo) -> str:
    """Return an instant for paper and pictures, which are read on another day: year and hour too.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 22, 8, 40, tzinfo=UTC)
    >>> in_full(at, "fa", ZoneInfo("Asia/Tehran"))
    'یکشنبه ۱ آذر ۱۴۰۵، ساعت ۱۲:۱۰'
    """
    local = moment.astimezone(zone)
    named = day(local.date(), locale, today=local.date(), year=True)
    hour = localised(f"{local:%H:%M}", locale)
    return f"{named}، ساعت {hour}" if locale == "fa" else f"{named}, {hour}"


def stamp(moment: datetime, locale: str, zone: ZoneInfo) -> str:
    """Return an instant for a table that is sorted: year, month, day and hour in city time.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 22, 8, 40, tzinfo=UTC)
    >>> stamp(at, "fa", ZoneInfo("Asia/Tehran")), stamp(at, "en", ZoneInfo("Asia/Tehran"))
    ('۱۴۰۵-۰۹-۰۱ ۱۲:۱۰', '2026-11-22 12:10')
    """
    local = moment.astimezone(zone)
    if locale != "fa":
        return f"{local:%Y-%m-%d %H:%M}"
    own = JalaliDateTime.to_jalali(local)
    return localised(f"{own.year}-{own.month:02d}-{own.day:02d} {local:%H:%M}", locale)


def jalali_month(moment: datetime, zone: ZoneInfo) -> str:
    """Return the Jalali month of an instant in the city's zone, as ``1405-09``.

    >>> from datetime import UTC
    >>> jalali_month(datetime(2026, 11, 21, 21, 0, tzinfo=UTC), ZoneInfo("Asia/Tehran"))
    '1405-09'
    """
    return _month_of(moment.astimezone(zone).date())


@lru_cache(maxsize=512)
def _month_of(local: date) -> str:
    own = JalaliDate(local)
    return f"{own.year}-{own.month:02d}"


def month_name(month: str, locale: str) -> str:
    """Return a rollup month in words.

    >>> month_name("1405-09", "fa")
    'آذر ۱۴۰۵'
    """
    year, number = month.split("-")
    if locale == "fa":
        return localised(f"{_MONTHS_FA[int(number) - 1]} {year}", locale)
    return f"{_JALALI_EN[int(number) - 1]} {year}"


def decimal(value: float, locale: str) -> str:
    """Return a figure with one decimal, in the marks of the language.

    >>> decimal(79.84, "fa"), decimal(-0.6, "en")
    ('۷۹٫۸', '−0.6')
    """
    text = f"{value:z.1f}".replace("-", "\u2212")
    return localised(text.replace(".", "٫"), locale) if locale == "fa" else text


def week(saturday: date, locale: str) -> str:
    """Return the week that a Saturday opens, as people name it: no day, no hour.

    >>> week(date(2026, 11, 14), "fa"), week(date(2026, 11, 14), "en")
    ('هفتهٔ چهارم آبان', 'week of 14 November')
    """
    if locale != "fa":
        return f"week of {saturday.day} {_MONTHS_EN[saturday.month - 1]}"
    jalali = JalaliDate(saturday)
    place = ("نخست", "دوم", "سوم", "چهارم", "پنجم")[(jalali.day - 1) // 7]
    return f"هفتهٔ {place} {_MONTHS_FA[jalali.month - 1]}"
