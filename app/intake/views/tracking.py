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
    """Ask for a code; open the message itself when it is a receipt.

    Whatever was typed is looked up once and missed once, so that a code with a slip in it and one
    that nobody was given cost the same and read the same.
    """
    if request.method == "GET" or "switch" in request.form:
        return _ask()
    city, written = house(), codes.normalise_digits(request.form.get("code", "")[:60])
    receipt = len(written) == _RECEIPT
    tried = city.keys.vault.receipt_hash(written) if receipt else written
    who = guard.client(city)
    guard.allow_try(city, who, tried)
    opened = _by_receipt(written, tried) if receipt else _by_code(written)
    if opened is not None:
        return opened
    guard.count_miss(city, who, tried)
    return _ask(_unknown(), 404)


def _by_receipt(written: str, stored: str) -> ResponseReturnValue | None:
    return show_own(Proof({"code": written}, receipt_hash=stored), url_for("intake.track"))


def _by_code(written: str) -> ResponseReturnValue | None:
    with reading() as session:
        found = queries.status(session, written)
    return redirect(url_for("intake.state", code=written), 303) if found else None


def _unknown() -> str:
    return str(_("We know no message with this code; check the digits once more"))


def _ask(problem: str = "", status: int = 200) -> ResponseReturnValue:
    written = request.form.get("code", "")[:60] if "switch" in request.form else ""
    return render_template("citizen/track.html", problem=problem, written=written), status
