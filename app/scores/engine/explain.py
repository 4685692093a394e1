"""Why this score: parts that add up to it, and what was set aside by which rule (SCORING 7)."""

from dataclasses import dataclass

import numpy as np

from app.scores.engine.events import Ints
from app.scores.engine.model import Fit
from app.scores.engine.scoring import Outcome

__all__ = ["Explanation", "explain"]


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
    """Return why a subject (by code) has its score; None when no answer in the city weighs.

    With L = ref.beta and mean() weighted by omega over the subject's answers, the parts are: L;
    ref.desk - mean(desk); ref.circumstances - mean(circumstances); mean(x) - L; and the rest,
    u - mean(y) with the clip at 0 and 100 in it.  Nobody's answers are named: counts only.
    """
    fit, level = outcome.fit, outcome.level
    if fit is None or level is None:
        return None
    rows = np.flatnonzero(outcome.events.subject == subject)
    n = float(outcome.omega[rows].sum())
    score, since = float(outcome.scores.score[subject]), int(level.since[subject])
    desk, circumstances, answers = _means(outcome, fit, rows[outcome.omega[rows] > 0])
    return Explanation(
        score=score,
        city=fit.level,
        desk=desk,
        circumstances=circumstances,
        answers=answers,
        pull=score - fit.level - desk - circumstances - answers,
        low=float(outcome.scores.low[subject]),
        high=float(outcome.scores.high[subject]),
        n_answers=len(rows),
        n_counted=float(outcome.weights.weight[rows].sum()),
        n_effective=n,
        set_aside=outcome.weights.by_rule(rows),
        since=since if since >= 0 else None,
        reliability=float(outcome.scores.reliability[subject]),
        weight_of_one=100.0 / (n + 1.0 + fit.pull),
        version=outcome.settings.version,
    )


def _means(outcome: Outcome, fit: Fit, rows: Ints) -> tuple[float, float, float]:
    """Return the desk's, the circumstances' and the answers' part; 0 without answers."""
    if not len(rows):
        return 0.0, 0.0, 0.0
    omega = outcome.omega[rows]
    desk = fit.desk_level - float(np.average(outcome.desk[rows], weights=omega))
    usual = fit.level - fit.desk_level
    circumstances = usual - float(np.average(outcome.circumstances[rows], weights=omega))
    said = float(np.average(outcome.events.points[rows], weights=omega))
    return desk, circumstances, said - fit.level
