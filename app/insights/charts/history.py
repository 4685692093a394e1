"""Intervals in the order of time: the interval thick, the score small, under ten a pale band."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.insights.charts.scale import Scale, span, ticks

__all__ = ["Column", "History", "Moment", "history"]

_TOP, _FOOT = 20.0, 190.0
_MOST = 12


@dataclass(frozen=True, slots=True)
class Moment:
    """What one run said; ``score`` is ``None`` while only the interval may be shown."""

    label: str
    score: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Column:
    """A moment in the drawing; ``dropped`` labels are left out on a phone."""

    label: str
    x: float
    top: float
    foot: float
    y: float | None
    dropped: bool


@dataclass(frozen=True, slots=True)
class History:
    """Columns, the ticks of the scores, and the height of the city's level if it is known."""

    columns: tuple[Column, ...]
    y_ticks: tuple[tuple[float, float], ...]
    mean_y: float | None


def history(moments: Sequence[Moment], *, mean: float | None, rtl: bool) -> History:
    """Return the drawing (440 x 218) of the last twelve moments."""
    shown = list(moments)[-_MOST:]
    known = [v for m in shown for v in (m.low, m.high)] + ([mean] if mean is not None else [])
    low, high = span(known, step=25, least=0, most=100)
    y = Scale(low, high, _FOOT, _TOP)
    step = 392 / max(len(shown), 1)
    columns = []
    for index, m in enumerate(shown):
        along = (index + 0.5) * step
        at = round(402 - along if rtl else 38 + along, 1)
        place = None if m.score is None else y.at(m.score)
        last = len(shown) - 1 - index
        columns.append(Column(m.label, at, y.at(m.high), y.at(m.low), place, last % 2 == 1))
    return History(
        tuple(columns),
        tuple((y.at(value), value) for value in ticks(low, high, 5)),
        None if mean is None else y.at(mean),
    )
