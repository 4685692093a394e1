"""Arithmetic of the fairness report: quartiles of desks, errors of forecasts, shares.

A forecast is the score of an earlier night; what people answered afterwards, desk and hour taken
out, is held against it.  If the score is fair, the mean error is near nothing at every quartile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

__all__ = ["SMALLEST", "Foretold", "Group", "Seen", "foretold", "groups", "quartiles"]

SMALLEST = 5
LEAST_NEW = 5.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One person on one night: level found (u), answers by age, their sum, flags, half width."""

    desk: str
    u: float
    n: float
    total: float
    half: float
    flagged: bool
    commendable: bool


@dataclass(frozen=True, slots=True)
class Foretold:
    """An error of one forecast in points, and the new answers it rests on."""

    desk: str
    error: float
    n: float


@dataclass(frozen=True, slots=True)
class Group:
    """One quartile of desks; figures are absent for fewer than five persons.

    Args:
        people: Persons with a number this year, ``None`` when withheld.
        flagged, commendable: Shares, 0-1.
        half: Mean half width of the 90 % interval, points.
        error: Mean error of the forecasts, points; above 0 the score said too little.
        doubt: Standard error of that mean.
        off: Mean size of the error, points.
    """

    people: int | None
    flagged: float | None = None
    commendable: float | None = None
    half: float | None = None
    error: float | None = None
    doubt: float | None = None
    off: float | None = None


def quartiles(levels: Mapping[str, float]) -> dict[str, int]:
    """Return the quartile (0 hardest to 3 easiest) of each desk by the level it gives.

    >>> quartiles({"a": 50.0, "b": 70.0, "c": 60.0, "d": 80.0})
    {'a': 0, 'c': 1, 'b': 2, 'd': 3}
    """
    order = sorted(levels, key=lambda desk: (levels[desk], desk))
    return {desk: min(3, 4 * place // len(order)) for place, desk in enumerate(order)}


def foretold(before: Seen, now: Seen, kept: float) -> Foretold | None:
    """Return what the earlier score missed, ``None`` with under five new answers.

    ``kept`` is what age left of the earlier answers' weight: new = now - kept x before.

    >>> old = Seen("d", 4.0, 20.0, 100.0, 9.0, False, False)
    >>> new = Seen("d", 5.0, 30.0, 170.0, 8.0, False, False)
    >>> foretold(old, new, 1.0)
    Foretold(desk='d', error=3.0, n=10.0)
    """
    n = now.n - kept * before.n
    if n < LEAST_NEW:
        return None
    answered = (now.total - kept * before.total) / n
    return Foretold(now.desk, answered - before.u, n)


def groups(
    seen: Sequence[Seen], errors: Sequence[Foretold], levels: Mapping[str, float]
) -> list[Group]:
    """Return the four quartiles, the hardest desks first; small ones are withheld."""
    place = quartiles(levels)
    return [
        _group(
            [one for one in seen if place.get(one.desk) == quarter],
            [one for one in errors if place.get(one.desk) == quarter],
        )
        for quarter in range(4)
    ]


def _group(seen: Sequence[Seen], errors: Sequence[Foretold]) -> Group:
    if len(seen) < SMALLEST:
        return Group(None)
    known = len(errors) >= SMALLEST
    mean, doubt = _mean(errors) if known else (None, None)
    return Group(
        people=len(seen),
        flagged=sum(one.flagged for one in seen) / len(seen),
        commendable=sum(one.commendable for one in seen) / len(seen),
        half=sum(one.half for one in seen) / len(seen),
        error=mean,
        doubt=doubt,
        off=sum(abs(one.error) * one.n for one in errors) / sum(one.n for one in errors)
        if known
        else None,
    )


def _mean(errors: Sequence[Foretold]) -> tuple[float, float]:
    """Return the mean weighted by new answers, and its standard error."""
    weight = sum(one.n for one in errors)
    mean = sum(one.error * one.n for one in errors) / weight
    spread = sum(((one.error - mean) * one.n) ** 2 for one in errors)
    return mean, sqrt(spread) / weight
