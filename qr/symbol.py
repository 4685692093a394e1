"""Text to symbol, one at a time or in batches.

- ``Symbol``: the modules of one QR code (ISO/IEC 18004), without quiet zone.
- ``encode``, ``encode_batch``: the one way to make them.

Every matrix is bit for bit what qrcode 8 draws, with the same mask; qrcode's own
search for it, in plain Python, is the slow part that numpy does here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from qrcode import util

from qr.fit import LEVELS, Level, Plan, plan
from qr.masks import format_lines, mask_lines
from qr.penalty import lost_points
from qr.placement import Bools, pack, patterns, side, to_lines

__all__ = ["QUIET_ZONE", "Symbol", "encode", "encode_batch"]

QUIET_ZONE = 4
"""Light modules that belong on every side of a symbol."""

_AT_ONCE = 64  # more symbols at once no longer fit the processor's cache


@dataclass(frozen=True, slots=True)
class Symbol:
    """The modules of one QR code.

    Attributes:
        version: 1 to 6.
        level: Error correction.
        mask: 0 to 7.
        rows: One whole number per row, from the top; bit ``x`` is column ``x``, 1 is dark.
    """

    version: int
    level: Level
    mask: int
    rows: tuple[int, ...]

    @property
    def size(self) -> int:
        """Modules along one edge, without quiet zone."""
        return side(self.version)

    @property
    def full_size(self) -> int:
        """Modules along one edge, with the quiet zone on both sides."""
        return self.size + 2 * QUIET_ZONE

    @property
    def matrix(self) -> Bools:
        """A new array of shape (size, size), row first; True is dark."""
        columns = np.arange(self.size, dtype=np.uint64)
        rows = np.array(self.rows, dtype=np.uint64)
        return (rows[:, None] >> columns & np.uint64(1)).astype(bool)


def encode(text: str, level: Level | None = None) -> Symbol:
    """Return the symbol of a text: the smallest at level Q, then H where it still fits.

    Args:
        text: Upper-case URLs stay small (alphanumeric mode).
        level: Exactly this level instead.

    Raises:
        TextTooLong: Version 6 does not hold it.
    """
    return encode_batch([text], level)[0]


def encode_batch(texts: Iterable[str], level: Level | None = None) -> list[Symbol]:
    """Return the symbols of many texts, in their order, cheaper than one by one.

    Args:
        texts: As for ``encode``; best of one length, as the tokens of a run are.
        level: Exactly this level instead of the rule of ``encode``.

    Raises:
        TextTooLong: Version 6 does not hold one of them.
    """
    plans = [plan(text, level) for text in texts]
    alike: dict[tuple[int, Level], list[int]] = defaultdict(list)
    for place, one in enumerate(plans):
        alike[one.version, one.level].append(place)
    symbols: dict[int, Symbol] = {}
    for places in alike.values():
        for some in _portions(places):
            symbols.update(zip(some, _draw([plans[place] for place in some]), strict=True))
    return [symbols[place] for place in range(len(plans))]


def _draw(plans: Sequence[Plan]) -> list[Symbol]:
    version, level = plans[0].version, plans[0].level
    lines = to_lines(_codewords(plans), version) | pack(patterns(version))
    masked = lines[:, None] ^ mask_lines(version)
    best = lost_points(masked).argmin(axis=1)  # the first of equals, as qrcode takes it
    chosen = masked[np.arange(len(plans)), best, 0] | format_lines(version, level)[best, 0]
    return [
        Symbol(version, level, mask, tuple(rows))
        for mask, rows in zip(best.tolist(), chosen.tolist(), strict=True)
    ]


def _codewords(plans: Sequence[Plan]) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.array(
        [util.create_data(one.version, LEVELS[one.level], one.segments) for one in plans],
        dtype=np.uint8,
    )


def _portions(places: Sequence[int]) -> Iterator[Sequence[int]]:
    return (places[start : start + _AT_ONCE] for start in range(0, len(places), _AT_ONCE))
