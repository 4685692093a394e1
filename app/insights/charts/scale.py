"""Values to places on a drawing; in Persian the axes start at the right."""

from dataclasses import dataclass
from math import ceil, floor, log10

__all__ = ["Scale", "span", "ticks"]

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight axis: ``low`` stands at ``begin``, ``high`` at ``end``, either way round."""

    low: float
    high: float
    begin: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value, to a tenth; values outside stand at the edge.

        >>> Scale(0, 100, 420, 20).at(25)
        320.0
        """
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.begin + share * (self.end - self.begin), 1) + 0.0


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round values within the range, at most so many.

    >>> ticks(40, 100, 4), ticks(10, 130, 6)
    ([40.0, 60.0, 80.0, 100.0], [25.0, 50.0, 75.0, 100.0, 125.0])
    """
    least = (high - low) / max(most - 1, 1)
    power = 10.0 ** floor(log10(least))
    step = next(s * power for s in _STEPS if s * power >= least * 0.999)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [round(n * step, 6) for n in range(first, last + 1)]


def span(values: list[float], *, step: float, least: float, most: float) -> tuple[float, float]:
    """Return the range that holds the values, in whole steps, within ``least`` and ``most``.

    >>> span([47.0, 91.0], step=20, least=0, most=100)
    (40.0, 100.0)
    """
    low, high = floor(min(values) / step) * step, ceil(max(values) / step) * step
    if high - low < step:
        high = low + step
    return max(float(low), least), min(float(high), most)
