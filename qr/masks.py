"""The eight masks and the format bits that name them (ISO/IEC 18004, 7.8 and 7.9)."""

from functools import cache

import numpy as np
from qrcode import util

from qr.fit import LEVELS, Level
from qr.placement import Bools, Lines, free, pack, side

__all__ = ["MASKS", "format_lines", "mask_lines"]

MASKS = 8


@cache
def mask_lines(version: int) -> Lines:
    """Return the modules each mask turns, codewords only: shape (8, 2, side)."""
    row, column = np.indices((side(version), side(version)))
    product = row * column
    conditions = (
        (row + column) % 2,
        row % 2,
        column % 3,
        (row + column) % 3,
        (row // 2 + column // 3) % 2,
        product % 2 + product % 3,
        (product % 2 + product % 3) % 2,
        (product % 3 + (row + column) % 2) % 2,
    )
    return pack(np.stack([(condition == 0) & free(version) for condition in conditions]))


@cache
def format_lines(version: int, level: Level) -> Lines:
    """Return the format bits of each mask, with the one module always dark: (8, 2, side)."""
    return pack(np.stack([_format(side(version), level, mask) for mask in range(MASKS)]))


def _format(size: int, level: Level, mask: int) -> Bools:
    code: int = util.BCH_type_info(LEVELS[level] << 3 | mask)
    bits = np.array([code >> place & 1 for place in range(15)], dtype=bool)
    dark = np.zeros((size, size), dtype=bool)
    beside_top = [0, 1, 2, 3, 4, 5, 7, 8]
    dark[beside_top, 8] = bits[:8]
    dark[size - 7 :, 8] = bits[8:]
    dark[8, size - 8 :] = bits[7::-1]
    dark[8, [7, 5, 4, 3, 2, 1, 0]] = bits[8:]
    dark[size - 8, 8] = True
    return dark
