"""After the tap: thanks with the optional words, then the receipt.

The submission key in the path alone authorises both, for half an hour after the tap.
"""

from flask import Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.bodies import takes_files
from app.cases.echoes.queries import SameCase
from app.errors import Gone, Missing, Refused, TooMany, Unwritable
from app.feedback.topics import topics_for
from app.i18n import asked_language, use_locale
from app.intake import guard, queries, service
from app.intake.forms import TellForm, face_of
from app.intake.guidance import hint
from app.intake.outline import KEY, NONCE
from app.intake.outlines import Outlines, Reader
from app.intake.queries import Slip, Tapped
from app.intake.received import receipt_page
from app.intake.submission import SECOND_STEP, read
from app.intake.thanked import thanks_page
from app.intake.views.blueprint import bp
from app.intake.words import Said, kind_of, still_open, store_words, told_before
from app.web import house, public, writing

__all__: list[str] = []

_SOON = {"Retry-After": "10"}
_SENDING = "sending"  # a problem that no field of the form is to blame for


@bp.get("/thanks/<key>")
@public
def thanks(key: str) -> ResponseReturnValue:
    """Thank for a tap and offer to say more."""
    tap = _tap_of(key)
    if tap is None:
        raise Missing("form_unknown")
    if tap.told_at is not None:
        return redirect(url_for("intake.receipt", key=key), 303)
    return _untouched(key, tap)


@bp.post("/thanks/<key>")
@takes_files
@public
def words(key: str) -> ResponseReturnValue:
    """Take what was said after a tap, or turn the page into the other language."""
    try:
        tap = _tap_of(key)
    except Unwritable:
        return *_lost("store", 503), _SOON
    return _lost("form_unknown", 400) if tap is None else _said(key, tap)


@bp.get("/thanks/<key>/receipt")
@public
def receipt(key: str) -> ResponseReturnValue:
    """Hand over the code of a message: the same one however often it is asked for."""
    vault = house().keys.vault
    nonce = read(key, vault.submission).nonce
    with house().db.reading_rows() as rows:
        slip = queries.slip(rows, nonce, vault)
    if slip is None:
        raise Missing("form_unknown")
    if clock.now() - slip.told_at > SECOND_STEP:
        raise Gone("receipt_shown")

    def draw(stand_in: Slip) -> str:
        return render_template("citizen/receipt.html", slip=stand_in)

    page = receipt_page(
        Outlines.of(current_app), slip, reader=_reader(), own={NONCE: g.csp_nonce}, draw=draw
    )
    return Response(page or draw(slip))


def _said(key: str, tap: Tapped) -> ResponseReturnValue:
    form = TellForm(request.form, subject_kind=kind_of(tap))
    form.take_photos(request.files.getlist("photo"))
    if "switch" in request.form:
        return _page(key, tap, form)
    if request.form.get("key", key) != key:
        return _page(
            key, tap, form, {_SENDING: _("This page had grown old; please send again")}, 400
        )
    if form.only_a_face:
        return _corrected(key, tap, form)
    problems = form.problems()
    if problems:
        return _page(key, tap, form, problems, 422)
    return _told(key, _from_here(tap, form))


def _tap_of(key: str) -> Tapped | None:
    try:
        nonce = read(key, house().keys.vault.submission).nonce
    except Missing:
        return None
    with house().db.reading_rows() as rows:
        return queries.tapped(rows, nonce)


def _from_here(tap: Tapped, form: TellForm) -> Said:
    return Said(tap, form, guard.client(house()), use_locale(), clock.now())


def _told(key: str, said: Said) -> ResponseReturnValue:
    """Store words, or ask first whether they are about a case others reported already."""
    city, tap, form = house(), said.tap, said.form
    try:
        same = told_before(city, said)
        if same is not None:
            return _page(key, tap, form, same=same)
        if guard.COUNTED not in request.environ:
            guard.allow_message(city, said.who, tap.nonce, lured=form.lured)
        store_words(city, said)
    except Refused:
        stays = _("Your earlier message was received and stays as it is; scan again to say more")
        return _page(key, tap, form, {"stays": stays}, 409)
    except TooMany as error:
        problems = {_SENDING: _("That was very fast; wait a minute and send again")}
        body, status = _page(key, tap, form, problems, 429)
        return body, status, {"Retry-After": str(error.retry_after_s)}
    except Unwritable:
        away = _(
            "We cannot store anything just now. Nothing was lost; please try again in a moment."
        )
        return *_page(key, tap, form, {_SENDING: away}, 503), _SOON
    except Gone as error:
        return _lost(error.code, 410)
    return redirect(url_for("intake.receipt", key=key), 303)


def _corrected(key: str, tap: Tapped, form: TellForm) -> ResponseReturnValue:
    mood = face_of({"mood": form.mood.data})
    if mood is None or mood == tap.mood:
        return _page(key, tap, form, form.problems(), 422)
    city = house()
    try:
        with writing() as session:
            service.correct(session, tap.nonce, mood, now=clock.now(), zone=city.settings.zone)
    except Gone as error:
        return _lost(error.code, 410)
    return redirect(url_for("intake.thanks", key=key), 303)


def _untouched(key: str, tap: Tapped) -> ResponseReturnValue:
    """Return the page before anything is typed: most of what is asked for here."""

    def draw(stand_in: Tapped) -> str:
        return _page(key, stand_in, TellForm(subject_kind=kind_of(tap)))[0]

    page = thanks_page(
        Outlines.of(current_app),
        tap,
        reader=_reader(),
        now=clock.now(),
        own={KEY: key, NONCE: g.csp_nonce},
        draw=draw,
    )
    return Response(page or draw(tap))


def _reader() -> Reader:
    return Reader(use_locale(), asked_language(), house().settings.zone)


def _page(
    key: str,
    tap: Tapped,
    form: TellForm,
    problems: dict[str, str] | None = None,
    status: int = 200,
    *,
    same: SameCase | None = None,
) -> tuple[str, int]:
    body = render_template(
        "citizen/thanks.html",
        key=key,
        tap=tap,
        form=form,
        problems=problems or {},
        same=same,
        open=request.method == "POST" or still_open(tap, clock.now()),  # what was typed stays
        topics=topics_for(kind_of(tap)),
        hint=hint,
        mood=face_of({"mood": form.mood.data}) or tap.mood,
    )
    return body, status


def _lost(code: str, status: int) -> tuple[str, int]:
    """Answer words that have no tap to go with, and give the words back."""
    words = request.form.get("text", "")[:4000]
    return render_template("citizen/lost.html", code=code, words=words), status
