"""The submission key: what a served form carries instead of a cookie or a stored row.

Thirty bytes, signed: what for, which badge, by which channel, opened when, and ten random bytes.
The random part, the nonce, is what the database makes unique.  A key is good for seven days for a
first sending (a message may have waited offline) and, for half an hour after the tap it made,
authorises the second step on that record alone.  It is written in 48 letters without any digit, so
no run of ten digits can stand in a page; a second spelling of a key does not exist.
"""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.errors import Missing
from app.feedback.rules import Channel

__all__ = ["FIRST_SENDING", "LENGTH", "SECOND_STEP", "Purpose", "Submission", "fresh", "read"]

FIRST_SENDING = timedelta(days=7)
SECOND_STEP = timedelta(minutes=30)
GRACE = timedelta(minutes=5)
LENGTH = 48

_DOMAIN = b"takrim-submission-v1\x00"
_TAG, _NONCE, _SERIAL = 10, 10, 5
_BODY = 1 + _SERIAL + 4 + _NONCE
_NONCE_LETTERS = slice((_BODY - _NONCE) * 8 // 5, _BODY * 8 // 5)  # whole fives of bytes
_LETTERS = str.maketrans("234567", "ghkmnp")
_TO_PYTHON = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZghkmnp", "0123456789abcdefghijklmnopqrstuv"
)  # the digits of int(_, 32)
_SPELLED = re.compile(rf"[A-Zghkmnp]{{{LENGTH}}}")


class Purpose(StrEnum):
    """What a key is for: a form about a badge, one for the city, the page of a typed code."""

    BADGE = "badge"
    CITY = "city"
    UNKNOWN = "unknown"
    TICKET = "ticket"


_PURPOSES = tuple(Purpose)
_CHANNELS = tuple(Channel)


@dataclass(frozen=True, slots=True)
class Submission:
    """What a genuine key says.  ``serial`` is ten hexadecimal digits, noughts for the city."""

    purpose: Purpose
    serial: str
    channel: Channel
    opened_at: datetime
    nonce: str

    def sent_in_time(self, now: datetime) -> bool:
        """Return whether a first sending with this key is still taken."""
        return -GRACE <= now - self.opened_at <= FIRST_SENDING

    def seconds(self, now: datetime) -> int:
        """Return how long the form was open, never below nought."""
        return max(0, int((now - self.opened_at).total_seconds()))


def fresh(
    secret: bytes, purpose: Purpose, *, channel: Channel, now: datetime, serial: str = "0" * 10
) -> str:
    """Return a new key; nothing is stored.

    Args:
        secret: The city's key for submissions.
        purpose: What it is for.
        channel: How the citizen came in.
        now: When the form is served.
        serial: Badge the form is about.
    """
    kind = _PURPOSES.index(purpose) << 4 | _CHANNELS.index(channel)
    opened = int(now.timestamp()).to_bytes(4, "big")
    body = bytes([kind]) + bytes.fromhex(serial) + opened + secrets.token_bytes(_NONCE)
    return _spell(body + _tag(secret, body))


def read(text: str, secret: bytes) -> Submission:
    """Return what a key says.

    Raises:
        Missing: Not a key of this city, whatever is wrong with it.
    """
    raw = _unspell(text)
    body, tag = raw[:-_TAG], raw[-_TAG:]
    if not hmac.compare_digest(tag, _tag(secret, body)):
        raise Missing("form_unknown")
    kind, serial, rest = body[0], body[1 : 1 + _SERIAL], body[1 + _SERIAL :]
    return Submission(
        purpose=_PURPOSES[kind >> 4],
        serial=serial.hex(),
        channel=_CHANNELS[kind & 15],
        opened_at=datetime.fromtimestamp(int.from_bytes(rest[:4], "big"), UTC),
        nonce=text[_NONCE_LETTERS],
    )


def _tag(secret: bytes, body: bytes) -> bytes:
    return hmac.digest(secret, _DOMAIN + body, hashlib.sha256)[:_TAG]


def _spell(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").translate(_LETTERS)


def _unspell(text: str) -> bytes:
    if not _SPELLED.fullmatch(text):
        raise Missing("form_unknown")
    return int(text.translate(_TO_PYTHON), 32).to_bytes(_BODY + _TAG, "big")
