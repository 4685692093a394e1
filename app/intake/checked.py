"""What somebody typed to check a badge: nine digits, or the letters of its symbol.

Both forgive what eyes confuse: any script's digits, blanks and dashes, and in a number or a
symbol the letters O, I and L for 0 and 1, as Crockford's base 32 does.  What is then left must be
right to the last digit.
"""

import re
from dataclasses import dataclass

from qr import codes, payload
from qr.errors import BadCode, BadPayload
from qr.key_ring import KeyRing

__all__ = ["Typed", "read_checked"]

_CONFUSED = str.maketrans({"O": "0", "I": "1", "L": "1"})
_ADDRESS = re.compile(r"/[Bb]/([^/?#\s]+)")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: nine digits, or a serial with its key; ``strange`` is a symbol not ours."""

    number: str = ""
    serial: str = ""
    key_id: int | None = None
    strange: str = ""


def read_checked(written: str, ring: KeyRing) -> Typed:
    """Return what somebody typed.

    Raises:
        BadCode: It is neither nine digits with the right check digit nor a symbol's letters.

    >>> read_checked("I2345678-6", KeyRing({})).number
    '123456786'
    """
    found = _ADDRESS.search(written)
    plain = codes.normalise_digits(found[1] if found else written).strip().upper()
    forgiven = plain.translate(_CONFUSED)
    if len(forgiven) == payload.TOKEN_LENGTH:
        return _symbol(forgiven, ring)
    if found:
        return Typed(strange=plain[: payload.TOKEN_LENGTH * 2])
    return Typed(number=codes.read_typed(forgiven))


def _symbol(token: str, ring: KeyRing) -> Typed:
    if not token.isascii() or not token.isalnum():
        raise BadCode("not a symbol")
    try:
        seen = payload.verify(token, ring)
    except BadPayload:
        return Typed(strange=token)
    return Typed(serial=seen.serial.hex(), key_id=seen.key_id)
