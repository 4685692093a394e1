"""What may be said of a score: bands, floors, and the shapes in which numbers leave.

The engine computes; here stands how much of it may be told.  The floors are not
settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from math import ceil, floor

__all__ = [
    "FLOOR",
    "MIN_ANSWERS",
    "MIN_DEVICES",
    "MIN_SUBJECTS",
    "RULES",
    "About",
    "Band",
    "Parts",
    "RunState",
    "Shown",
    "band_of",
    "coarse",
    "is_cold",
]

FLOOR = 10
MIN_SUBJECTS, MIN_ANSWERS = 30, 300
MIN_RELIABILITY = 0.70
MIN_DEVICES = 5
_STEP = 10
RULES = ("W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "finding", "verdict")


class About(StrEnum):
    """Persons are compared with persons and places with places, never with each other."""

    EMPLOYEES = "employees"
    PLACES = "places"


class RunState(StrEnum):
    """Where a run stands; a run that was interrupted is given up by the next."""

    RUNNING = "running"
    DONE = "done"
    GIVEN_UP = "given_up"


class Band(StrEnum):
    """How much an estimate may be used."""

    TOO_FEW = "too_few"
    INTERVAL = "interval"
    INDICATIVE = "indicative"
    USABLE = "usable"


@dataclass(frozen=True, slots=True)
class Parts:
    """Why this score, in points with one decimal; the five add up to the score as shown.

    Args:
        city: What an average colleague would get at the reference desk.
        desk: What this person's desks cost (above 0) or lent (below 0).
        circumstances: The same for channel, hour, the day's troubles and strict citizens.
        answers: What people answered, after weights, above or below the city's level.
        pull: Towards the middle, because few answers say little.
    """

    city: float
    desk: float
    circumstances: float
    answers: float
    pull: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page, an export or an interface may say; what is not allowed is simply absent.

    Args:
        band: How much is said.
        answers: Answers received up to ``as_of``.
        cold: The city has too few answers to score anyone.
        review_first: An integrity review comes first; figures are from before the episode.
        score: From 10 effective answers.
        low, high: 90 % interval; from 5 to 9 effective answers rounded outward to tens.
        parts: From 10, like all that follows.
        level: Of the city, what an average colleague gets at the reference desk.
        similar: What an average colleague gets at the same desks.
        counted: Sum of the answers' weights.
        n_effective: Sum of weights by age.
        reliability: 0-1.
        set_aside: How many answers each rule took weight from.
        regime_since: When the present way of working began, if a change was found.
        weight_of_one: By how many points at most one more answer could move the score.
        attention: At least 90 % sure to be among the lowest fifth.
        commendable: The same proof for the highest fifth.
        coached: Answers and best answers jumped together; a note, never a penalty.
        as_of: Instant up to which answers were read.
        settings: Version of the public numbers.
    """

    band: Band
    answers: int
    cold: bool = False
    review_first: bool = False
    score: float | None = None
    low: float | None = None
    high: float | None = None
    parts: Parts | None = None
    level: float | None = None
    similar: float | None = None
    counted: float | None = None
    n_effective: float | None = None
    reliability: float | None = None
    set_aside: Mapping[str, int] = field(default_factory=dict)
    regime_since: datetime | None = None
    weight_of_one: float | None = None
    attention: bool = False
    commendable: bool = False
    coached: bool = False
    as_of: datetime | None = None
    settings: str = ""


def band_of(n_effective: float, reliability: float) -> Band:
    """Return the band of an estimate.

    >>> [band_of(n, 0.9).value for n in (4, 5, 9, 10, 29, 30)]
    ['too_few', 'interval', 'interval', 'indicative', 'indicative', 'usable']
    >>> band_of(80, 0.69).value
    'indicative'
    """
    if n_effective < 5:
        return Band.TOO_FEW
    if n_effective < FLOOR:
        return Band.INTERVAL
    usable = n_effective >= 30 and reliability >= MIN_RELIABILITY
    return Band.USABLE if usable else Band.INDICATIVE


def coarse(low: float, high: float) -> tuple[float, float]:
    """Return an interval rounded outward to tens, so that its middle is no score.

    >>> coarse(41.2, 78.9)
    (40.0, 80.0)
    """
    return float(floor(low / _STEP) * _STEP), float(ceil(high / _STEP) * _STEP)


def is_cold(subjects: int, answers: int) -> bool:
    """Return whether the city has heard too little to score anyone: 30 subjects, 300 answers."""
    return subjects < MIN_SUBJECTS or answers < MIN_ANSWERS
