"""The link of a kiosk: its public id with a keyed tag, so that nobody finds one by guessing.

The tag is checked before any database read; switching a kiosk off is a mark on its row.
"""

import base64
import hashlib
import hmac
import re
import secrets

__all__ = ["fresh_id", "id_in", "word"]

_DOMAIN = b"takrim-kiosk-v1\x00"
_TAG = 12
_WORD = re.compile(r"([A-Za-z]{16})([A-Za-z0-9_-]{16})")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def fresh_id() -> str:
    """Return a new public id: sixteen letters, 91 random bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(16))


def word(public_id: str, secret: bytes) -> str:
    """Return the last part of a kiosk's address."""
    return public_id + _tag(public_id, secret)


def id_in(written: str, secret: bytes) -> str:
    """Return the public id of a genuine word, empty for anything else.

    >>> id_in(word("a" * 16, b"k"), b"k") == "a" * 16, id_in(word("a" * 16, b"k"), b"other")
    (True, '')
    """
    found = _WORD.fullmatch(written)
    if found is None or not hmac.compare_digest(found[2], _tag(found[1], secret)):
        return ""
    return found[1]


def _tag(public_id: str, secret: bytes) -> str:
    raw = hmac.digest(secret, _DOMAIN + public_id.encode(), hashlib.sha256)[:_TAG]
    return base64.urlsafe_b64encode(raw).decode("ascii")
