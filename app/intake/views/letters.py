"""The symbol on a commendation: confirms number and date, the name only if its owner likes."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.scores.letters.queries import confirmed
from app.web import house, reading
from qr import payload

__all__ = ["letter_page"]


def letter_page(token: str) -> ResponseReturnValue | None:
    """Return what a genuine symbol confirms that belongs to no badge, ``None`` if nothing.

    Raises:
        BadPayload: It is not ours.
    """
    if request.method != "GET":
        return None
    seen = payload.verify(token, house().keys.ring)
    with reading() as session:
        told = confirmed(session, seen.serial.hex(), seen.key_id)
    if told is None:
        return None
    return render_template("citizen/letter.html", told=told), 410 if told.withdrawn_at else 200
