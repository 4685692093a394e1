"""How hard a masked symbol is to read (ISO/IEC 18004, 7.8.3), as qrcode counts it.

qrcode scores a symbol before the format bits are drawn; these functions get the
same modules and return the same whole numbers, for many symbols at once.
"""

import numpy as np
from numpy.typing import NDArray

from qr.placement import Lines

__all__ = ["balance", "blocks", "finder_lookalikes", "lost_points", "runs"]

Points = NDArray[np.int64]

_ONE, _TWO, _THREE = np.uint64(1), np.uint64(2), np.uint64(3)
_LOOKALIKES = ("10111010000", "00001011101")


def lost_points(lines: Lines) -> Points:
    """Return the penalty of symbols of shape (..., 2, side); less is better."""
    same = _same_as_next(lines)
    return runs(same) + blocks(lines, same) + finder_lookalikes(lines) + balance(lines)


def runs(same: Lines) -> Points:
    """Return 3 points for each run of five like modules, 1 for each module more.

    A run of ``n`` leaves ``n - 4`` windows of five: one point each, two per run.
    """
    five = same & same >> _ONE & same >> _TWO & same >> _THREE
    first = five & ~(five << _ONE)
    return _count(five) + 2 * _count(first)


def blocks(lines: Lines, same: Lines) -> Points:
    """Return 3 points for each block of 2 x 2 like modules."""
    rows, alike = lines[..., 0, :], same[..., 0, :]
    square = alike[..., 1:] & alike[..., :-1] & ~(rows[..., 1:] ^ rows[..., :-1])
    return 3 * _count(square, axes=-1)


def finder_lookalikes(lines: Lines) -> Points:
    """Return 40 points for each 1:1:3:1:1 pattern with four light modules beside it."""
    inside = np.uint64((1 << lines.shape[-1] - 10) - 1)
    light = ~lines
    found = np.zeros_like(lines)
    for pattern in _LOOKALIKES:
        here = np.full_like(lines, inside)
        for step, module in enumerate(pattern):
            here &= (lines if module == "1" else light) >> np.uint64(step)
        found |= here
    return 40 * _count(found)


def balance(lines: Lines) -> Points:
    """Return 10 points for each full 5 % that the dark share is off one half."""
    modules = lines.shape[-1] ** 2
    dark = _count(lines[..., 0, :], axes=-1)
    # in this order, as qrcode does: at exactly 5 % the rounding decides
    off = np.abs(dark / modules * 100 - 50) / 5
    points: Points = 10 * off.astype(np.int64)
    return points


def _same_as_next(lines: Lines) -> Lines:
    inside = np.uint64((1 << lines.shape[-1] - 1) - 1)
    return ~(lines ^ lines >> _ONE) & inside


def _count(bits: Lines, axes: int | tuple[int, int] = (-2, -1)) -> Points:
    counted: Points = np.bitwise_count(bits).sum(axis=axes, dtype=np.int64)
    return counted
