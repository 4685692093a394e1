"""The drawn things: mark, star band, faces, portrait, emblems of the facility kinds.

Each drawing is a list of strokes in its own small coordinate square, as SVG path data; a colour
is a token of ``palette`` or one of the two names ``tint`` and ``ground`` that the caller fills.
"""

from dataclasses import dataclass

__all__ = ["DRAWINGS", "STAR_LINES", "STAR_TILE", "Drawing", "Stroke"]


@dataclass(frozen=True, slots=True)
class Stroke:
    """One path: filled if ``fill``, drawn as a round-capped line if ``width``."""

    path: str
    fill: str = ""
    stroke: str = ""
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """Strokes in a square of ``side`` units, y downwards."""

    side: float
    strokes: tuple[Stroke, ...]


STAR_TILE = 44.0
STAR_LINES = (
    "M11 11h22v22H11zM22 6.4L37.6 22 22 37.6 6.4 22zM0 22h6.4M37.6 22H44M22 0v6.4M22 37.6V44"
)
"""One tile of the eight-point star band, in a square of 44 units."""


def _round(x: float, y: float, radius: float) -> str:
    k = radius * 0.5523
    return (
        f"M{x + radius} {y}c0 {k} {k - radius} {radius} {-radius} {radius}"
        f"c{-k} 0 {-radius} {k - radius} {-radius} {-radius}"
        f"c0 {-k} {radius - k} {-radius} {radius} {-radius}"
        f"c{k} 0 {radius} {radius - k} {radius} {radius}z"
    )


def _face(name: str, *features: Stroke) -> Drawing:
    return Drawing(48, (Stroke(_round(24, 24, 22), fill=name), *features))


def _line(path: str) -> Stroke:
    return Stroke(path, stroke="ink", width=2.6)


def _eyes(y: float) -> Stroke:
    return Stroke(_round(16, y, 2.8) + _round(32, y, 2.8), fill="ink")


_MARK_STAR = "M6 6h20v20H6zM16 1.9L30.1 16 16 30.1 1.9 16z"
_SMILE = "M9.5 16.5c1.4 4 3.7 6 6.5 6s5.1-2 6.5-6"

DRAWINGS = {
    "mark": Drawing(
        32, (Stroke(_MARK_STAR, fill="tint"), Stroke(_SMILE, stroke="ground", width=3))
    ),
    "star": Drawing(32, (Stroke(_MARK_STAR, fill="tint"),)),
    "portrait": Drawing(
        100,
        (
            Stroke("M4 100C4 82 16 70 34 66C37 70 63 70 66 66C84 70 96 82 96 100z", fill="ground"),
            Stroke("M38 52h24v16c-5 8-19 8-24 0z", fill="ground"),
            Stroke(
                "M50 14C37 14 30 24 30 37C30 52 39 62 50 62C61 62 70 52 70 37C70 24 63 14 50"
                " 14z",
                fill="ground"),
            Stroke("M36 70C40 77 45 80 50 80C55 80 60 77 64 70", stroke="tint", width=2.2),
        ),
    ),
    "face5": _face(
        "face5",
        _line("M12.5 20c1.3-3 5.2-3 6.5 0M29 20c1.3-3 5.2-3 6.5 0"),
        Stroke("M12 27h24c0 7-5 11.5-12 11.5S12 34 12 27z", fill="ink"),
    ),
    "face4": _face("face4", _eyes(19), _line("M14 29c3 5 6 6.5 10 6.5s7-1.5 10-6.5")),
    "face3": _face("face3", _eyes(20), _line("M15 32h18")),
    "face2": _face("face2", _eyes(21), _line("M15 35c2.5-4 5.5-5.5 9-5.5s6.5 1.5 9 5.5")),
    "face1": _face(
        "face1",
        _line("m12.5 16.5 6 3.5-6 3.5M35.5 16.5l-6 3.5 6 3.5"),
        Stroke("M13 38.5c0-7 4.8-10.5 11-10.5s11 3.5 11 10.5z", fill="ink"),
    ),
    "cypress": Drawing(
        24, (Stroke(
            "M12 1C16 7 18.5 12 18.5 16C18.5 19.5 16 21 13.2 21.2V23.4H10.8V21.2C8 21 5.5"
            " 19.5 5.5 16C5.5 12 8 7 12 1z",
            fill="tint"),)
    ),
    "stall": Drawing(
        24,
        (
            Stroke(
                "M4 3h16l2.4 6.4c0 3-4.4 3.6-5.2 .8c-.8 2.8-4.4 2.8-5.2 0c-.8 2.8-4.4 2.8-5.2"
                " 0c-.8 2.8-5.2 2.2-5.2-.8z",
                fill="tint"),
            Stroke("M4.2 13.6V21h15.6v-7.4", stroke="tint", width=2),
            Stroke("M9.4 21v-4.6h5.2V21", stroke="tint", width=2),
        ),
    ),
    "desk": Drawing(
        24,
        (
            Stroke("M12 2L22.5 8H1.5z", fill="tint"),
            Stroke("M5.2 10.6v7M10 10.6v7M14 10.6v7M18.8 10.6v7", stroke="tint", width=2.4),
            Stroke("M2.6 21h18.8", stroke="tint", width=2.8),
        ),
    ),
    "taxi": Drawing(
        24,
        (
            Stroke("M9.6 3h4.8v3H9.6z", fill="tint"),
            Stroke(
                "M6.4 6.4h11.2l2.6 6.2h1.4v6.2H2.4v-6.2h1.4zM7.7 8.4L6 12.6h12L16.300 8.4z",
                fill="tint"),
            Stroke(_round(6.6, 19.4, 2.1) + _round(17.4, 19.4, 2.1), fill="tint"),
        ),
    ),
    "bus": Drawing(
        24,
        (
            Stroke(
                "M3.400 3.600h17.200c1 0 1.600 .7 1.600 1.600v13.200H1.800V5.200c0-.9 .6-1.600"
                " 1.600-1.600z",
                fill="tint"),
            Stroke(
                "M4.400 6.400h4.600v4.800H4.400zM10.200 6.400h4v4.800h-4zM15.400"
                " 6.400h4.200v4.800h-4.200z",
                fill="ground"),
            Stroke(_round(6.6, 18.8, 2.3) + _round(17.4, 18.8, 2.3), fill="tint"),
        ),
    ),
    "train": Drawing(
        24,
        (
            Stroke(
                "M7 2h10c2.400 0 3.800 1.600 3.800 3.800v10c0 2.200-1.600 3.600-3.800 3.600H7"
                "c-2.200 0-3.800-1.400-3.800-3.600v-10C3.200 3.600 4.600 2 7 2z",
                fill="tint"),
            Stroke(
                "M6 5.600h12v5.400H6zM6.600 14.400h2.400v2H6.600zM15 14.400h2.400v2H15z",
                fill="ground"),
            Stroke("M7.400 20.200L5.600 22.600M16.600 20.200L18.400 22.60"
            "0", stroke="tint", width=1.8),
        ),
    ),
}  # fmt: skip
"""Every drawing by the name a template uses."""
