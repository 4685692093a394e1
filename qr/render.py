"""A symbol as rectangles, SVG or PNG, and its modules in printer dots.

- ``runs``: the dark modules as few rectangles, for one vector path in a PDF.
- ``module_dots``, ``module_mm``: a module is a whole number of 300-dpi dots.
- ``svg``, ``png``: always black on white, always with the quiet zone.

Lengths are in mm, places on the symbol in modules, from its top left corner.
"""

import io

import numpy as np
from PIL import Image

from qr.errors import TooSmall
from qr.symbol import QUIET_ZONE, Symbol

__all__ = ["DPI", "MODULE_MIN_MM", "Run", "module_dots", "module_mm", "png", "runs", "svg"]

DPI = 300
MODULE_MIN_MM = 0.5
_INCH_MM = 25.4

Run = tuple[int, int, int, int]
"""x, y, width, height in modules, y downwards, without the quiet zone."""


def module_mm(dots: int) -> float:
    """Return the edge of a module in mm.

    Args:
        dots: Printer dots at 300 dpi.

    Raises:
        TooSmall: Under half a millimetre (5 dots or fewer).

    >>> module_mm(12)
    1.016
    """
    edge = round(dots * _INCH_MM / DPI, 9)
    if edge < MODULE_MIN_MM:
        raise TooSmall(f"a module of {edge:.2f} mm: phones need {MODULE_MIN_MM} mm or more")
    return edge


def module_dots(width_mm: float, modules: int) -> int:
    """Return the most dots a module may have for this many modules to fit a width.

    Args:
        width_mm: The room on paper.
        modules: ``Symbol.full_size`` where the quiet zone must fit, else ``Symbol.size``.

    Raises:
        TooSmall: The modules would be under half a millimetre.

    >>> module_dots(38, 37)
    12
    """
    # a ten-thousandth of a dot keeps a rounded 37.592 mm, 12 dots times 37, from becoming 11
    dots = int(width_mm / modules / _INCH_MM * DPI + 1e-4)
    module_mm(dots)
    return dots


def runs(symbol: Symbol) -> list[Run]:
    """Return rectangles that cover every dark module once and no light one.

    Like modules in a row become one bar, like bars in following rows one block.
    """
    blocks: list[Run] = []
    growing: dict[tuple[int, int], int] = {}
    for y, row in enumerate((*symbol.rows, 0)):
        bars = set(_bars(row))
        for x, width in [bar for bar in growing if bar not in bars]:
            top = growing.pop((x, width))
            blocks.append((x, top, width, y - top))
        for bar in bars:
            growing.setdefault(bar, y)
    return sorted(blocks, key=lambda block: (block[1], block[0]))


def svg(symbol: Symbol, *, title: str = "QR") -> str:
    """Return a standalone SVG in module units, to be scaled by its container.

    Args:
        symbol: What to draw.
        title: What a screen reader says; letters, digits and blanks only are kept.
    """
    full = symbol.full_size
    path = "".join(
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{width}v{height}h-{width}z"
        for x, y, width, height in runs(symbol)
    )
    spoken = "".join(letter for letter in title if letter.isalnum() or letter == " ")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {full} {full}" role="img"'
        f' aria-label="{spoken}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{full}v{full}H0z"/><path fill="#000" d="{path}"/></svg>'
    )


def png(symbol: Symbol, *, dots: int = 12) -> bytes:
    """Return a 1-bit PNG at 300 dpi.

    Args:
        symbol: What to draw.
        dots: Printer dots to a module; 12 is 1.016 mm.

    Raises:
        TooSmall: Under half a millimetre to a module.
    """
    module_mm(dots)
    light = np.pad(~symbol.matrix, QUIET_ZONE, constant_values=True)
    picture = Image.fromarray(light.repeat(dots, axis=0).repeat(dots, axis=1))
    out = io.BytesIO()
    picture.save(out, format="PNG", dpi=(DPI, DPI), optimize=True)
    return out.getvalue()


def _bars(row: int) -> list[tuple[int, int]]:
    bars = []
    x = 0
    while row:
        light = (row & -row).bit_length() - 1
        row >>= light
        width = (~row & row + 1).bit_length() - 1
        row >>= width
        x += light
        bars.append((x, width))
        x += width
    return bars
