"""What a symbol says: the signed token and the address in front of it.

- ``sign``, ``verify``: badge serial to token and back.
- ``Verified``: what a genuine token tells.
- ``prefix_budget``, ``PrefixBudget``: whether a public address fits, with what to spare.
- ``url``: the text of the symbol.
- ``new_serial``: a serial nobody can guess.

A token is Crockford base 32 of ``key id (1) | serial (5) | tag (10)``; the tag is
keyed BLAKE2b (RFC 7693) under its own person string. With 80 bits, guessing ten
thousand times a second for a year hits one with odds of 3e-13.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from qr import base32
from qr.errors import BadPayload, BadPrefix, PrefixTooLong
from qr.key_ring import Key, KeyRing

__all__ = [
    "SERIAL_BYTES",
    "TAG_BYTES",
    "TOKEN_LENGTH",
    "PrefixBudget",
    "Verified",
    "new_serial",
    "prefix_budget",
    "sign",
    "url",
    "verify",
]

SERIAL_BYTES = 5
TAG_BYTES = 10
TOKEN_LENGTH = base32.ENCODED_LENGTH

_PERSON = b"takrim-badge-v1"  # BLAKE2b pads it with zeros to 16 bytes
_HOST_LETTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.:")
_LIMITS = ((3, 21), (4, 41))  # version, longest prefix: level Q holds 47 and 67 characters


@dataclass(frozen=True, slots=True)
class Verified:
    """What a genuine token tells: which key signed which serial."""

    key_id: int
    serial: bytes


@dataclass(frozen=True, slots=True)
class PrefixBudget:
    """An address that fits in front of a token.

    Attributes:
        prefix: Upper case, from the scheme to the last slash: ``HTTPS://QR.CITY.IR/B/``.
        length: Characters of the prefix.
        spare: Characters it could grow without a larger symbol.
        version: Version of every badge symbol, 3 (29 modules) or 4 (33 modules).
    """

    prefix: str
    length: int
    spare: int
    version: int


def new_serial(random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> bytes:
    """Return 5 random bytes for one print of one badge."""
    return random_bytes(SERIAL_BYTES)


def sign(serial: bytes, ring: KeyRing) -> str:
    """Return the token of a badge serial, signed with the newest active key.

    Args:
        serial: 5 bytes.
        ring: A ring with an active key.

    Raises:
        ValueError: The serial is not 5 bytes.
        BadKeyRing: No key may sign.
    """
    if len(serial) != SERIAL_BYTES:
        raise ValueError("a serial is 5 bytes")
    key = ring.signing
    return base32.encode(bytes([key.key_id]) + serial + _tag(key, serial))


def verify(token: str, ring: KeyRing) -> Verified:
    """Return key number and serial of a genuine token.

    Args:
        token: The 26 characters after ``/B/``, in their one canonical spelling.
        ring: Every key; retired ones verify nothing.

    Raises:
        BadPayload: For anything else; the message never says which check failed.
    """
    raw = base32.decode(token)
    key_id, serial, tag = raw[0], raw[1 : 1 + SERIAL_BYTES], raw[1 + SERIAL_BYTES :]
    key = ring.verifying(key_id)
    if key is None or not hmac.compare_digest(tag, _tag(key, serial)):
        raise BadPayload("not a Takrim token")
    return Verified(key_id, serial)


def url(prefix: str, token: str) -> str:
    """Return the text of a symbol; ``prefix`` is that of ``prefix_budget``.

    >>> url("HTTPS://QR.CITY.IR/B/", "0" * 26)
    'HTTPS://QR.CITY.IR/B/00000000000000000000000000'
    """
    return prefix + token


def prefix_budget(public_url: str) -> PrefixBudget:
    """Return the prefix of every symbol of this address, and what there is to spare.

    Args:
        public_url: ``https://host`` or, for a demo, ``http://host:port``.

    Raises:
        PrefixTooLong: More than 41 characters; says by how many.
        BadPrefix: Not such an address, or letters that QR alphanumeric mode lacks.

    >>> prefix_budget("https://qr.city.ir")
    PrefixBudget(prefix='HTTPS://QR.CITY.IR/B/', length=21, spare=0, version=3)
    """
    parts = _split(public_url)
    prefix = f"{parts.scheme}://{parts.netloc}/B/".upper()
    for version, limit in _LIMITS:
        if len(prefix) <= limit:
            return PrefixBudget(prefix, len(prefix), limit - len(prefix), version)
    raise PrefixTooLong(prefix, _LIMITS[-1][1])


def _split(public_url: str) -> SplitResult:
    try:
        parts = urlsplit(public_url.strip())
        port = parts.port
    except ValueError as error:
        raise BadPrefix("the public address cannot be read") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise BadPrefix("the public address must look like https://host")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise BadPrefix("the public address must end after the host: no path, no query")
    if not set(parts.netloc.upper()) <= _HOST_LETTERS:
        raise BadPrefix("the host may hold only letters A-Z, digits, dots, hyphens and a port")
    return parts


def _tag(key: Key, serial: bytes) -> bytes:
    return hashlib.blake2b(
        bytes([key.key_id]) + serial, digest_size=TAG_BYTES, key=key.secret, person=_PERSON
    ).digest()
