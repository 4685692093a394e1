"""The symbol on a commendation: confirms number and date, the name only if its owner likes."""

from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.i18n import use_locale
from app.jalali import day
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
    date, ended = _dated(told.offered_at), _dated(told.withdrawn_at or told.offered_at)
    page = render_template("citizen/letter.html", told=told, date=date, ended=ended)
    return page, 410 if told.withdrawn_at else 200


def _dated(at: datetime) -> str:
    """Return the day with its year, as it stands on the paper; papers are kept for years."""
    on = at.astimezone(house().settings.zone).date()
    return day(on, use_locale(), today=on, year=True)
