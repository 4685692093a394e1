"""Crockford base 32 of exactly 16 bytes, in exactly one spelling.

Alphabet of Douglas Crockford (https://www.crockford.com/base32.html): no I, L,
O or U. His decoder forgives lower case and look-alikes; ours does not, because
scanners change nothing and a second spelling would be a second badge.
"""

import re

from qr.errors import BadPayload

__all__ = ["ALPHABET", "ENCODED_LENGTH", "RAW_LENGTH", "decode", "encode"]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RAW_LENGTH = 16
ENCODED_LENGTH = 26  # 130 bits, so the top 2 are always 0

_CANONICAL = re.compile(rf"[0-7][{ALPHABET}]{{{ENCODED_LENGTH - 1}}}")
_TO_PYTHON = str.maketrans(ALPHABET, "0123456789abcdefghijklmnopqrstuv")  # the digits of int(_, 32)


def encode(raw: bytes) -> str:
    """Return the 26 characters that stand for 16 bytes.

    >>> encode(bytes(15) + b"\\x2a")
    '0000000000000000000000001A'
    """
    if len(raw) != RAW_LENGTH:
        raise ValueError("not 16 bytes")
    number = int.from_bytes(raw, "big")
    return "".join(
        ALPHABET[number >> shift & 31] for shift in range(5 * (ENCODED_LENGTH - 1), -1, -5)
    )


def decode(text: str) -> bytes:
    """Return the 16 bytes of a canonical text.

    Raises:
        BadPayload: Any other text.
    """
    if not _CANONICAL.fullmatch(text):
        raise BadPayload("not a Takrim token")
    return int(text.translate(_TO_PYTHON), 32).to_bytes(RAW_LENGTH, "big")
