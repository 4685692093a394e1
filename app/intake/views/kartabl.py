"""My messages, all at once: what was sent to me, my language, a copy of my data, its erasure.

Like every page of the own messages they are answers to a POST that carries the proof: a pass for
a number that was proven by SMS, or the receipt of one message.
"""

from collections.abc import Callable

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.i18n import offered, use_locale
from app.intake import guard, opening
from app.intake.kartabl.export import zipped
from app.intake.kartabl.rows import everything, notices_of, own_ids
from app.intake.kartabl.service import choose_language, erase_all
from app.intake.views.blueprint import bp
from app.notices.wording import said
from app.web import house, public, reading, writing
from qr import codes

__all__: list[str] = []

View = Callable[[list[int], dict[str, str]], ResponseReturnValue]


@bp.post("/mine/data")
@public
def mine_data() -> ResponseReturnValue:
    """Show what was sent, the language, and what can be had or erased."""
    return _proven(_page)


@bp.post("/mine/language")
@public
def mine_language() -> ResponseReturnValue:
    """Choose the language of what will be sent."""
    locale = request.form.get("locale", "")

    def choose(ids: list[int], proof: dict[str, str]) -> ResponseReturnValue:
        if locale in offered():
            with writing() as session:
                choose_language(session, ids, locale, set(offered()))
            return _page(ids, proof, note=_("We write to you in this language from now on."))
        return _page(ids, proof, problems={"locale": _("Choose from the list")}), 422

    return _proven(choose)


@bp.post("/mine/export.zip")
@public
def mine_export() -> ResponseReturnValue:
    """Hand out all the city has of these messages."""

    def export(ids: list[int], _proof: dict[str, str]) -> ResponseReturnValue:
        city = house()
        with reading() as session:
            messages, told = everything(session, ids, city.keys.vault), notices_of(session, ids)
        name = city.settings.city_en
        archive = zipped(messages, told, city.photos, city=name, now=clock.now())
        return send_file(archive, "application/zip", as_attachment=True,
                         download_name="my-messages.zip")  # fmt: skip

    return _proven(export)


@bp.post("/mine/erase")
@public
def mine_erase() -> ResponseReturnValue:
    """Ask once more, then erase number, name, words and photos."""

    def forget(ids: list[int], proof: dict[str, str]) -> ResponseReturnValue:
        if request.form.get("sure") != "1":
            told = {"sure": _("Tick the box first, if you are sure")}
            return _page(ids, proof, problems=told), 422
        city = house()
        with writing() as session:
            key = city.keys.vault.words_key
            done = erase_all(session, ids, words_key=key, now=clock.now())
        for name in done.files:
            city.photos.drop(name)
        return render_template("citizen/erased.html", done=done)

    return _proven(forget)


def _proven(view: View) -> ResponseReturnValue:
    """Let a request with a proof through; a wrong receipt counts as a miss."""
    city = house()
    word = request.form.get("pass", "")[:400]
    if word:
        index = opening.holder(city.keys.vault, word)
        if not index:
            ended = {"phone": _("The half hour is over; ask for a new code")}
            return render_template("citizen/mine.html", written="", problems=ended), 410
        with reading() as session:
            ids = own_ids(session, phone_index=index)
        return view(ids, {"pass": word})
    return _by_receipt(view)


def _by_receipt(view: View) -> ResponseReturnValue:
    city, written = house(), codes.normalise_digits(request.form.get("code", "")[:60])
    stored, who = city.keys.vault.receipt_hash(written), guard.client(city)
    guard.allow_try(city, who, stored)
    with reading() as session:
        ids = own_ids(session, receipt_hash=stored)
    if not ids:
        guard.count_miss(city, who, stored)
        unknown = _("We know no message with this code; check the digits once more")
        return render_template("citizen/track.html", problem=unknown, written=""), 404
    return view(ids, {"code": written})


def _page(
    ids: list[int],
    proof: dict[str, str],
    *,
    note: str = "",
    problems: dict[str, str] | None = None,
) -> str:
    city, locale, now = house(), use_locale(), clock.now()
    with reading() as session:
        told = notices_of(session, ids)
    zone, site = city.settings.zone, city.settings.public_url
    lines = [
        (one.at, said(one.template, locale, one.params, zone=zone, now=now, site=site))
        for one in told
    ]
    return render_template(
        "citizen/my_data.html",
        count=len(ids),
        told=lines,
        proof=proof,
        note=note,
        problems=problems or {},
        languages=offered(),
    )
