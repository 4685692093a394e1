"""The kiosk view of a badge: the same five faces, big; nothing personal, no cookie, then anew.

Ten seconds after the thanks the page starts over, by a script that counts and waits while it is
touched, and without one by the browser's own refresh.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.badges.kiosks.links import id_in
from app.badges.kiosks.queries import serial_behind
from app.badges.queries import SubjectPage, subject_for_serial
from app.badges.rules import BadgeStatus
from app.errors import Gone, Missing, TooMany
from app.feedback.rules import Channel
from app.i18n import use_locale
from app.intake import guard, service, signs
from app.intake.forms import face_of
from app.intake.submission import Purpose, Submission, fresh, read
from app.intake.views.blueprint import bp, stale
from app.web import house, public, reading, writing

__all__: list[str] = []

THANKS_S = 10
IDLE_S = 60


@bp.route("/k/<word>", methods=["GET", "POST"])
@public
def kiosk(word: str) -> ResponseReturnValue:
    """Show the five faces of a kiosk, or take a tap."""
    public_id = _known(word)
    try:
        page = _page(public_id)
    except Gone:
        return render_template("citizen/kiosk_off.html"), 410
    if request.method == "POST":
        return _take(word, public_id, page)
    return _show(word, page)


@bp.get("/k/<word>/thanks")
@public
def kiosk_thanks(word: str) -> ResponseReturnValue:
    """Thank, and start over after ten seconds."""
    _known(word)
    return render_template("citizen/kiosk_thanks.html", again=_start(word), seconds=THANKS_S)


def _known(word: str) -> str:
    public_id = id_in(word, house().keys.vault.submission)
    if not public_id:
        raise Missing("unknown")
    return public_id


def _page(public_id: str) -> SubjectPage:
    with reading() as session:
        page = subject_for_serial(session, serial_behind(session, public_id))
    if page is None or page.standing(clock.now()) is not BadgeStatus.ACTIVE:
        raise Gone("kiosk_off")
    return page


def _show(
    word: str, page: SubjectPage, problems: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    secret = house().keys.vault.submission
    key = fresh(secret, Purpose.BADGE, channel=Channel.KIOSK, serial=page.serial, now=clock.now())
    body = render_template(
        "citizen/kiosk.html",
        page=page,
        key=key,
        question=signs.question_of(page.kind),
        problems=problems or {},
        again=_start(word),
        idle=IDLE_S,
    )
    return body, status


def _take(word: str, public_id: str, page: SubjectPage) -> ResponseReturnValue:
    key, mood, now, city = _own_key(page), face_of(request.form), clock.now(), house()
    if key is None or not key.sent_in_time(now):
        return _show(word, page, stale(), 400)
    if mood is None:
        return _show(word, page, {"mood": _("Choose one of the five faces")}, 422)
    network = guard.client(city).network
    device = city.keys.vault.pseudonym_of("kiosk", public_id)
    try:
        guard.allow_rating(city, guard.Client(device, network), page.serial)
    except TooMany:
        return _show(word, page, {"mood": _("That was very fast; touch a face once more")}, 429)
    tap = service.Tap(mood, locale=use_locale(), device=device, network=network)
    with writing() as session:
        service.submit(session, key, tap, page, now=now, zone=city.settings.zone)
    return redirect(url_for("intake.kiosk_thanks", word=word), 303)


def _own_key(page: SubjectPage) -> Submission | None:
    try:
        key = read(request.form.get("key", ""), house().keys.vault.submission)
    except Missing:
        return None
    right = (key.purpose, key.serial, key.channel) == (
        Purpose.BADGE, page.serial, Channel.KIOSK,
    )  # fmt: skip
    return key if right else None


def _start(word: str) -> str:
    """Return where a kiosk starts over: in the city's own language."""
    return url_for("intake.kiosk", word=word, lang=None)
