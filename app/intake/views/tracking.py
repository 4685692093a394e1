"""Tracking: a word and a promise for the code alone, everything for the receipt.

The receipt is read from the body of a POST and answered in that same answer, so that it stands in
no address and in no log.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.intake import guard, queries
from app.intake.views.blueprint import bp
from app.intake.views.own import Proof, show_own
from app.web import house, public, reading
from qr import codes
from qr.errors import BadCode

__all__: list[str] = []

_RECEIPT = 16


@bp.get("/t/<code>")
@public
def state(code: str) -> ResponseReturnValue:
    """Show what a tracking code tells by itself; unknown and wrong codes look the same."""
    city, number = house(), codes.normalise_digits(code)[:40]
    who = guard.client(city)
    guard.allow_try(city, who, number)
    with reading() as session:
        found = queries.status(session, number)
    if found is None:
        guard.count_miss(city, who, number)
        return _ask(_unknown(), 404)
    return render_template("citizen/status.html", status=found)


@bp.route("/track", methods=["GET", "POST"])
@public
def track() -> ResponseReturnValue:
    """Ask for a code; open the message itself when it is a receipt."""
    if request.method == "GET":
        return _ask()
    written = codes.normalise_digits(request.form.get("code", "")[:60])
    if len(written) == _RECEIPT:
        return _by_receipt(written)
    if codes.check_tracking(written):
        return redirect(url_for("intake.state", code=written), 303)
    return _miss(written)


def _by_receipt(written: str) -> ResponseReturnValue:
    city = house()
    try:
        digits = codes.read_receipt(written)
    except BadCode:
        return _miss(written)
    stored = city.keys.vault.receipt_hash(digits)
    guard.allow_try(city, guard.client(city), stored)
    proof = Proof({"code": digits}, receipt_hash=stored)
    return show_own(proof, url_for("intake.track")) or _miss(stored)


def _miss(code: str) -> ResponseReturnValue:
    city = house()
    who = guard.client(city)
    guard.allow_try(city, who, code)
    guard.count_miss(city, who, code)
    return _ask(_unknown(), 404)


def _unknown() -> str:
    return str(_("We know no message with this code; check the digits once more"))


def _ask(problem: str = "", status: int = 200) -> ResponseReturnValue:
    return render_template("citizen/track.html", problem=problem), status
