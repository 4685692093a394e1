"""The house colours on paper, and contrast as WCAG 2.2 counts it.

Templates name a colour; a metro line's own colour comes as ``#rrggbb``.  ``black`` is K alone
(0, 0, 0, 100 %), so that a symbol is never built of three badly registered inks.
"""

from functools import lru_cache

__all__ = ["BLACK", "TOKENS", "blend", "contrast", "ink_on", "is_colour", "ops", "resolve"]

BLACK = "black"
TOKENS = {
    BLACK: "#000000",
    "white": "#ffffff",
    "paper": "#faf8f3",
    "ink": "#172033",
    "ink2": "#4c5568",
    "line": "#e4dfd4",
    "edge": "#847d6e",
    "turquoise": "#0a6470",
    "lapis": "#16305f",
    "sky": "#dfe6f3",
    "sign": "#131a26",
    "pomegranate": "#a51d37",
    "saffron": "#f2b632",
    "cypress": "#22623a",
    "quote": "#f1f7f7",
    "portrait": "#cfe3e4",
    "face5": "#bfe3cb",
    "face4": "#d9ecd0",
    "face3": "#ece5d3",
    "face2": "#f8dcb4",
    "face1": "#f3c3c6",
}


def resolve(colour: str) -> str:
    """Return ``#rrggbb`` for a token or for a colour that already is one.

    >>> resolve("lapis"), resolve("#6EC5EA")
    ('#16305f', '#6ec5ea')
    """
    if colour in TOKENS:
        return TOKENS[colour]
    digits = colour.removeprefix("#").lower()
    if len(digits) != 6 or not all(c in "0123456789abcdef" for c in digits):
        raise ValueError(f"no colour: {colour!r}")
    return f"#{digits}"


def is_colour(colour: str) -> bool:
    """Return whether this can be drawn.

    >>> is_colour("#6ec5ea"), is_colour("bluish"), is_colour("")
    (True, False, False)
    """
    try:
        return bool(resolve(colour))
    except ValueError:
        return False


def _channels(colour: str) -> tuple[float, float, float]:
    value = resolve(colour)
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


@lru_cache(maxsize=1024)
def ops(colour: str) -> tuple[str, str]:
    """Return the PDF operators that set this colour for filling and for stroking.

    >>> ops("black")
    ('0 0 0 1 k', '0 0 0 1 K')
    """
    if colour == BLACK:
        return "0 0 0 1 k", "0 0 0 1 K"
    values = " ".join(f"{channel:.3f}".rstrip("0").rstrip(".") for channel in _channels(colour))
    return f"{values} rg", f"{values} RG"


def blend(over: str, ground: str, share: float) -> str:
    """Return ``over`` laid on ``ground`` with opacity ``share``: print files carry no alpha."""
    pairs = zip(_channels(over), _channels(ground), strict=True)
    return "#" + "".join(f"{round(255 * (o * share + g * (1 - share))):02x}" for o, g in pairs)


def _luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@lru_cache(maxsize=1024)
def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1.0-21.0 (WCAG 2.2, 1.4.3).

    >>> round(contrast("white", "black"), 1)
    21.0
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(ground: str) -> str:
    """Return the ink that reads better on this ground.

    >>> ink_on("#f4cc3e"), ink_on("#a51d37")
    ('sign', 'white')
    """
    return max(("sign", "white"), key=lambda ink: contrast(ink, ground))
