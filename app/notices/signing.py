"""Signed calls from the SMS gateway: HMAC-SHA256 over the second of sending and the body.

The header reads ``t=1795333200,v1=HEX``; the key is the secret of the webhook.  A call is good for
five minutes, so that a recorded one is worth nothing later.
"""

import hashlib
import hmac
import re
from datetime import datetime

__all__ = ["GRACE_S", "HEADER", "genuine", "signature"]

HEADER = "X-Takrim-Signature"
GRACE_S = 300
_SHAPE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def signature(secret: str, body: bytes, *, at: datetime) -> str:
    """Return the header of a call sent at an instant."""
    second = int(at.timestamp())
    return f"t={second},v1={_digest(secret, second, body)}"


def genuine(secret: str, header: str, body: bytes, *, now: datetime) -> bool:
    """Return whether the call is signed with this secret and was sent just now.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 22, tzinfo=UTC)
    >>> genuine("k" * 32, signature("k" * 32, b"a=1", at=at), b"a=1", now=at)
    True
    >>> genuine("k" * 32, signature("k" * 32, b"a=1", at=at), b"a=2", now=at)
    False
    """
    found = _SHAPE.fullmatch(header)
    if not secret or found is None:
        return False
    second = int(found[1])
    fresh = abs(now.timestamp() - second) <= GRACE_S
    return hmac.compare_digest(found[2], _digest(secret, second, body)) and fresh


def _digest(secret: str, second: int, body: bytes) -> str:
    return hmac.new(secret.encode(), b"%d." % second + body, hashlib.sha256).hexdigest()
