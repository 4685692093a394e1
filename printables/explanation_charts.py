"""The drawings of the explanation page: interval, steps, history; uncertainty is drawn first."""

from collections.abc import Sequence
from dataclasses import dataclass

from printables.leaf import Leaf

__all__ = ["Bar", "Moment", "draw_history", "draw_interval", "draw_steps"]

_INSET = 8.0
_ROW = 7.0


@dataclass(frozen=True, slots=True)
class Moment:
    """A score with its interval, 0-100; ``score`` is ``None`` when only the interval is said."""

    label: str
    low: float
    score: float | None
    high: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One step: its words, its figure as written, where it begins and ends on 0-100."""

    label: str
    figure: str
    start: float
    end: float
    total: bool = False


def draw_interval(leaf: Leaf, said: Sequence[Moment], mean: Moment | None, y: float) -> None:
    """Draw the whole line 0-100, the interval thick, the score a point on it.

    ``said`` has one moment with the words of its ends joined by a line break.
    """
    one, wide = said[0], leaf.room - 2 * _INSET

    def at(value: float) -> float:
        return _INSET + wide * value / 100

    leaf.box(at(0), y + 7.8, wide, 0.4, fill="edge")
    for tick in (0, 25, 50, 75, 100):
        leaf.box(at(tick) - 0.15, y + 6.8, 0.3, 2.4, fill="edge")
    low, _, high = one.label.partition("\n")
    leaf.box(at(one.low), y + 6, at(one.high) - at(one.low), 4, fill="portrait", radius=0.6)
    if one.score is not None:
        leaf.box(at(one.score) - 1.4, y + 6.6, 2.8, 2.8, fill="turquoise", radius=1.4)
    leaf.centred(low, at(one.low), y + 4.4, size=3.2, room=30, bold=True)
    leaf.centred(high, at(one.high), y + 4.4, size=3.2, room=30, bold=True)
    if mean is not None:
        leaf.box(at(mean.low) - 0.2, y + 5, 0.4, 7, fill="lapis")
        leaf.centred(mean.label, at(mean.low), y + 15.6, size=3, room=50, fill="ink2")


def draw_steps(leaf: Leaf, steps: Sequence[Bar], y: float) -> float:
    """Draw words, bar and figure of every step; return the y below them."""
    values = [value for step in steps for value in (step.start, step.end)]
    low, high = min(values), max(values)
    pad = max((high - low) * 0.08, 1.0)
    near, far = leaf.room * 0.46, leaf.room - 22

    def at(value: float) -> float:
        return near + (far - near) * (value - low + pad) / (high - low + 2 * pad)

    for index, step in enumerate(steps):
        top = y + index * _ROW
        leaf.line(step.label, 0, top + 4.6, size=3.5, room=near - 6, bold=step.total)
        a, b = sorted((at(step.start), at(step.end)))
        ink = "lapis" if step.total else "turquoise" if step.end >= step.start else "#854a00"
        thick = (a - 0.6, 1.2) if step.total else (a, max(b - a, 0.4))
        leaf.box(thick[0], top + 1.4, thick[1], 4, fill=ink, radius=0.4)
        leaf.line_to(step.figure, leaf.room, top + 4.6, size=3.5, bold=step.total, room=20)
        leaf.box(0, top + _ROW - 0.6, leaf.room, 0.15, fill="line")
    return y + len(steps) * _ROW


def draw_history(leaf: Leaf, moments: Sequence[Moment], y: float) -> float:
    """Draw an interval for each moment, the oldest where reading starts; return the y below."""
    high, step = 30.0, (leaf.room - 14) / max(len(moments), 1)

    def up(value: float) -> float:
        return y + 2 + high * (1 - value / 100)

    for tick in (0, 50, 100):
        leaf.box(12, up(tick), leaf.room - 12, 0.15, fill="line")
        words = str(tick) if leaf.english else str(tick).translate(_DIGITS)
        leaf.line(words, 0, up(tick) + 1, size=2.8, fill="ink2")
    for index, moment in enumerate(moments):
        middle = 13 + (index + 0.5) * step
        tall = up(moment.low) - up(moment.high)
        thick = (1.0, "turquoise") if moment.score is not None else (4.0, "portrait")
        leaf.box(middle - thick[0] / 2, up(moment.high), thick[0], tall, fill=thick[1])
        if moment.score is not None:
            leaf.box(middle - 1.2, up(moment.score) - 1.2, 2.4, 2.4, fill="turquoise", radius=1.2)
        leaf.centred(moment.label, middle, y + high + 6.4, size=2.8, room=step, fill="ink2")
    return y + high + 8


_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
