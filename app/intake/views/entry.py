"""The door without a symbol: the number under it, a code to track, a word to the city."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.badges.queries import subject_for_typed_code
from app.errors import Missing, TooMany
from app.feedback.rules import Channel
from app.i18n import use_locale
from app.intake import guard, service
from app.intake.forms import face_of
from app.intake.submission import Purpose, Submission, fresh, read
from app.intake.views.blueprint import bp, slower, stale
from app.web import house, public, reading, writing
from qr import codes
from qr.errors import BadCode

__all__: list[str] = []

_FOR_CITY = {Purpose.CITY, Purpose.UNKNOWN}


@bp.route("/", methods=["GET", "POST"])
@public
def home() -> ResponseReturnValue:
    """Ask for the number under a symbol, and open the page of its badge."""
    if request.method == "GET" or "switch" in request.form:
        return _home()
    written = request.form.get("code", "")[:40]
    try:
        number = codes.read_typed(written)
    except BadCode:
        return _home(_("A badge number has nine digits; compare it with the card once more"), 422)
    return _open(number)


@bp.route("/city", methods=["GET", "POST"])
@public
def city() -> ResponseReturnValue:
    """Take a rating for the city itself, where no badge is known."""
    return _take() if request.method == "POST" else _ask()


def _home(problem: str = "", status: int = 200) -> ResponseReturnValue:
    written = request.form.get("code", "")[:40]
    return render_template("citizen/home.html", problem=problem, written=written), status


def _open(number: str) -> ResponseReturnValue:
    house_, now = house(), clock.now()
    who = guard.client(house_)
    guard.allow_try(house_, who, number)
    with reading() as session:
        page = subject_for_typed_code(session, number)
    if page is None:
        guard.count_miss(house_, who, number)
        return _home(_("No badge has this number; compare it with the card once more"), 404)
    ticket = fresh(
        house_.keys.vault.submission,
        Purpose.TICKET,
        channel=Channel.TYPED,
        serial=page.serial,
        now=now,
    )
    return redirect(url_for("intake.typed", ticket=ticket), 303)


def _ask(problems: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    secret = house().keys.vault.submission
    key = fresh(secret, Purpose.CITY, channel=Channel.WEB, now=clock.now())
    chosen = face_of(request.form)
    body = render_template("citizen/city.html", key=key, problems=problems or {}, chosen=chosen)
    return body, status


def _take() -> ResponseReturnValue:
    key, now, mood = _own_key(), clock.now(), face_of(request.form)
    if key is None or not key.sent_in_time(now):
        return _ask(stale(), 400)
    if mood is None:
        return _ask({"mood": _("Choose one of the five faces")}, 422)
    house_ = house()
    who = guard.client(house_)
    try:
        guard.allow_rating(house_, who, "city")
    except TooMany as error:
        answer = make_response(_ask(slower(error), 429))
        answer.headers["Retry-After"] = str(error.retry_after_s)
        return answer
    tap = service.Tap(mood, locale=use_locale(), device=who.device, network=who.network)
    with writing() as session:
        service.submit(session, key, tap, None, now=now, zone=house_.settings.zone)
    return redirect(url_for("intake.thanks", key=request.form["key"]), 303)


def _own_key() -> Submission | None:
    try:
        key = read(request.form.get("key", ""), house().keys.vault.submission)
    except Missing:
        return None
    return key if key.purpose in _FOR_CITY else None
