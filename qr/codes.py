"""The numbers people read, say and type.

- Typed code: 8 random digits and a Damm digit under every symbol, ``NNN-NNN-NNN``.
- Tracking code: 9 random digits and a Damm digit, ``NNN-NNN-NNNN``, for every message.
- Receipt: 16 digits in four groups for anonymous complaints, the same for a repeated send.
- ``normalise_digits``: what someone typed, as plain ASCII digits.

The first two are guessable by design and carry no rights of their own.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable

from qr import damm
from qr.errors import BadCode

__all__ = [
    "check_tracking",
    "check_typed",
    "group_receipt",
    "group_tracking",
    "group_typed",
    "new_tracking_code",
    "new_typed_code",
    "normalise_digits",
    "read_receipt",
    "read_tracking",
    "read_typed",
    "receipt",
    "tracking_code",
    "typed_code",
]

Below = Callable[[int], int]
"""A source of whole numbers from 0 to below its argument: ``secrets.randbelow``."""

_TYPED, _TRACKING, _RECEIPT = 9, 10, 16
_RECEIPT_DOMAIN = b"takrim-receipt-v1\x00"


def normalise_digits(text: str) -> str:
    """Return the text with every script's digits as ASCII, without blanks and dashes.

    Invisible format characters (zero-width joiners, direction marks) go too;
    anything else stays, so that it is refused later and not silently lost.

    >>> normalise_digits("۱۲۳-۴۵۶ ٧٨٩")
    '123456789'
    """
    return "".join(_plain(letter) for letter in text)


def typed_code(random_digits: str) -> str:
    """Return 8 given digits with their check digit: the nine under a symbol.

    >>> typed_code("12345678")
    '123456786'
    """
    return _with_check(random_digits, _TYPED)


def tracking_code(random_digits: str) -> str:
    """Return 9 given digits with their check digit."""
    return _with_check(random_digits, _TRACKING)


def new_typed_code(below: Below = secrets.randbelow) -> str:
    """Return a random typed code; the caller makes it unique in the city.

    Args:
        below: ``secrets.randbelow``, or ``random.Random(7).randrange`` for a demo.
    """
    return typed_code(f"{below(10**8):08d}")


def new_tracking_code(below: Below = secrets.randbelow) -> str:
    """Return a random tracking code; the caller makes it unique in the city."""
    return tracking_code(f"{below(10**9):09d}")


def check_typed(code: str) -> bool:
    """Return whether the text, however spaced and in whatever digits, is a typed code."""
    return _is_checked(normalise_digits(code), _TYPED)


def check_tracking(code: str) -> bool:
    """Return whether the text, however spaced and in whatever digits, is a tracking code."""
    return _is_checked(normalise_digits(code), _TRACKING)


def read_typed(text: str) -> str:
    """Return the nine ASCII digits someone typed.

    Raises:
        BadCode: Not nine digits, or the check digit is wrong.
    """
    return _read(text, _TYPED)


def read_tracking(text: str) -> str:
    """Return the ten ASCII digits someone typed.

    Raises:
        BadCode: Not ten digits, or the check digit is wrong.
    """
    return _read(text, _TRACKING)


def read_receipt(text: str) -> str:
    """Return the sixteen ASCII digits someone typed.

    Raises:
        BadCode: Not sixteen digits. There is no check digit: a receipt is a secret.
    """
    digits = normalise_digits(text)
    if not _is_number(digits, _RECEIPT):
        raise BadCode("not a receipt")
    return digits


def receipt(secret: bytes, submission_key: str) -> str:
    """Return the 16-digit receipt of one submission (53 bits of HMAC-SHA256).

    The same submission key gives the same receipt, so a repeated send shows what
    the first one showed; without the secret nobody can derive it.

    Args:
        secret: At least 16 bytes, kept apart from the badge keys.
        submission_key: The one-time key of the served form.
    """
    if len(secret) < 16:
        raise ValueError("the receipt secret is too short")
    message = _RECEIPT_DOMAIN + submission_key.encode("utf-8")
    digest = hmac.digest(secret, message, hashlib.sha256)
    return f"{int.from_bytes(digest, 'big') % 10**_RECEIPT:016d}"


def group_typed(code: str) -> str:
    """Return ``NNN-NNN-NNN``.

    >>> group_typed("123456786")
    '123-456-786'
    """
    return _grouped(code, (3, 3, 3))


def group_tracking(code: str) -> str:
    """Return ``NNN-NNN-NNNN``."""
    return _grouped(code, (3, 3, 4))


def group_receipt(code: str) -> str:
    """Return ``NNNN-NNNN-NNNN-NNNN``."""
    return _grouped(code, (4, 4, 4, 4))


def _plain(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    return "" if letter == "−" or letter.isspace() or category in {"Pd", "Cf"} else letter


def _is_number(digits: str, length: int) -> bool:
    return len(digits) == length and digits.isascii() and digits.isdigit()


def _is_checked(digits: str, length: int) -> bool:
    return _is_number(digits, length) and damm.is_valid(digits)


def _with_check(digits: str, length: int) -> str:
    if not _is_number(digits, length - 1):
        raise ValueError(f"not {length - 1} digits")
    return digits + damm.check_digit(digits)


def _read(text: str, length: int) -> str:
    digits = normalise_digits(text)
    if not _is_checked(digits, length):
        raise BadCode("not a code we hand out")
    return digits


def _grouped(code: str, lengths: tuple[int, ...]) -> str:
    if not _is_number(code, sum(lengths)):
        raise ValueError(f"not {sum(lengths)} digits")
    starts = [sum(lengths[:place]) for place in range(len(lengths))]
    return "-".join(
        code[start : start + length] for start, length in zip(starts, lengths, strict=True)
    )
