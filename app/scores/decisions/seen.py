"""The score a decision was made on: whether it carries an adverse step, and as it was seen."""

from app.errors import Refused
from app.scores.decisions.models import Decision
from app.scores.decisions.rules import ADVERSE, Measure
from app.scores.rules import Band, Shown

__all__ = ["check_usable", "remember_score"]


def check_usable(measure: Measure, shown: Shown) -> None:
    """Refuse an adverse step on anything but a usable score.

    Raises:
        Refused: ``not_usable``; ``review_first`` while integrity looks at the answers.
    """
    if measure not in ADVERSE:
        return
    if shown.review_first:
        raise Refused("review_first")
    if shown.band is not Band.USABLE:
        raise Refused("not_usable")


def remember_score(decision: Decision, shown: Shown) -> None:
    """Store the score as the person sees it now."""
    decision.seen_band, decision.seen_answers = shown.band, shown.answers
    decision.seen_effective, decision.seen_score = shown.n_effective, shown.score
    decision.seen_low, decision.seen_high = shown.low, shown.high
    decision.seen_settings, decision.seen_run_at = shown.settings, shown.as_of
    decision.flag = "attention" if shown.attention else "praise" if shown.commendable else ""
