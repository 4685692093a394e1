"""Small labels of any size: the symbol first, then name, code and host in what is left."""

from functools import lru_cache

from printables.elements import Template
from printables.template import parse

__all__ = ["label"]

SAFE = 2.5


@lru_cache(maxsize=32)
def label(width: float, height: float) -> Template:
    """Return the template of a label of this size (mm): beside each other, or stacked if square."""
    raw = _stacked(width, height) if width < height * 1.25 else _beside(width, height)
    return parse(f"label {width:g}x{height:g}", {"width": width, "height": height} | raw)


def _stacked(width: float, height: float) -> dict[str, object]:
    size = height * 0.095
    side = min(width - 1, height - size * 1.1 - SAFE - 0.6)
    return {
        "safe": SAFE,
        "elements": [
            {"type": "symbol", "x": (width - side) / 2, "y": 0.5, "w": side, "h": side},
            _code(width / 2, height - SAFE - size * 0.3, width - 2 * SAFE, size, "center"),
        ],
    }


def _beside(width: float, height: float) -> dict[str, object]:
    side = height - 2
    left, unit = side + 1.6, height / 40
    texts = [
        _line("{name}", 3.9, 2.3, lines=3, bold=True, fill="ink"),
        _line("{unit}", 2.6, 2.1, gap=0.4, lines=2, fill="ink2"),
        _line("{question}", 2.7, 1.9, gap=1.4, bold=True, fill="turquoise"),
        _line("{code}", 4.2, 3, gap=1.4, bold=True, fill="black", upright=True),
        _line("{host}", 2.6, 1.6, gap=0.2, bold=True, fill="turquoise", upright=True),
    ]
    for text in texts:
        text["size"] = min(float(str(text["size"])) * unit, 5)
        text["y"] = float(str(text["y"])) * unit
        text["smallest"] = min(float(str(text["smallest"])), float(str(text["size"])))
    return {
        "safe": SAFE,
        "elements": [
            {"type": "symbol", "x": 1, "y": 1, "w": side, "h": side},
            {
                "type": "block", "x": left, "y": SAFE, "w": width - left - SAFE,
                "h": height - 2 * SAFE, "valign": "middle", "texts": texts,
            },
        ],
    }  # fmt: skip


def _line(
    value: str, size: float, smallest: float, *, gap: float = 0, **more: object
) -> dict[str, object]:
    return {
        "value": value, "size": size, "smallest": smallest, "y": gap, **more
    }  # fmt: skip


def _code(x: float, y: float, room: float, size: float, align: str) -> dict[str, object]:
    return {
        "value": "{code}", "x": x, "y": y, "w": room, "h": size, "size": size, "bold": True,
        "fill": "black", "align": align, "upright": True,
    }  # fmt: skip
