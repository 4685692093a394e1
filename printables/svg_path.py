"""SVG path data turned into PDF path operators, so that art is drawn once and kept as data.

Knows M L H V C S Q Z in both cases (SVG 2, 9.3); art that needs arcs is drawn with curves.
"""

import re
from functools import lru_cache

__all__ = ["circle", "operators", "rounded"]

_TOKEN = re.compile(r"[MLHVCSQZmlhvcsqz]|-?(?:\d+\.?\d*|\.\d+)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "Z": 0}
_KAPPA = 0.5523  # control points of a quarter circle


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"


class _Pen:
    """Where the path stands: current point, start of the subpath, last control point."""

    def __init__(self) -> None:
        self.x = self.y = self.start_x = self.start_y = 0.0
        self.control = (0.0, 0.0)
        self.out: list[str] = []

    def draw(self, letter: str, numbers: list[float]) -> None:
        """Append the operators of one command with its numbers."""
        upper = letter.upper()
        if letter.islower():
            base = {"H": (self.x,), "V": (self.y,)}.get(upper, (self.x, self.y))
            numbers = [n + base[i % len(base)] for i, n in enumerate(numbers)]
        curve = upper in "CSQ"
        getattr(self, f"_{upper.lower()}")(*numbers)
        if not curve:
            self.control = (self.x, self.y)

    def _emit(self, op: str, *numbers: float) -> None:
        self.out.append(" ".join([*map(_number, numbers), op]))
        if len(numbers) >= 2:
            self.x, self.y = numbers[-2:]

    def _m(self, x: float, y: float) -> None:
        self._emit("m", x, y)
        self.start_x, self.start_y = x, y

    def _l(self, x: float, y: float) -> None:
        self._emit("l", x, y)

    def _h(self, x: float) -> None:
        self._emit("l", x, self.y)

    def _v(self, y: float) -> None:
        self._emit("l", self.x, y)

    def _c(self, *numbers: float) -> None:
        self._emit("c", *numbers)
        self.control = (numbers[2], numbers[3])

    def _s(self, x2: float, y2: float, x: float, y: float) -> None:
        self._c(2 * self.x - self.control[0], 2 * self.y - self.control[1], x2, y2, x, y)

    def _q(self, qx: float, qy: float, x: float, y: float) -> None:
        self._c(
            self.x + 2 / 3 * (qx - self.x), self.y + 2 / 3 * (qy - self.y),
            x + 2 / 3 * (qx - x), y + 2 / 3 * (qy - y), x, y,
        )  # fmt: skip

    def _z(self) -> None:
        self.out.append("h")
        self.x, self.y = self.start_x, self.start_y


@lru_cache(maxsize=256)
def operators(path: str) -> str:
    """Return PDF path operators in the same coordinates.

    >>> operators("M1 1h2v2H1z")
    '1 1 m 3 1 l 3 3 l 1 3 l h'
    """
    pen, letter, numbers = _Pen(), "M", list[float]()
    for token in _TOKEN.findall(path):
        if token.isalpha():
            letter = token
        else:
            numbers.append(float(token))
        if len(numbers) == _TAKES[letter.upper()]:
            pen.draw(letter, numbers)
            letter = {"M": "L", "m": "l"}.get(letter, letter)
            numbers = []
    return " ".join(pen.out)


@lru_cache(maxsize=1024)
def rounded(x: float, y: float, w: float, h: float, radius: float) -> str:
    """Return the path of a rectangle, with quarter circles at its corners if ``radius`` > 0."""
    if radius <= 0:
        return " ".join([*map(_number, (x, y, w, h)), "re"])
    r = min(radius, w / 2, h / 2)
    k = r * (1 - _KAPPA)
    return operators(
        f"M{x + r:.4f} {y:.4f}H{x + w - r:.4f}"
        f"C{x + w - k:.4f} {y:.4f} {x + w:.4f} {y + k:.4f} {x + w:.4f} {y + r:.4f}"
        f"V{y + h - r:.4f}C{x + w:.4f} {y + h - k:.4f} {x + w - k:.4f} {y + h:.4f} "
        f"{x + w - r:.4f} {y + h:.4f}H{x + r:.4f}"
        f"C{x + k:.4f} {y + h:.4f} {x:.4f} {y + h - k:.4f} {x:.4f} {y + h - r:.4f}"
        f"V{y + r:.4f}C{x:.4f} {y + k:.4f} {x + k:.4f} {y:.4f} {x + r:.4f} {y:.4f}Z"
    )


def circle(x: float, y: float, radius: float) -> str:
    """Return the path of a full circle."""
    return rounded(x - radius, y - radius, 2 * radius, 2 * radius, radius)
