"""The device's own token: a random number in a first-party cookie, good for 180 days.

It says nothing of the person; it lets one voice count once.  Only its keyed hash
reaches the database.  Without it the browser's own words stand in (``guard.client``).
"""

import re
import secrets

__all__ = ["LIFETIME_S", "cookie_name", "fresh_token", "only_token", "set_cookie", "token_in"]

LIFETIME_S = 180 * 24 * 3600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def cookie_name(*, secure: bool) -> str:
    """Return the cookie's name; over https the prefix binds it to this host alone."""
    return "__Host-device" if secure else "device"


def fresh_token() -> str:
    """Return a new token of 128 random bits."""
    return secrets.token_urlsafe(16)


def token_in(value: str | None) -> str:
    """Return a token as a browser sent it, empty if it is none of ours.

    >>> token_in("x" * 22), token_in("x'; --"), token_in(None)
    ('xxxxxxxxxxxxxxxxxxxxxx', '', '')
    """
    return value if value and _TOKEN.fullmatch(value) else ""


def only_token(header: str, name: str) -> str | None:
    """Return the token of a ``Cookie`` header that carries nothing else, ``None`` for any other.

    >>> only_token("", "device"), only_token("lang=en", "device")
    ('', None)
    """
    if not header:
        return ""
    own, _, value = header.partition("=")
    return token_in(value) or None if own == name else None


def set_cookie(name: str, *, secure: bool) -> tuple[str, str]:
    """Return the header that gives a browser its token."""
    tail = "; Secure" if secure else ""
    return (
        "Set-Cookie",
        f"{name}={fresh_token()}; Max-Age={LIFETIME_S}; Path=/; HttpOnly; SameSite=Lax{tail}",
    )
