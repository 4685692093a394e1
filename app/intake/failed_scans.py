"""Failed scans: what could not be shown is counted in the spool, after the page was drawn.

A symbol whose signature fails is known by a keyed hash alone, a network by its keyed hash; a
genuine badge that has ended by its serial.  Typed numbers count when they are well formed.
"""

from flask import Response, current_app, request

from app import clock
from app.badges.suspicion.spool import Spool
from app.errors import Missing
from app.instance import Instance
from app.intake import guard
from app.intake.checked import read_checked
from app.intake.submission import read
from qr import payload
from qr.errors import BadCode, BadPayload

__all__ = ["SPOOL_FILE", "count_failed", "spool", "strange_code"]

SPOOL_FILE = "failed-scans.db"
_SYMBOL = frozenset({"intake.badge", "intake.report"})
_NUMBER = frozenset({"intake.typed", "intake.typed_report"})
_TYPED = frozenset({"intake.home", "intake.check"})
_FAILED = frozenset({404, 410})
_LONGEST = 200


def spool(city: Instance) -> Spool:
    """Return the spool of this city."""
    return Spool(city.settings.instance / SPOOL_FILE)


def strange_code(city: Instance, token: str) -> str:
    """Return by which name a symbol that is not ours is counted: ``t`` and a keyed hash."""
    return "t" + city.keys.vault.pseudonym_of("symbol", token[:_LONGEST])[:16]


def count_failed(response: Response) -> Response:
    """Count the scan behind a page that says "not ours" or "no longer valid"."""
    if response.status_code in _FAILED and request.method in {"GET", "POST"}:
        city: Instance = current_app.extensions["takrim"]
        if code := _code(city):
            spool(city).note(code, guard.client(city).network, now=clock.now())
    return response


def _code(city: Instance) -> str:
    endpoint, values = request.endpoint, request.view_args or {}
    if endpoint in _SYMBOL and request.method == "GET":
        return _of_symbol(city, str(values.get("token", "")))
    if endpoint in _NUMBER and request.method == "GET":
        return _of_ticket(city, str(values.get("ticket", "")))
    if endpoint in _TYPED and request.method == "POST":
        return _of_typed(city, request.form.get("code", "")[:_LONGEST])
    return ""


def _of_symbol(city: Instance, token: str) -> str:
    try:
        return "s" + payload.verify(token, city.keys.ring).serial.hex()
    except BadPayload:
        return strange_code(city, token)


def _of_ticket(city: Instance, ticket: str) -> str:
    try:
        key = read(ticket, city.keys.vault.submission)
    except Missing:
        return ""
    return "s" + key.serial


def _of_typed(city: Instance, written: str) -> str:
    try:
        typed = read_checked(written, city.keys.ring)
    except BadCode:
        return ""
    if typed.strange:
        return strange_code(city, typed.strange)
    return f"s{typed.serial}" if typed.serial else f"n{typed.number}"
