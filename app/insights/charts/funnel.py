"""The funnel plot: persons against the limits that chance alone explains (Spiegelhalter 2005).

The points keep the order they come in, which is never that of the scores; only who lies outside
the 99.8 % limits has a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.insights.charts.scale import Scale, span, ticks

__all__ = ["Dot", "Funnel", "Limits", "Named", "Point", "funnel"]

_LEFT, _RIGHT, _TOP, _FOOT = 44.0, 800.0, 22.0, 346.0
_LABEL = (110.0, 17.0)  # room of a name beside its mark


@dataclass(frozen=True, slots=True)
class Point:
    """A person: score 0-100 and answers counted; ``name`` only outside the outer limits."""

    score: float
    n: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """The scores between which chance keeps a person with ``n`` answers, outermost first."""

    n: float
    low_outer: float
    low_inner: float
    high_inner: float
    high_outer: float


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
    """A drawn funnel (860 x 396); paths are SVG path data, ticks are (place, value)."""

    band: str
    inner: tuple[str, str]
    outer: tuple[str, str]
    mean_y: float
    x_ticks: tuple[tuple[float, float], ...]
    y_ticks: tuple[tuple[float, float], ...]
    dots: tuple[Dot, ...]
    named: tuple[Named, ...]


def funnel(points: Sequence[Point], *, mean: float, limits: Sequence[Limits], rtl: bool) -> Funnel:
    """Return where everything stands; the outer limits are always in the picture."""
    scores = [point.score for point in points]
    scores += [edge for one in limits for edge in (one.low_outer, one.high_outer)]
    low, high = span(scores or [mean], step=10, least=0, most=100)
    counts = [one.n for one in limits] + [point.n for point in points]
    across = (_RIGHT, _LEFT) if rtl else (_LEFT, _RIGHT)
    x = Scale(10, max([*counts, 40.0]) * 1.02, *across)
    y = Scale(low, high, _FOOT, _TOP)
    low_outer, low_inner, high_inner, high_outer = (
        [f"{x.at(one.n):g} {y.at(getattr(one, name)):g}" for one in limits]
        for name in ("low_outer", "low_inner", "high_inner", "high_outer")
    )
    return Funnel(
        band=f"{_path([*high_inner, *reversed(low_inner)])}Z",
        inner=(_path(high_inner), _path(low_inner)),
        outer=(_path(high_outer), _path(low_outer)),
        mean_y=y.at(mean),
        x_ticks=tuple((x.at(value), value) for value in (10.0, *_counts(x.high))),
        y_ticks=tuple((y.at(value), value) for value in ticks(low, high, 5)),
        dots=tuple(Dot(x.at(p.n), y.at(p.score)) for p in points if not p.name),
        named=_named([p for p in points if p.name], mean, x, y),
    )


def _counts(most: float) -> list[float]:
    """Return round counts, none so near to ten that the numbers touch."""
    return [value for value in ticks(10, most) if value - 10 > (most - 10) * 0.06]


def _path(points: list[str]) -> str:
    return "M" + "L".join(points) if points else "M0 0"


def _named(points: Sequence[Point], mean: float, x: Scale, y: Scale) -> tuple[Named, ...]:
    """Return triangles with their names, moved away from each other and inside the picture."""
    taken: list[tuple[float, float]] = []
    marks = []
    for point in points:
        up = point.score > mean
        at_x, at_y = x.at(point.n), y.at(point.score)
        label_x = min(max(at_x, _LEFT + 50), _RIGHT - 40)
        label_y = _label_y(label_x, at_y, up, taken)
        taken.append((label_x, label_y))
        tip, foot = (at_y - 8, 16) if up else (at_y + 8, -16)
        path = f"M{at_x:g} {tip:g}l9 {foot}h-18z"
        marks.append(Named(path, up, point.name, round(label_x, 1), round(label_y, 1)))
    return tuple(marks)


def _label_y(label_x: float, at_y: float, up: bool, taken: Sequence[tuple[float, float]]) -> float:
    """Return where a name stands: beyond its mark, or before it at the edge of the picture."""
    beyond, before = (-14.0, 24.0) if up else (24.0, -14.0)
    room = 12.0 <= at_y + beyond <= _FOOT - 4
    away = -1 if up == room else 1
    label_y = at_y + (beyond if room else before)
    while any(abs(label_x - a) < _LABEL[0] and abs(label_y - b) < _LABEL[1] for a, b in taken):
        label_y += away * _LABEL[1]
    return min(max(label_y, 12.0), _FOOT - 4)
