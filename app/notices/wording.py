"""How the values of a notice are said in the reader's language: digits, days, hours."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app import jalali
from app.notices.texts import TEXTS, Text, render

__all__ = ["said"]

_AS_TYPED = frozenset({"link", "org", "ext", "text", "otp"})  # phones fill in a Latin otp only
_MOMENTS = frozenset({"due", "until"})
_DAYS = frozenset({"date", "week"})


def said(
    template: str,
    locale: str,
    params: Mapping[str, str],
    *,
    zone: ZoneInfo,
    now: datetime,
    brief: bool = False,
    site: str = "",
    texts: Mapping[str, Text] | None = None,
) -> str:
    """Return the finished sentence of a notice.

    ``due`` and ``until`` are kept as ISO 8601 instants, ``date`` and ``week`` as ISO days; here
    they become the city's day and hour, never "today", because a message is read later.  Codes
    and numbers get the digits of the language; foreign references stay as they are.  A link that
    is a path of this site is put behind ``site``, which whoever writes notices does not know.
    ``brief`` drops the ``https://`` of a link: phones know a bare host, and an SMS part has 70
    letters.
    """
    needed = TEXTS[template].names if template in TEXTS else frozenset()
    values = {
        name: _value(name, value, locale, zone, now)
        for name, value in params.items()
        if name in needed
    }
    if values.get("link", "").startswith("/"):
        values["link"] = site.rstrip("/") + values["link"]
    if brief and "link" in values:
        values["link"] = values["link"].removeprefix("https://")
    return render(template, locale, values, texts)


def _value(name: str, value: str, locale: str, zone: ZoneInfo, now: datetime) -> str:
    if name in _AS_TYPED:
        return value
    try:
        if name in _MOMENTS:
            return _moment(datetime.fromisoformat(value), locale, zone, now)
        if name in _DAYS:
            day = date.fromisoformat(value)
            return jalali.day(day, locale, today=now.astimezone(zone).date())
    except ValueError:
        pass  # words already
    return jalali.localised(value, locale)


def _moment(moment: datetime, locale: str, zone: ZoneInfo, now: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a promise needs a zone")
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    named = jalali.day(local.date(), locale, today=today)
    hour = jalali.localised(f"{local:%H:%M}", locale)
    return f"{named}، {hour}" if locale == "fa" else f"{named}, {hour}"
