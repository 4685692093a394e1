"""The parts of a score as steps: the base and the result are ticks, only the steps are bars."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.insights.charts.scale import Scale

__all__ = ["ROW", "Step", "Waterfall", "waterfall"]

ROW = 40
_NEAR, _FAR = 262.0, 46.0  # labels stand before the first, numbers after the second


@dataclass(frozen=True, slots=True)
class Step:
    """One row: ``x`` and ``w`` of its bar or tick, the place of its number, what it is.

    ``kind`` is base, up, down or total; ``joint`` is where the dotted line to the next row stands.
    """

    name: str
    value: float
    kind: str
    x: float
    w: float
    number_x: float
    joint: float
    y: int = 0


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The rows in their order, and the height of the drawing (440 wide)."""

    steps: tuple[Step, ...]
    height: int


def waterfall(
    base: tuple[str, float], parts: Sequence[tuple[str, float]], total: str, *, rtl: bool
) -> Waterfall:
    """Return the drawing of ``base`` and its ``parts``, which end at their sum named ``total``."""
    levels = [base[1]]
    for _, value in parts:
        levels.append(levels[-1] + value)
    low, high = min(levels), max(levels)
    room = max((high - low) * 0.06, 1.0)
    near, far = (440 - _NEAR, _FAR) if rtl else (_NEAR, 440 - _FAR)
    x = Scale(low - room, high + room, near, far)
    rows = [_tick(*base, x, "base")]
    for (name, _), start, end in zip(parts, levels, levels[1:], strict=False):
        rows.append(_bar(name, start, end, x))
    rows.append(_tick(total, levels[-1], x, "total"))
    steps = tuple(replace(row, y=index * ROW) for index, row in enumerate(rows))
    return Waterfall(steps, ROW * len(rows) + 10)


def _tick(name: str, value: float, x: Scale, kind: str) -> Step:
    at = x.at(value)
    return Step(name, value, kind, at - 4, 8, at - 10 if x.begin > x.end else at + 10, at)


def _bar(name: str, start: float, end: float, x: Scale) -> Step:
    a, b = x.at(start), x.at(end)
    left, wide = min(a, b), max(round(abs(a - b), 1), 1.5)
    number = left - 8 if x.begin > x.end else left + wide + 8
    kind = "up" if end >= start else "down"
    return Step(name, end - start, kind, left, wide, round(number, 1), b)
