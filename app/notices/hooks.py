"""Calls from the SMS gateway: delivery reports and citizens' messages, signed or refused."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import cast

from flask import Blueprint, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from app import clock
from app.errors import Denied, Invalid, Missing
from app.logs import log
from app.notices import incoming
from app.notices.signing import HEADER, genuine
from app.web import house, public, writing

__all__ = ["INBOUND_SMS", "OPERATORS", "bp"]

bp = Blueprint("hooks", __name__, url_prefix="/hooks/sms")

INBOUND_SMS = "takrim.inbound_sms"
"""Name under ``app.extensions`` of what higher features do with a citizen's message."""
OPERATORS = "takrim.operators"
"""Name under ``app.extensions`` of how those are found who hear of messages that failed."""

Reply = Callable[[Session, str, str, datetime], object]
Operators = Callable[[Session], Iterable[tuple[int, str]]]


@bp.before_request
def signed_only() -> None:
    """Refuse what the gateway did not sign.

    Raises:
        Missing: This city has no webhook.
        Denied: Unsigned, forged or old.
    """
    secret = house().settings.sms_webhook_secret
    if not secret:
        raise Missing("unknown")
    body = request.get_data(cache=True)
    if not genuine(secret, request.headers.get(HEADER, ""), body, now=clock.now()):
        log.warning("hook_refused", endpoint=request.endpoint)
        raise Denied("signature")


@bp.post("/status")
@public
def status() -> ResponseReturnValue:
    """Take a delivery report: ``messageid`` and ``status``, named as the gateway names them."""
    operators = cast(Operators, current_app.extensions.get(OPERATORS, lambda _session: ()))
    number = request.form.get("status", "")
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise Invalid("status", field="status")
    reference = request.form.get("messageid", "")[:80]
    with writing() as session:
        moved = incoming.note_status(
            session, reference, int(number), operators=operators(session), now=clock.now()
        )
    return jsonify(changed=moved)


@bp.post("/inbound")
@public
def inbound() -> ResponseReturnValue:
    """Take a citizen's message: ``messageid``, ``from``, ``message``; each one counts once."""
    message_id = request.form.get("messageid", "")[:80]
    if not message_id:
        raise Invalid("messageid", field="messageid")
    index = house().keys.vault.blind_index(incoming.e164(request.form.get("from", "")))
    reply = cast("Reply | None", current_app.extensions.get(INBOUND_SMS))
    outcome = "repeated"
    with writing() as session:
        if incoming.remember(session, message_id, now=clock.now()):
            text = request.form.get("message", "")[:1000]
            outcome = str(reply(session, index, text, clock.now())) if reply else "ignored"
    log.info("inbound_sms", message=message_id, outcome=outcome)
    return jsonify(outcome=outcome)
