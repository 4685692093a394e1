"""After the tap: thanks with the optional words, then the receipt.

The submission key in the path alone authorises both, for half an hour after the tap.
"""

from flask import Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from app import clock
from app.bodies import takes_files
from app.cases.echoes.queries import SameCase
from app.directory.rules import EMPLOYEE
from app.errors import Gone, Missing, Refused, TooMany, Unwritable
from app.feedback.topics import topics_for
from app.feedback.words import Words
from app.i18n import asked_language, use_locale
from app.instance import Instance
from app.intake import guard, queries, service
from app.intake.forms import TellForm, face_of
from app.intake.guidance import hint
from app.intake.outline import KEY, NONCE
from app.intake.outlines import Outlines
from app.intake.queries import Slip, Tapped
from app.intake.received import receipt_page
from app.intake.sameness import as_one_more_voice, count_in, same_as
from app.intake.submission import SECOND_STEP, read
from app.intake.thanked import thanks_page
from app.intake.views.blueprint import bp
from app.quick_sql import Store
from app.sayings import Sayings
from app.web import house, public, reading, writing

__all__: list[str] = []

_SOON = {"Retry-After": "10"}


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
        Outlines.of(current_app),
        slip,
        like=_language(),
        own={NONCE: g.csp_nonce},
        said=Sayings(use_locale, house().settings.zone),
        draw=draw,
    )
    return Response(page or draw(slip))


def _said(key: str, tap: Tapped) -> ResponseReturnValue:
    form = TellForm(request.form, subject_kind=_kind_of(tap))
    form.take_photos(request.files.getlist("photo"))
    if "switch" in request.form:
        return _page(key, tap, form)
    if request.form.get("key", key) != key:
        return _page(key, tap, form, {"text": _("This page had grown old; please send again")}, 400)
    if form.only_a_face:
        return _corrected(key, tap, form)
    problems = form.problems()
    if problems:
        return _page(key, tap, form, problems, 422)
    return _same_first(key, tap, form) or _told(key, tap, form)


def _tap_of(key: str) -> Tapped | None:
    try:
        nonce = read(key, house().keys.vault.submission).nonce
    except Missing:
        return None
    with house().db.reading_rows() as rows:
        return queries.tapped(rows, nonce)


def _kind_of(tap: Tapped) -> str:
    return tap.kind or ("service_office" if tap.unit_name_fa else "other")


def _same_first(key: str, tap: Tapped, form: TellForm) -> ResponseReturnValue | None:
    """Ask, before one more case is opened, whether others reported the same here already."""
    answered = request.form.get("same") in {"yes", "no"}
    if tap.told_at or form.photos or answered or tap.kind in {"", EMPLOYEE}:
        return None
    try:
        with reading() as session:
            same = same_as(session, tap.nonce, form.draft(use_locale()), now=clock.now())
    except Unwritable:
        return None  # storing the words says so, and gives them back
    return _page(key, tap, form, same=same) if same is not None else None


def _told(key: str, tap: Tapped, form: TellForm) -> ResponseReturnValue:
    city = house()
    try:
        who = guard.client(city)
        guard.allow_message(city, who, tap.nonce, lured=form.lured)
        _store(city, tap, form, who)
    except Refused:
        stays = _("Your earlier message was received and stays as it is; scan again to say more")
        return _page(key, tap, form, {"text": stays}, 409)
    except TooMany as error:
        problems = {"text": _("That was very fast; wait a minute and send again")}
        body, status = _page(key, tap, form, problems, 429)
        return body, status, {"Retry-After": str(error.retry_after_s)}
    except Unwritable:
        away = _(
            "We cannot store anything just now. Nothing was lost; please try again in a moment."
        )
        return *_page(key, tap, form, {"text": away}, 503), _SOON
    except Gone as error:
        return _lost(error.code, 410)
    return redirect(url_for("intake.receipt", key=key), 303)


def _store(city: Instance, tap: Tapped, form: TellForm, who: guard.Client) -> None:
    """Store words and photos; photos of a message that was there already are not kept twice."""
    photos: list[str] = []
    new = False
    try:
        photos += (city.photos.put_raw(raw) for raw in form.photos)
        words = form.draft(use_locale(), tuple(photos))
        if request.form.get("same") == "yes":
            with writing() as session:
                new = _join(session, city, tap, words, who)
        else:
            with city.db.writing_rows() as rows:
                new = _tell(rows, city, tap, words, who)
    finally:
        for name in () if new else photos:
            city.photos.drop_raw(name)


def _join(session: Session, city: Instance, tap: Tapped, words: Words, who: guard.Client) -> bool:
    """Store words as one more voice of the case they repeat, if it is open still."""
    now = clock.now()
    same = same_as(session, tap.nonce, words, now=now)
    new = _tell(session, city, tap, as_one_more_voice(words) if same else words, who)
    if same and new:
        count_in(session, tap.nonce, same, now=now)
    return new


def _tell(store: Store, city: Instance, tap: Tapped, words: Words, who: guard.Client) -> bool:
    vault = city.keys.vault
    sms = not words.phone or guard.allow_sms(
        city, who, vault.blind_index(words.phone), badge=tap.about
    )
    return service.tell(
        store,
        tap.nonce,
        words,
        vault=vault,
        now=clock.now(),
        zone=city.settings.zone,
        device=who.device,
        sms=sms,
    )


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
    kind = _kind_of(tap)

    def draw(stand_in: Tapped) -> str:
        return _page(key, stand_in, TellForm(subject_kind=kind))[0]

    page = thanks_page(
        Outlines.of(current_app),
        tap,
        like=(*_language(), kind, _open(tap)),
        own={KEY: key, NONCE: g.csp_nonce},
        said=Sayings(use_locale, house().settings.zone),
        draw=draw,
    )
    return Response(page or draw(tap))


def _language() -> tuple[str, str]:
    """Return the language of this request, and the one its addresses carry."""
    return use_locale(), asked_language()


def _open(tap: Tapped) -> bool:
    """Return whether words may still come to a tap."""
    return clock.now() - tap.created_at <= SECOND_STEP


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
        open=_open(tap),
        topics=topics_for(_kind_of(tap)),
        hint=hint,
        mood=face_of({"mood": form.mood.data}) or tap.mood,
    )
    return body, status


def _lost(code: str, status: int) -> tuple[str, int]:
    """Answer words that have no tap to go with, and give the words back."""
    words = request.form.get("text", "")[:4000]
    return render_template("citizen/lost.html", code=code, words=words), status
