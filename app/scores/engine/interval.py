"""From level and desks to the score, its interval, and the two queues."""

from dataclasses import dataclass

import numpy as np

from app.scores.engine.events import Bools, Floats
from app.scores.engine.settings import Settings

__all__ = ["Scores", "make_scores"]


@dataclass(frozen=True, slots=True)
class Scores:
    """One entry per subject; points 0-100.

    Args:
        score, low, high: With a 90 % interval.
        sd: Standard deviation behind the interval.
        n_effective: sum of omega.
        reliability: R = 1 - v / t_u, 0-1.
        suspect_share: Share of the subject's answers that are suspect, old ones counting less.
        flagged: Needs human attention.
        commendable: Deserves praise by the same proof.
        review_first: 35 % and more suspect: integrity review comes first, neither of the two.
    """

    score: Floats
    low: Floats
    high: Floats
    sd: Floats
    n_effective: Floats
    reliability: Floats
    suspect_share: Floats
    flagged: Bools
    commendable: Bools
    review_first: Bools


def make_scores(
    u: Floats,
    variance: Floats,
    desk_variance: Floats,
    n_effective: Floats,
    suspect_share: Floats,
    *,
    level: float,
    t_u: float,
    settings: Settings,
) -> Scores:
    """Return the scores.

    score = clip(ref.beta + u, 0, 100); sd = sqrt(1.15 Var + 3.5^2), Var = v + s2 q' S^-1 q;
    [low, high] = score -+ 1.645 sd.  flagged when score + 1.28 sd < level - 0.84 sqrt(t_u): at
    least 90 % sure to be in the lowest fifth; commendable the mirror of it.
    """
    score = np.clip(level + u, 0.0, 100.0)
    sd = np.sqrt(settings.variance_margin * (variance + desk_variance) + settings.model_error**2)
    fifth = settings.z_fifth * np.sqrt(t_u)
    review_first = suspect_share >= settings.suspect_limit
    judged = (n_effective >= settings.flag_floor) & ~review_first
    return Scores(
        score=score,
        low=np.clip(score - settings.z_interval * sd, 0.0, 100.0),
        high=np.clip(score + settings.z_interval * sd, 0.0, 100.0),
        sd=sd,
        n_effective=n_effective,
        reliability=np.clip(1.0 - variance / t_u, 0.0, 1.0),
        suspect_share=suspect_share,
        flagged=judged & (score + settings.z_flag * sd < level - fifth),
        commendable=judged & (score - settings.z_flag * sd > level + fifth),
        review_first=review_first,
    )
