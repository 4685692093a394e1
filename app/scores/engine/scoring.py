"""The whole way from answers to scores, weights and alarms; a pure function."""

from dataclasses import dataclass, replace

import numpy as np

from app.scores.engine.alarms import Alarm, Yardstick, person_alarms
from app.scores.engine.events import Bools, Events, Floats
from app.scores.engine.grouping import total
from app.scores.engine.interval import Scores, make_scores
from app.scores.engine.model import Fit, fit
from app.scores.engine.regime import Level, level_now
from app.scores.engine.settings import Settings
from app.scores.engine.unit_shifts import UnitAlarm, apart
from app.scores.engine.weights.weighing import Rulings, Weights, weigh

__all__ = ["Outcome", "compute"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything one run found; ``explain`` and the writers read it.

    Args:
        events: The answers it rests on.
        weights: What each weighs and why.
        omega: Weight and age together, per answer.
        desk, circumstances: What the model takes out of every answer; nan where nothing weighs.
        fit: The model, None when no answer weighs anything.
        level: u and the regimes, None likewise.
        scores: One entry per subject.
        alarms: Of people.
        unit_alarms: Of units.
    """

    events: Events
    settings: Settings
    weights: Weights
    omega: Floats
    desk: Floats
    circumstances: Floats
    fit: Fit | None
    level: Level | None
    scores: Scores
    alarms: list[Alarm]
    unit_alarms: list[UnitAlarm]

    @property
    def y(self) -> Floats:
        """Return the adjusted answers: x minus all but u."""
        return self.events.points - self.desk - self.circumstances


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Answers with what each weighs: what every later step starts from."""

    events: Events
    settings: Settings
    weights: Weights
    omega: Floats

    @property
    def live(self) -> Bools:
        """Return which answers weigh anything."""
        return np.asarray(self.omega > 0)

    def suspect_share(self) -> Floats:
        """Return which share of each subject's answers is suspect, old ones counting less."""
        events, age = self.events, self.events.age_factor(self.settings.half_life_days)
        size = len(events.subjects)
        suspect = total(events.subject, age * self.weights.suspect, size)
        return suspect / np.maximum(total(events.subject, age, size), 1e-12)


def compute(
    events: Events, settings: Settings | None = None, rulings: Rulings | None = None
) -> Outcome:
    """Return scores, weights and alarms of these answers as of ``events.as_of``."""
    settings = settings or Settings()
    weights = weigh(events, settings, rulings or Rulings())
    omega = weights.weight * events.age_factor(settings.half_life_days)
    weighed = _Weighed(events, settings, weights, omega)
    return _scored(weighed) if weighed.live.any() else _nothing(weighed)


def _scored(weighed: _Weighed) -> Outcome:
    """Return what the answers that weigh anything say."""
    events, settings, live = weighed.events, weighed.settings, weighed.live
    heard = _only(events, live)
    found = fit(heard, weighed.omega[live], settings)
    y = _spread(live, heard.points - found.explained())
    now = _present(weighed, heard, found, y)
    scores = _scores(weighed, found, now)
    alarms, unit_alarms = _alarms(weighed, found, scores, y)
    return Outcome(
        events=events,
        settings=settings,
        weights=weighed.weights,
        omega=weighed.omega,
        desk=_spread(live, found.desk),
        circumstances=_spread(live, found.circumstances),
        fit=found,
        level=now,
        scores=scores,
        alarms=alarms,
        unit_alarms=unit_alarms,
    )


def _present(weighed: _Weighed, heard: Events, found: Fit, y: Floats) -> Level:
    """Return where each subject stands now, a change of late allowed for."""
    live = weighed.live
    return level_now(
        subject=heard.subject,
        time=heard.time,
        omega=weighed.omega[live],
        y=y[live],
        size=len(weighed.events.subjects),
        s2=found.s2,
        t_u=found.variances["subject"],
        settings=weighed.settings,
    )


def _scores(weighed: _Weighed, found: Fit, now: Level) -> Scores:
    return make_scores(
        now.u,
        now.variance,
        found.desk_variance,
        found.design.mass,
        weighed.suspect_share(),
        level=found.level,
        t_u=found.variances["subject"],
        settings=weighed.settings,
    )


def _only(events: Events, live: Bools) -> Events:
    """Return the answers that weigh, with the codes of all."""
    rows = np.flatnonzero(live)
    names = ("time", "subject", "unit", "service", "channel", "mood", "device", "network")
    columns = {name: getattr(events, name)[rows] for name in names}
    ids = [events.ids[row] for row in rows.tolist()]
    return replace(events, ids=ids, text_rows=rows[:0], texts=(), **columns)


def _spread(live: Bools, values: Floats) -> Floats:
    """Return values of the answers that weigh at their places among all, nan elsewhere."""
    out = np.full(len(live), np.nan)
    out[live] = values
    return out


def _alarms(
    weighed: _Weighed, found: Fit, scores: Scores, y: Floats
) -> tuple[list[Alarm], list[UnitAlarm]]:
    """Return alarms from answers that weigh and are not suspect, of people not under review."""
    events, weights = weighed.events, weighed.weights
    steps = (weights.weight > 0) & ~weights.suspect & ~scores.review_first[events.subject]
    heard, y = _only(events, steps), y[steps]
    yardstick = Yardstick(float(np.sqrt(found.s2)), found.pull, weighed.settings)
    alarms = person_alarms(heard.subject, heard.time, weights.weight[steps], y, yardstick)
    return apart(alarms, heard, y, yardstick)


def _nothing(weighed: _Weighed) -> Outcome:
    """Return an outcome that claims nothing: the middle of the scale, and all of it open."""
    events, settings = weighed.events, weighed.settings
    none = np.zeros(len(events.subjects))
    scores = make_scores(
        none,
        none + 50.0**2,
        none,
        none,
        weighed.suspect_share(),
        level=50.0,
        t_u=50.0**2,
        settings=settings,
    )
    gaps = np.full(len(events), np.nan)
    return Outcome(
        events=events,
        settings=settings,
        weights=weighed.weights,
        omega=weighed.omega,
        desk=gaps,
        circumstances=gaps,
        fit=None,
        level=None,
        scores=scores,
        alarms=[],
        unit_alarms=[],
    )
