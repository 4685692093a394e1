"""My messages: sign in with a mobile number and a code by SMS, no account.

Whether a number is known is never told: every wish for a code is answered with the same page.
"""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.intake import guard, opening, queries
from app.intake.forms import mobile
from app.intake.opening import Asked
from app.intake.own_photos import own_photos
from app.intake.views.blueprint import bp
from app.intake.views.own import Proof, show_own
from app.text import latin_digits
from app.web import house, public, reading, writing
from qr import codes

__all__: list[str] = []


@bp.route("/mine", methods=["GET", "POST"])
@public
def mine() -> ResponseReturnValue:
    """Ask for a mobile number and send it a code."""
    written = request.form.get("phone", "")[:40]
    if request.method == "GET" or "switch" in request.form:
        return render_template("citizen/mine.html", written=written, problems={})
    try:
        number = mobile(written)
    except ValueError:
        wrong = {"phone": _("A mobile number has 11 digits and starts with 09")}
        return render_template("citizen/mine.html", written=written, problems=wrong), 422
    index = house().keys.vault.blind_index(number)
    with reading() as session:
        asked = opening.newest_of(session, index)
    _send(asked)
    return _ask_code({"phone": written})


@bp.post("/t/<code>/code")
@public
def code_for(code: str) -> ResponseReturnValue:
    """Send a code to the number left with a message, if there is one."""
    number = codes.normalise_digits(code)[:40]
    with reading() as session:
        asked = opening.phone_of(session, number)
    _send(asked)
    return _ask_code({"code": number})


@bp.post("/mine/open")
@public
def mine_open() -> ResponseReturnValue:
    """Change a code for a pass, and show what it opens: one message, or all."""
    wanted = {name: request.form.get(name, "")[:40] for name in ("phone", "code")}
    kept = {name: value for name, value in wanted.items() if value}
    if "switch" in request.form:
        return _ask_code(kept)
    tried, city = _tried(wanted), house()
    who = guard.client(city)
    guard.allow_try(city, who, tried)
    asked = _asked(wanted, tried)
    if not _right(asked):
        guard.count_miss(city, who, tried)
        return _ask_code(kept, _("This code is wrong or no longer valid")), 422
    word = opening.grant(city.keys.vault, asked.phone_index)
    if wanted["code"]:
        proof = _proof(word, asked.phone_index, codes.normalise_digits(wanted["code"]))
        return show_own(proof, url_for("intake.mine_message")) or _ended()
    return _list(word, asked.phone_index)


@bp.post("/mine/messages")
@public
def mine_messages() -> ResponseReturnValue:
    """Show all messages of a proven number."""
    word = request.form.get("pass", "")[:400]
    index = opening.holder(house().keys.vault, word)
    return _list(word, index) if index else _ended()


@bp.post("/mine/message")
@public
def mine_message() -> ResponseReturnValue:
    """Show one message of a proven number, and do what its form asks for."""
    word, code = request.form.get("pass", "")[:400], request.form.get("code", "")[:40]
    index = opening.holder(house().keys.vault, word)
    proof = _proof(word, index, codes.normalise_digits(code))
    page = show_own(proof, url_for("intake.mine_message")) if index else None
    return page or _ended()


def _proof(word: str, index: str, code: str) -> Proof:
    return Proof({"pass": word, "code": code}, phone_index=index, tracking_code=code)


def _tried(wanted: dict[str, str]) -> str:
    """Return by what tries are counted: the code of a message or the index of a number.

    Never by the number behind a code: five misses of a code would otherwise tell whose it is.
    """
    if wanted["code"]:
        return codes.normalise_digits(wanted["code"])
    try:
        return house().keys.vault.blind_index(mobile(wanted["phone"]))
    except ValueError:
        return wanted["phone"]


def _asked(wanted: dict[str, str], tried: str) -> Asked:
    """Return the number asked for, or one of nobody; one read either way."""
    with reading() as session:
        if wanted["code"]:
            return opening.phone_of(session, tried) or opening.NOBODY
        return opening.newest_of(session, tried) or opening.NOBODY


def _send(asked: Asked | None) -> None:
    """Queue a code, unless the number, the address or the city has had its share."""
    city = house()
    who = guard.client(city)
    city.limiter.hit("code-wish", who.network, per=guard.WISHES)
    if asked is None or not guard.allow_sms(city, who, asked.phone_index):
        return
    with writing() as session:
        opening.send(session, asked, vault=city.keys.vault, now=clock.now())


def _right(asked: Asked) -> bool:
    city, written = house(), latin_digits(request.form.get("otp", ""))[:20].replace(" ", "")
    with reading() as session:
        code = opening.sent_code(session, asked, vault=city.keys.vault, now=clock.now())
    same = bool(code) and codes.normalise_digits(written) == code
    return same and guard.spend(city, asked.phone_index, code)


def _ask_code(kept: dict[str, str], problem: str = "") -> str:
    problems = {"otp": problem} if problem else {}
    written = request.form.get("otp", "")[:12] if "switch" in request.form else ""
    return render_template("citizen/one_time.html", kept=kept, problems=problems, written=written)


def _list(word: str, index: str) -> str:
    city = house()
    with reading() as session:
        found = queries.own_messages(session, index)
        ids, device = [own.feedback_id for own in found], guard.client(city).device
        photos = own_photos(session, ids, city.keys.vault, device)
    return render_template("citizen/messages.html", messages=found, word=word, photos=photos)


def _ended() -> ResponseReturnValue:
    ended = {"phone": _("The half hour is over; ask for a new code")}
    return render_template("citizen/mine.html", written="", problems=ended), 410
