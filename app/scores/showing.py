"""From a stored score to what may be said of it; the only place that decides."""

from app.scores.models import Score, ScoreRun
from app.scores.rules import Band, Parts, Shown, band_of, coarse, is_cold

__all__ = ["shown_of", "silence"]


def silence(answers: int, run: ScoreRun | None, *, review_first: bool = False) -> Shown:
    """Return what is said when nothing may be: the count alone."""
    cold = run is None or is_cold(run.subjects, run.answers)
    as_of = run.as_of if run else None
    return Shown(Band.TOO_FEW, answers, cold=cold, review_first=review_first, as_of=as_of)


def shown_of(found: Score | None, run: ScoreRun | None, before: Score | None = None) -> Shown:
    """Return what may be said of a subject.

    Args:
        found: The subject's score of this run, None when nobody answered.
        run: The run; None before the first.
        before: The last score from before an integrity episode, where one is under review.
    """
    if found is None or run is None:
        return silence(0, run)
    told = before if found.review_first else found
    if told is None or is_cold(run.subjects, run.answers):
        return silence(found.answers, run, review_first=found.review_first)
    band = band_of(told.n_effective, told.reliability)
    if band is Band.TOO_FEW:
        return silence(found.answers, run, review_first=found.review_first)
    if band is Band.INTERVAL:
        low, high = coarse(told.low, told.high)
        return Shown(
            band,
            found.answers,
            review_first=found.review_first,
            low=low,
            high=high,
            as_of=run.as_of,
            settings=run.settings_version,
        )
    return _numbers(band, told, found, run)


def _numbers(band: Band, told: Score, found: Score, run: ScoreRun) -> Shown:
    score = round(told.score, 1)
    return Shown(
        band=band,
        answers=found.answers,
        review_first=found.review_first,
        score=score,
        low=round(told.low, 1),
        high=round(told.high, 1),
        parts=_parts(told, score),
        level=round(told.city, 1),
        similar=round(told.city - told.desk, 1),
        counted=round(told.counted, 1),
        n_effective=round(told.n_effective, 1),
        reliability=round(told.reliability, 2),
        set_aside=dict(found.set_aside),
        regime_since=told.regime_since,
        weight_of_one=round(told.weight_of_one, 2),
        attention=found.flagged,
        commendable=found.commendable,
        coached=found.coached,
        as_of=run.as_of,
        settings=run.settings_version,
    )


def _parts(told: Score, score: float) -> Parts:
    """Return the parts to one decimal; the pull takes the rest, so that the eye's sum is right."""
    city, desk = round(told.city, 1), round(told.desk, 1)
    circumstances, said = round(told.circumstances, 1), round(told.said, 1)
    pull = round(score - city - desk - circumstances - said, 1)
    return Parts(city, desk, circumstances, said, pull + 0.0)
