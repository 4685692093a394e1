"""Where each bit of a symbol goes (ISO/IEC 18004, 6.3 and 7.7.3), versions 1 to 6.

- ``side``: modules along one edge.
- ``patterns``: the modules every symbol of a version shares.
- ``free``: the modules left for codewords.
- ``to_lines``: codewords of many symbols, laid out and packed.

**Lines**: a symbol is kept twice, as rows and as columns, each line one 64-bit
word whose bit ``i`` is module ``i``. So one machine operation compares 41 modules
with their neighbours, which is what makes trying eight masks cheap.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bools", "Lines", "free", "pack", "patterns", "side", "to_lines"]

Bools = NDArray[np.bool_]
Lines = NDArray[np.uint64]
"""Shape (..., 2, side): rows, then columns."""

_WORD = 64
_FINDER = 7
_TIMING = 6  # row and column of the dotted lines
_FORMAT = 8  # row and column of the format bits


def side(version: int) -> int:
    """Return the modules along one edge."""
    return 17 + 4 * version


@cache
def patterns(version: int) -> Bools:
    """Return the finders, alignment mark and dotted lines; read-only, True is dark."""
    size = side(version)
    dark = np.zeros((size, size), dtype=bool)
    # even places only, so the light modules around the finders stay light
    dark[_TIMING, ::2] = dark[::2, _TIMING] = True
    if version > 1:
        _square(dark, size - 9, size - 9, 5, core=1)
    for top, left in ((0, 0), (0, size - _FINDER), (size - _FINDER, 0)):
        _square(dark, top, left, _FINDER, core=3)
    dark.flags.writeable = False
    return dark


@cache
def free(version: int) -> Bools:
    """Return the modules that hold codewords; read-only, True is free."""
    size = side(version)
    room = np.ones((size, size), dtype=bool)
    room[_TIMING, :] = room[:, _TIMING] = False
    if version > 1:
        room[size - 9 : size - 4, size - 9 : size - 4] = False
    corner = _FORMAT + 1  # finder, separator and format bits
    room[:corner, :corner] = room[:corner, size - 8 :] = room[size - 8 :, :corner] = False
    room.flags.writeable = False
    return room


def pack(modules: Bools) -> Lines:
    """Return modules of shape (..., side, side) as lines of shape (..., 2, side)."""
    both = np.stack([modules, np.swapaxes(modules, -1, -2)], axis=-3)
    wide = np.zeros((*both.shape[:-1], _WORD), dtype=bool)
    wide[..., : both.shape[-1]] = both
    return _words(wide)


def to_lines(codewords: NDArray[np.uint8], version: int) -> Lines:
    """Return the codewords of many symbols, unmasked and without patterns.

    Args:
        codewords: Shape (symbols, codewords of the version).
        version: 1 to 6.

    Returns:
        Shape (symbols, 2, side).
    """
    size = side(version)
    bits = np.unpackbits(codewords, axis=1)
    places = _places(version)[:, : bits.shape[1]]  # the last few modules carry nothing
    wide = np.zeros((len(bits), 2 * size * _WORD), dtype=np.uint8)
    wide[:, places[0]] = bits
    wide[:, places[1]] = bits
    return _words(wide.reshape(-1, 2, size, _WORD))


@cache
def _places(version: int) -> NDArray[np.intp]:
    """Return, for rows and for columns, where each bit falls in a flat (2, side, 64) array."""
    size = side(version)
    path = np.array([spot for spot in _zigzag(size) if free(version)[spot]], dtype=np.intp)
    row, column = path.T
    return np.stack([row * _WORD + column, (size + column) * _WORD + row])


def _zigzag(size: int) -> list[tuple[int, int]]:
    """Return the path of the codewords: pairs of columns from the right, up and down."""
    path = []
    upwards = True
    for right in [*range(size - 1, _TIMING, -2), 5, 3, 1]:
        rows = range(size - 1, -1, -1) if upwards else range(size)
        path += [(row, column) for row in rows for column in (right, right - 1)]
        upwards = not upwards
    return path


def _square(dark: Bools, top: int, left: int, width: int, *, core: int) -> None:
    dark[top : top + width, left : left + width] = True
    dark[top + 1 : top + width - 1, left + 1 : left + width - 1] = False
    inset = (width - core) // 2
    dark[top + inset : top + inset + core, left + inset : left + inset + core] = True


def _words(wide: NDArray[np.bool_] | NDArray[np.uint8]) -> Lines:
    packed = np.packbits(wide, axis=-1, bitorder="little")
    return packed.view("<u8")[..., 0].astype(np.uint64, copy=False)
