"""How large and how sturdy a symbol becomes.

- ``Level``: error correction, ``L`` 7 %, ``M`` 15 %, ``Q`` 25 %, ``H`` 30 %.
- ``Plan``: a text cut into segments, with its version and level.
- ``plan``: the smallest version that holds a text at Q, then H if that still fits.

The cutting is qrcode's own, so the same text gives the same bits.
"""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from qrcode import constants, util

from qr.errors import TextTooLong

__all__ = ["LARGEST_VERSION", "LEVELS", "Level", "Plan", "plan"]

Level = Literal["L", "M", "Q", "H"]

LARGEST_VERSION = 6  # from 7 on a symbol needs version bits, and no card has the room
LEVELS: dict[Level, int] = {
    "L": constants.ERROR_CORRECT_L,
    "M": constants.ERROR_CORRECT_M,
    "Q": constants.ERROR_CORRECT_Q,
    "H": constants.ERROR_CORRECT_H,
}
_MODE_BITS = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """A text cut into segments, and the symbol that will hold them."""

    version: int
    level: Level
    segments: tuple[util.QRData, ...]


def plan(text: str, level: Level | None = None) -> Plan:
    """Return what symbol a text becomes.

    Args:
        text: Anything up to what version 6 holds.
        level: Exactly this level; by default Q, or H where it costs no larger version.

    Raises:
        TextTooLong: Version 6 does not hold it.
    """
    segments = tuple(util.optimal_data_chunks(text, minimum=20))
    bits = sum(_bits(segment) for segment in segments)
    version = _smallest_version(bits, level or "Q")
    if level is None:
        level = "H" if bits <= util.BIT_LIMIT_TABLE[LEVELS["H"]][version] else "Q"
    return Plan(version, level, segments)


def _smallest_version(bits: int, level: Level) -> int:
    version = bisect_left(util.BIT_LIMIT_TABLE[LEVELS[level]], bits, 1)
    if version > LARGEST_VERSION:
        raise TextTooLong(f"{bits} bits do not fit in version {LARGEST_VERSION} at level {level}")
    return version


def _bits(segment: util.QRData) -> int:
    """Return the length of a segment (ISO/IEC 18004, 7.4.3 to 7.4.5)."""
    count: int = len(segment)
    head: int = _MODE_BITS + util.MODE_SIZE_SMALL[segment.mode]
    if segment.mode == util.MODE_NUMBER:
        return head + count // 3 * 10 + (0, 4, 7)[count % 3]
    if segment.mode == util.MODE_ALPHA_NUM:
        return head + count // 2 * 11 + count % 2 * 6
    return head + count * 8
