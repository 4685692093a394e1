"""The funnel plot: persons against the limits that chance alone explains (Spiegelhalter 2005).

The points come in the order they are given in, never by score; only who lies outside the 99.8 %
limits has a name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.insights.charts.scale import Scale, span, ticks

__all__ = ["HEIGHT", "WIDTH", "Dot", "Funnel", "Named", "Point", "funnel"]

WIDTH, HEIGHT = 860, 396
_LEFT, _RIGHT, _TOP, _FOOT = 44.0, 800.0, 22.0, 346.0
_STEPS = 48
_LABEL = (110.0, 17.0)  # room of a name beside its mark

Limit = Callable[[float, float], float]
"""How far from the mean chance carries a person: of the answers counted, and of z."""


@dataclass(frozen=True, slots=True)
class Point:
    """A person: score 0-100, answers counted, the name shown if they lie outside."""

    score: float
    n: float
    name: str
    place: int
    """-2 below 99.8 %, -1 below 90 %, 0 within, 1 above 90 %, 2 above 99.8 %."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A nameless mark."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Named:
    """A mark outside the limits: its triangle as a path, its name and where that stands."""

    path: str
    above: bool
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """A drawn funnel; paths are SVG path data, ticks are (place, value)."""

    band: str
    inner: tuple[str, str]
    outer: tuple[str, str]
    mean_y: float
    x_ticks: tuple[tuple[float, float], ...]
    y_ticks: tuple[tuple[float, float], ...]
    dots: tuple[Dot, ...]
    named: tuple[Named, ...]


def funnel(
    points: Sequence[Point], *, mean: float, limit: Limit, z: tuple[float, float], rtl: bool
) -> Funnel:
    """Return where everything stands; ``z`` are the inner and the outer limit in sd.

    The mean and the outer limits at ten answers are always in the picture.
    """
    most = max([point.n for point in points], default=40.0) * 1.04
    wide = limit(10.0, z[1])
    scores = [point.score for point in points] + [mean - wide, mean + wide]
    low, high = span(scores, step=10, least=0, most=100)
    x = Scale(10, max(most, 40.0), *((_RIGHT, _LEFT) if rtl else (_LEFT, _RIGHT)))
    y = Scale(low, high, _FOOT, _TOP)
    counts = [10 + (x.high - 10) * (k / _STEPS) ** 2 for k in range(_STEPS + 1)]
    inner, outer = (
        tuple(
            [f"{x.at(n):g} {y.at(mean + side * limit(n, each)):g}" for n in counts]
            for side in (1, -1)
        )
        for each in z
    )
    back = " ".join(reversed([f"L{p}" for p in inner[1]]))
    return Funnel(
        band=f"{_path(inner[0])} {back}Z",
        inner=(_path(inner[0]), _path(inner[1])),
        outer=(_path(outer[0]), _path(outer[1])),
        mean_y=y.at(mean),
        x_ticks=tuple((x.at(value), value) for value in (10.0, *ticks(16, x.high))),
        y_ticks=tuple((y.at(value), value) for value in ticks(low, high, 5)),
        dots=tuple(Dot(x.at(p.n), y.at(p.score)) for p in points if abs(p.place) < 2),
        named=_named([p for p in points if abs(p.place) == 2], x, y),
    )


def _path(points: list[str]) -> str:
    return "M" + "L".join(points)


def _named(points: Sequence[Point], x: Scale, y: Scale) -> tuple[Named, ...]:
    """Return triangles with their names, moved away from each other and inside the picture."""
    taken: list[tuple[float, float]] = []
    marks = []
    for point in points:
        up = point.place > 0
        at_x, at_y = x.at(point.n), y.at(point.score)
        away = -1 if up else 1
        label_x = min(max(at_x, _LEFT + 50), _RIGHT - 40)
        label_y = at_y + (-14 if up else 24)
        while any(abs(label_x - a) < _LABEL[0] and abs(label_y - b) < _LABEL[1] for a, b in taken):
            label_y += away * _LABEL[1]
        label_y = min(max(label_y, 12.0), _FOOT - 4)
        taken.append((label_x, label_y))
        tip, foot = (at_y - 8, 16) if up else (at_y + 8, -16)
        path = f"M{at_x:g} {tip:g}l9 {foot}h-18z"
        marks.append(Named(path, up, point.name, round(label_x, 1), round(label_y, 1)))
    return tuple(marks)
