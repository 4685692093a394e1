"""The blueprint of the citizen's pages, and what all their templates may ask for."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.errors import TooMany
from app.i18n import asked_language, offered, use_locale
from app.intake import device
from app.intake.failed_scans import count_failed
from app.jalali import localised
from app.web import house

__all__ = ["bp", "patience", "slower", "stale"]

bp = Blueprint("intake", __name__)
bp.after_request(count_failed)
_RATED = {"intake.badge", "intake.typed", "intake.city"}


@bp.url_defaults
def carry_language(_endpoint: str, values: dict[str, Any]) -> None:
    """Keep the chosen language in every address; the one cookie is the device's token."""
    asked = asked_language()
    if asked and asked != house().settings.locale:
        values.setdefault("lang", asked)


@bp.after_request
def know_the_device(response: Response) -> Response:
    """Give a browser its private token with the first form that asks for a rating."""
    secure = house().settings.secure
    name = device.cookie_name(secure=secure)
    if request.endpoint in _RATED and not device.token_in(request.cookies.get(name)):
        response.headers.add(*device.set_cookie(name, secure=secure))
    return response


@bp.app_context_processor
def city() -> dict[str, Any]:
    """Give templates the city's name, its official host and the other languages."""
    settings, locale = house().settings, use_locale()
    return {
        "city_name": settings.city_fa if locale == "fa" else settings.city_en,
        "official_host": settings.host,
        "other_languages": {code: name for code, name in offered().items() if code != locale},
        "rating_words": {5: _("Great"), 4: _("Good"), 3: _("Fair"), 2: _("Bad"), 1: _("Awful")},
    }


@bp.errorhandler(TooMany)
def too_many(error: TooMany) -> ResponseReturnValue:
    """Say how long to wait: as long as the header says, never less."""
    told = patience(error) if error.code == "too_many_codes" else ""
    page = render_template("citizen/error.html", code=error.code, status=429, told=told)
    return page, 429, {"Retry-After": str(error.retry_after_s)}


def patience(error: TooMany) -> str:
    """Return the sentence of a pause after wrong codes, in minutes and rounded up."""
    wait = ngettext(
        "Too many wrong codes came in a short time. Your message is safe; please try again in "
        "%(num)s minute.",
        "Too many wrong codes came in a short time. Your message is safe; please try again in "
        "%(num)s minutes.",
        -(-error.retry_after_s // 60),
    )
    return localised(wait, use_locale())


def stale() -> dict[str, str]:
    """Return the problem of a form that cannot be taken any more."""
    return {"mood": _("This page had grown old; please touch a face once more")}


def slower(error: TooMany) -> dict[str, str]:
    """Return the problem of a touch that came too soon after many others."""
    wait = ngettext(
        "Very many ratings came at once. Yours is not stored yet, your face is still chosen; "
        "please send it again in %(num)s second.",
        "Very many ratings came at once. Yours is not stored yet, your face is still chosen; "
        "please send it again in %(num)s seconds.",
        error.retry_after_s,
    )
    return {"mood": localised(wait, use_locale())}
