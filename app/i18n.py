"""Language, digits, dates and direction: the filters every template uses."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, request
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from app import clock
from app.catalogues import LOCALES, PoBabel, PoDomain, catalog, offered
from app.jalali import day, decimal, in_full, instant, localised, month_name, week

__all__ = [
    "LOCALES",
    "PoBabel",
    "PoDomain",
    "catalog",
    "direction",
    "init_i18n",
    "offered",
    "use_locale",
]


def direction(locale: str) -> str:
    """Return ``rtl`` or ``ltr``."""
    return "rtl" if locale in {"fa", "ar", "az"} else "ltr"


def use_locale() -> str:
    """Return the language of this request: asked for in the address, remembered, or the city's."""
    if chosen := getattr(g, "locale", ""):
        return str(chosen)
    for asked in (request.args.get("lang", ""), request.cookies.get("lang", "")):
        if asked in offered():
            return asked
    return str(current_app.extensions["takrim"].settings.locale)


def init_i18n(app: Flask, zone: ZoneInfo) -> None:
    """Register the language choice and the template filters."""
    PoBabel(app, locale_selector=use_locale)

    def number(value: object) -> str:
        return localised(value, use_locale())

    def code(value: object) -> Markup:
        text = str(value)
        latin = any("a" <= letter <= "z" for letter in text.lower()) or text.count(".") > 2
        shown = text if latin else localised(text, use_locale())
        return Markup('<bdi class="n">{}</bdi>').format(shown)

    def local_time(moment: datetime) -> str:
        return instant(moment, use_locale(), zone, now=clock.now())

    def local_day(moment: datetime) -> str:
        return day(
            moment.astimezone(zone).date(), use_locale(), today=clock.now().astimezone(zone).date()
        )

    def day_name(moment: date) -> str:
        return day(moment, use_locale(), today=clock.now().astimezone(zone).date())

    def local_hour(moment: datetime) -> Markup:
        return code(f"{moment.astimezone(zone):%H:%M}")

    def named(row: object, field: str = "name") -> str:
        own, other = ("fa", "en") if use_locale() == "fa" else ("en", "fa")
        return getattr(row, f"{field}_{own}", "") or getattr(row, f"{field}_{other}", "")

    filters: dict[str, Callable[..., object]] = {
        "digits": number,
        "code": code,
        "local_time": local_time,
        "full_time": lambda m: in_full(m, use_locale(), zone),
        "local_day": local_day,
        "day_name": day_name,
        "local_hour": local_hour,
        "named": named,
        "month_name": lambda m: month_name(m, use_locale()),
        "decimal": lambda v: decimal(v, use_locale()),
        "week": lambda d: week(d, use_locale()),
    }
    app.jinja_env.filters.update({name: _asked_anew(made) for name, made in filters.items()})
    app.jinja_env.globals.update(
        locale=use_locale, direction=lambda: direction(use_locale()), LOCALES=LOCALES
    )


def _asked_anew(made: Callable[..., object]) -> Callable[..., object]:
    """Return a filter Jinja never works out beforehand: its language is that of each request."""

    @pass_context
    def asked(_context: Context, *values: object) -> object:
        return made(*values)

    return asked
