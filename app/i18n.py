"""The language of a request, its direction, and how templates come to speak it."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, request
from jinja2 import pass_context
from jinja2.runtime import Context

from app.catalogues import LOCALES, PoBabel, PoDomain, catalog, offered
from app.phrases import init_phrases
from app.sayings import SAYINGS, Sayings

__all__ = [
    "LOCALES",
    "PoBabel",
    "PoDomain",
    "asked_language",
    "catalog",
    "direction",
    "init_i18n",
    "offered",
    "use_locale",
]


def direction(locale: str) -> str:
    """Return ``rtl`` or ``ltr``."""
    return "rtl" if locale in {"fa", "ar", "az"} else "ltr"


def asked_language() -> str:
    """Return the language the address of this request asks for, empty if it asks for none."""
    asked = request.args.get("lang", "") if request else ""
    return asked if asked in offered() else ""


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
    init_phrases(app.jinja_env)
    said = Sayings(use_locale, zone)
    app.jinja_env.filters.update({name: _asked_anew(getattr(said, name)) for name in SAYINGS})
    app.jinja_env.globals.update(
        locale=use_locale, direction=lambda: direction(use_locale()), LOCALES=LOCALES
    )


def _asked_anew(made: Callable[..., object]) -> Callable[..., object]:
    """Return a filter Jinja never works out beforehand: its language is that of each request."""

    @pass_context
    def asked(_context: Context, *values: object) -> object:
        return made(*values)

    return asked
