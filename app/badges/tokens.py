"""The token and address of a stored badge: each badge keeps the key it was issued with."""

from dataclasses import replace

from app.errors import Refused
from qr import payload
from qr.key_ring import KeyRing

__all__ = ["address", "is_dead", "token"]


def token(serial: str, key_id: int, ring: KeyRing) -> str:
    """Return the 26 characters of a stored badge, signed by its own key.

    Args:
        serial: Ten hexadecimal digits.
        key_id: The key the badge was issued with; later rotations do not change it.
        ring: The keys of the city.

    Raises:
        Refused: The key is unknown or retired, so the badge cannot be printed any more.
    """
    key = ring.verifying(key_id)
    if key is None:
        raise Refused("key_retired", f"key {key_id} signs nothing any more; replace the badge")
    own = KeyRing.of(replace(key, status="active", not_before=None))
    return payload.sign(bytes.fromhex(serial), own)


def address(serial: str, key_id: int, ring: KeyRing, *, public_url: str) -> str:
    """Return the text of a badge's symbol, upper case.

    Raises:
        Refused: As ``token``.
    """
    return payload.url(payload.prefix_budget(public_url).prefix, token(serial, key_id, ring))


def is_dead(key_id: int, ring: KeyRing) -> bool:
    """Return whether badges of this key verify nowhere."""
    return ring.verifying(key_id) is None
