"""Passwords: argon2id, at most four at work at once, the most used ones refused.

m = 19 MiB, t = 2, p = 1 (OWASP's minimum for argon2id).  A name nobody has costs the same time as
a wrong password, because a hash is checked either way.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.errors import Invalid
from app.text import fold_code, latin_digits

__all__ = ["LONGEST", "SHORTEST", "SHORTEST_ALONE", "check_password", "hashed", "verify"]

SHORTEST = 8
SHORTEST_ALONE = 15
LONGEST = 128
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = BoundedSemaphore(4)
_LATIN_KEYS = dict(
    zip(
        map(ord, "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو"),
        "qwertyuiop[]asdfghjkl;'zxcvbnm,",
        strict=True,
    )
)


def check_password(password: str, *, second_factor: bool, username: str = "") -> None:
    """Refuse a password that is too short, too long, well known or the user's own name.

    Args:
        password: As typed; no rule about kinds of letters.
        second_factor: With one, 8 letters are enough; alone, it takes 15.
        username: May not be the password, nor make up most of it.

    Raises:
        Invalid: ``password_short``, ``password_short_alone``, ``password_long``,
            ``password_common`` or ``password_own_name``.
    """
    length = len(_same_form(password))
    if length > LONGEST:
        raise Invalid("password_long", field="password")
    if length < SHORTEST:
        raise Invalid("password_short", field="password")
    if length < SHORTEST_ALONE and not second_factor:
        raise Invalid("password_short_alone", field="password")
    if _own_name(password, username):
        raise Invalid("password_own_name", field="password")
    if _well_known(password):
        raise Invalid("password_common", field="password")


def hashed(password: str) -> str:
    """Return the argon2id hash to store; takes some 20-100 ms, so call it outside a write."""
    with _AT_ONCE:
        return _HASHER.hash(_same_form(password))


def verify(stored: str, password: str) -> bool:
    """Return whether the password fits; without a stored hash it never does, in the same time."""
    if len(password) > 4 * LONGEST:
        password = ""
    with _AT_ONCE:
        try:
            fits = _HASHER.verify(stored or _nobody(), _same_form(password))
        except (VerificationError, InvalidHashError):
            return False
    return bool(stored) and fits


def _same_form(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _own_name(password: str, username: str) -> bool:
    own, typed = fold_code(username), fold_code(password)
    return bool(own) and len(own) >= 4 and own in typed and len(typed) - len(own) < 6


def _well_known(password: str) -> bool:
    plain = latin_digits(_same_form(password)).casefold()
    spellings = {plain, plain.translate(_LATIN_KEYS)}
    ranked, local = _lists()
    return any(
        spelling in ranked or _core(spelling) in local or len(set(spelling)) < 4
        for spelling in spellings
    )


def _core(spelling: str) -> str:
    """Return what is left of ``tehran@1405!`` without its number and signs."""
    return re.sub(r"^[\d\W_]{0,4}|[\d\W_]{0,7}$", "", spelling)


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    path = Path(__file__).with_name("common_passwords.json")
    stored = json.loads(path.read_text(encoding="utf-8"))
    ranked, local = (frozenset(" ".join(stored[name]).split()) for name in ("ranked", "local"))
    return ranked, local
