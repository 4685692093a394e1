"""My messages: sign in with a mobile number and a code by SMS, no account.

Whether a number is known is never told: every wish for a code is answered with the same page.
"""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.intake import guard, opening, queries
from app.intake.forms import mobile
from app.intake.own_photos import own_photos
from app.intake.views.blueprint import bp
from app.intake.views.one_time import asked_for, right_code, send_code, tried_by
from app.intake.views.own import Proof, show_own
from app.web import house, public, reading
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
    send_code(asked, index)
    return _ask_code({"phone": written})


@bp.post("/t/<code>/code")
@public
def code_for(code: str) -> ResponseReturnValue:
    """Send a code to the number left with a message, if there is one."""
    number = codes.normalise_digits(code)[:40]
    with reading() as session:
        asked = opening.phone_of(session, number)
    send_code(asked, number)
    return _ask_code({"code": number})


@bp.post("/mine/open")
@public
def mine_open() -> ResponseReturnValue:
    """Change a code for a pass, and show what it opens: one message, or all."""
    wanted = {name: request.form.get(name, "")[:40] for name in ("phone", "code")}
    kept = {name: value for name, value in wanted.items() if value}
    if "switch" in request.form:
        return _ask_code(kept)
    tried, city = tried_by(wanted), house()
    who = guard.client(city)
    guard.allow_try(city, who, tried)
    asked = asked_for(wanted, tried)
    if not right_code(asked):
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
