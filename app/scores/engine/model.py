"""The mixed model: desks, days, devices and subjects, with variances from the data.

    x = mu + a[service] + b[unit] + c[unit, service] + d[channel] + h[hour] + g[unit, day]
        + r[device] + u[subject] + e,        e ~ (0, s2 / omega)

``design`` has the columns, ``sides`` what does not fit in there, ``em`` the rounds.
"""

from dataclasses import dataclass

import numpy as np

from app.scores.engine import sides
from app.scores.engine.design import Design, make_design
from app.scores.engine.em import LEARNT, Rounds
from app.scores.engine.events import Events, Floats
from app.scores.engine.grouping import total
from app.scores.engine.settings import Settings

__all__ = ["Fit", "fit"]


@dataclass(frozen=True, slots=True)
class Fit:
    """What the model found.

    Args:
        design: The desk system it was found with.
        beta, u: Effects of the columns and of the subjects, in points.
        desk: What the city's mean, service, unit and cell give to every answer.
        circumstances: What channel, hour, day and device give to it.
        s2: Variance of one answer.
        variances: t_. by name, with ``subject``.
        inverse: S^-1, for the uncertainty of the desks.
        level: ref . beta, what an average colleague would get at the reference desk.
        desk_level: The part of it that desks give; the rest is the usual channel and hour.
        desk_variance: s2 q' S^-1 q per subject, q = ref - B_s / D_s.
        rounds: How many EM rounds it took.
    """

    design: Design
    beta: Floats
    u: Floats
    desk: Floats
    circumstances: Floats
    s2: float
    variances: dict[str, float]
    inverse: Floats
    level: float
    desk_level: float
    desk_variance: Floats
    rounds: int

    @property
    def pull(self) -> float:
        """Return l = s2 / t_u: how many answers the city's level counts as."""
        return self.s2 / self.variances["subject"]

    def explained(self) -> Floats:
        """Return, for every answer, all that the model says except u."""
        return self.desk + self.circumstances


def fit(events: Events, omega: Floats, settings: Settings) -> Fit:
    """Return the model of these answers; ``omega`` is their precision, all above 0."""
    beside = sides.cells(events, omega)
    inside = 11 + len(events.services) + len(events.units) + beside.size <= settings.dense_limit
    design = make_design(events, omega, settings, cells=inside)
    families = [sides.days(events, omega, settings), sides.devices(events, omega, settings)]
    families += [] if inside else [beside]
    run = Rounds(events, design, [side for side in families if side.size], settings)
    run.run()
    return _found(run)


def _found(run: Rounds) -> Fit:
    """Return what the rounds came to."""
    d = run.design
    towards = run.inverse @ d.reference
    crossed = total(d.near_subject, d.near * towards[d.near_column], len(d.mass))
    around = run.desk_share() / run.depth**2 - 2 * crossed / run.depth + run.cell_share()
    desk, desk_level = _desk(run)
    everything = run.beta[d.columns].sum(axis=1) + run.side
    usual = d.of("channel", "hour")
    return Fit(
        design=d,
        beta=run.beta,
        u=run.u,
        desk=desk,
        circumstances=np.asarray(everything - desk),
        s2=run.s2,
        variances=run.t,
        inverse=np.asarray(run.inverse, np.float64),
        level=desk_level + float(d.reference[usual] @ run.beta[usual]),
        desk_level=desk_level,
        desk_variance=np.maximum(run.s2 * (float(d.reference @ towards) + around), 0.0),
        rounds=run.rounds,
    )


def _desk(run: Rounds) -> tuple[Floats, float]:
    """Return what the desk gives to every answer, and to the reference desk."""
    d = run.design
    columns = d.of("mean", *LEARNT)
    only = np.zeros(d.width)
    only[columns] = run.beta[columns]
    desk, level = only[d.columns].sum(axis=1), float(d.reference @ only)
    for side in run.sides:
        if side.name == "cell":
            side.put(desk)
            level += float(side.effect.mean())
    return desk, level
