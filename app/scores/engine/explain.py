"""Why this score: parts that add up to it, and what was set aside by which rule."""

from dataclasses import dataclass

import numpy as np

from app.scores.engine.events import Floats, Ints
from app.scores.engine.grouping import total
from app.scores.engine.model import Fit
from app.scores.engine.scoring import Outcome
from app.scores.engine.weights.weighing import RULES

__all__ = ["Explanation", "explain", "explain_all"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One person's score in parts; city + desk + circumstances + answers + pull = score.

    Args:
        score: 0-100.
        city: ref . beta, what an average colleague would get at the reference desk.
        desk: What this person's desks cost (then above 0) or lent (below 0).
        circumstances: The same for channel, hour, the day's troubles and strict citizens.
        answers: Weighted mean of the answers as given, less the city's level.
        pull: Towards the city's level, because few answers (or a new regime) say little.
        low, high: 90 % interval.
        n_answers: Answers in the file.
        n_counted: sum of weights.
        n_effective: sum of weights by age.
        set_aside: Answers each rule took weight from.
        since: First answer of the present regime, seconds since 1970, None when no change.
        reliability: 0-1.
        weight_of_one: By how many points at most one more answer could move the score.
        version: Of the settings.
    """

    score: float
    city: float
    desk: float
    circumstances: float
    answers: float
    pull: float
    low: float
    high: float
    n_answers: int
    n_counted: float
    n_effective: float
    set_aside: dict[str, int]
    since: int | None
    reliability: float
    weight_of_one: float
    version: str

    def parts(self) -> tuple[float, ...]:
        """Return the five parts in their order."""
        return (self.city, self.desk, self.circumstances, self.answers, self.pull)


def explain(outcome: Outcome, subject: int) -> Explanation | None:
    """Return why a subject (by code) has its score; None when no answer in the city weighs."""
    found = explain_all(outcome)
    return found[subject] if found else None


def explain_all(outcome: Outcome) -> list[Explanation]:
    """Return why every subject has its score; nothing when no answer in the city weighs.

    With L = ref.beta and mean() weighted by omega over the subject's answers, the parts are: L;
    ref.desk - mean(desk); ref.circumstances - mean(circumstances); mean(x) - L; and the rest,
    u - mean(y) with the clip at 0 and 100 in it.  Nobody's answers are named: counts only.
    """
    fit, level = outcome.fit, outcome.level
    if fit is None or level is None:
        return []
    whose, size, scores = outcome.events.subject, len(outcome.events.subjects), outcome.scores
    desk, circumstances, answers = _means(outcome, fit)
    counted = total(whose, outcome.weights.weight, size)
    n_answers = np.bincount(whose, minlength=size)
    aside = _set_aside(outcome, whose, size)
    return [
        Explanation(
            score=float(scores.score[one]),
            city=fit.level,
            desk=float(desk[one]),
            circumstances=float(circumstances[one]),
            answers=float(answers[one]),
            pull=float(
                scores.score[one] - fit.level - desk[one] - circumstances[one] - answers[one]
            ),
            low=float(scores.low[one]),
            high=float(scores.high[one]),
            n_answers=int(n_answers[one]),
            n_counted=float(counted[one]),
            n_effective=float(scores.n_effective[one]),
            set_aside=aside[one],
            since=int(level.since[one]) if level.since[one] >= 0 else None,
            reliability=float(scores.reliability[one]),
            weight_of_one=100.0 / (float(scores.n_effective[one]) + 1.0 + fit.pull),
            version=outcome.settings.version,
        )
        for one in range(size)
    ]


def _means(outcome: Outcome, fit: Fit) -> tuple[Floats, Floats, Floats]:
    """Return the desk's, the circumstances' and the answers' part of everybody; 0 without any."""
    live = outcome.omega > 0
    whose, omega = outcome.events.subject[live], outcome.omega[live]
    size = len(outcome.events.subjects)
    mass = total(whose, omega, size)
    some = mass > 0

    def mean(values: Floats) -> Floats:
        return total(whose, omega * values[live], size) / np.where(some, mass, 1.0)

    usual = fit.level - fit.desk_level
    parts = (
        fit.desk_level - mean(outcome.desk),
        usual - mean(outcome.circumstances),
        mean(outcome.events.points) - fit.level,
    )
    desk, circumstances, answers = (np.where(some, part, 0.0) for part in parts)
    return desk, circumstances, answers


def _set_aside(outcome: Outcome, whose: Ints, size: int) -> list[dict[str, int]]:
    """Return how many answers each rule took weight from, for everybody."""
    out: list[dict[str, int]] = [{} for _ in range(size)]
    for bit, rule in enumerate(RULES):
        count = total(whose, outcome.weights.touched >> bit & 1 == 1, size)
        for one in np.flatnonzero(count).tolist():
            out[one][rule] = int(count[one])
    return out
