"""The six digits by SMS: by what tries are counted, whom a code is sent to, whether it is right.

Whatever was typed, known or not, goes the same way: one read, the same looks at the caps, the same
write, so that nothing tells whether a number left a message with the city.
"""

from contextlib import suppress

from flask import request

from app import clock
from app.intake import guard, opening
from app.intake.forms import mobile
from app.intake.opening import Asked
from app.text import latin_digits
from app.web import house, reading, writing
from qr import codes

__all__ = ["asked_for", "right_code", "send_code", "tried_by"]


def tried_by(wanted: dict[str, str]) -> str:
    """Return by what tries are counted: the code of a message or the index of a number.

    Never by the number behind a code: five misses of a code would otherwise tell whose it is.
    """
    if wanted["code"]:
        return codes.normalise_digits(wanted["code"])
    try:
        return house().keys.vault.blind_index(mobile(wanted["phone"]))
    except ValueError:
        return wanted["phone"]


def asked_for(wanted: dict[str, str], tried: str) -> Asked:
    """Return the number asked for, or one of nobody; one read either way."""
    with reading() as session:
        if wanted["code"]:
            return opening.phone_of(session, tried) or opening.NOBODY
        return opening.newest_of(session, tried) or opening.NOBODY


class _Unsent(Exception):
    """Takes back what was written for a number nobody left."""


def send_code(asked: Asked | None, wanted: str) -> None:
    """Queue a code, unless the number, the address or the city has had its share.

    For a number nobody left the same is written and taken back, so that neither the page nor its
    time tells whether somebody wrote to the city.
    """
    city, known = house(), asked is not None
    who = guard.client(city)
    city.limiter.hit("code-wish", who.network, per=guard.WISHES)
    whom = asked or opening.NOBODY
    if not guard.allow_sms(city, who, whom.phone_index or wanted, known=known):
        return
    with suppress(_Unsent), writing() as session:
        opening.send(session, whom, vault=city.keys.vault, now=clock.now())
        if not known:
            raise _Unsent


def right_code(asked: Asked) -> bool:
    city, written = house(), latin_digits(request.form.get("otp", ""))[:20].replace(" ", "")
    with reading() as session:
        code = opening.sent_code(session, asked, vault=city.keys.vault, now=clock.now())
    same = bool(code) and codes.normalise_digits(written) == code
    return same and guard.spend(city, asked.phone_index, code)
