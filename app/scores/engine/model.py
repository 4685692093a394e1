"""The mixed model of SCORING 4: desks, days, devices and subjects, with variances from the data.

    x = mu + a[service] + b[unit] + c[unit, service] + d[channel] + h[hour] + g[unit, day]
        + r[device] + u[subject] + e,        e ~ (0, s2 / omega)

Subjects are absorbed exactly; unit-days and devices, too many for a dense system, take turns with
it (block Gauss-Seidel, the backfitting of Hastie and Tibshirani 1990).  Variances by EM
(Dempster, Laird and Rubin 1977): mean of effect^2 + posterior variance.
"""

from dataclasses import dataclass

import numpy as np

from app.scores.engine.design import BLOCKS, Design, cells_of, make_design
from app.scores.engine.events import Bools, Events, Floats, Ints
from app.scores.engine.grouping import dense, pair, total
from app.scores.engine.settings import DAY, Settings

__all__ = ["Fit", "fit"]

_FREE = 1e-10
_LEAST = 1e-3
_SETTLING = 8
_HURRY = 1.6
_LEARNT = ("service", "unit", "cell")


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


class _Side:
    """One family of effects outside the desk system: unit-days, devices, or cells."""

    def __init__(self, name: str, group: Ints, size: int, omega: Floats) -> None:
        self.name, self.rows, self.size = name, np.flatnonzero(group >= 0), size
        self.group = group[self.rows]
        self.omega = omega[self.rows]
        self.mass = total(self.group, self.omega, size)
        self.own = self.mass
        self.effect = np.zeros(size)

    def left_open(self, subject: Ints, size: int, pull: float, own_pull: float) -> Floats:
        """Return what not knowing the groups leaves open in every u.

        A subject of mass n in the group gives it only n l / (n + l) answers' worth, since its own
        level is unknown too; the group's variance s2 / (own + pull) then comes back into u by
        (n / (n + l))^2.  Returned without the factor s2; ``pull`` is l of the
        subjects, ``own_pull`` that of the groups.
        """
        code, pairs = dense(pair(self.group, subject[self.rows]))
        mass = total(code, self.omega, pairs)
        group, who = np.zeros(pairs, np.int64), np.zeros(pairs, np.int64)
        group[code], who[code] = self.group, subject[self.rows]
        whole = total(who, mass, size)
        self.own = total(group, mass * pull / (whole[who] + pull), self.size)
        return total(who, (mass / (whole[who] + pull)) ** 2 / (self.own + own_pull)[group], size)

    def update(self, rest: Floats, pull: float) -> None:
        """Set the effects to the shrunk means of what is left over."""
        sums = total(self.group, self.omega * rest[self.rows], self.size)
        self.effect = sums / (self.mass + pull)

    def spread(self, s2: float, pull: float) -> float:
        """Return mean(effect^2 + posterior variance)."""
        return float(np.mean(self.effect**2 + s2 / (self.own + pull)))

    def edf(self, pull: float) -> float:
        """Return how many free numbers these effects are worth."""
        return float((self.mass / (self.mass + pull)).sum())

    def put(self, out: Floats) -> None:
        """Add the effects to every answer they touch."""
        out[self.rows] += self.effect[self.group]


def fit(events: Events, omega: Floats, settings: Settings) -> Fit:
    """Return the model of these answers; ``omega`` is their precision, all above 0."""
    cells = cells_of(events)
    columns = 11 + len(events.services) + len(events.units) + cells[1]
    inside = columns <= settings.dense_limit
    design = make_design(events, omega, settings, cells=inside)
    sides = [_days(events, omega, settings), _devices(events, omega, settings)]
    if not inside:
        sides.append(_Side("cell", cells[0], cells[1], omega))
    return _Em(events, design, [side for side in sides if side.size], settings).run()


def _days(events: Events, omega: Floats, settings: Settings) -> _Side:
    """Return g: unit-days with three answers and more (a power cut, a queue)."""
    local = (events.time + settings.utc_offset_minutes * 60) // DAY
    group, size = dense(pair(events.unit, local))
    often = np.bincount(group, minlength=size) >= settings.day_least
    return _Side("day", *_only(group, often), omega)


def _devices(events: Events, omega: Floats, settings: Settings) -> _Side:
    """Return r: private devices with three answers and more on two subjects and more."""
    private = events.private
    device = np.where(private, events.device, -1)
    size = len(events.devices)
    answers = np.bincount(device[private], minlength=size)
    judged = np.unique(pair(device, events.subject)[private])
    subjects = np.bincount((judged >> 31) - 1, minlength=size)
    return _Side(
        "device", *_only(device, (answers >= settings.device_least) & (subjects >= 2)), omega
    )


def _only(group: Ints, wanted: Bools) -> tuple[Ints, int]:
    """Return the groups that are wanted numbered from 0, the others as -1."""
    number = np.append(np.where(wanted, np.cumsum(wanted) - 1, -1), -1)
    return number[group], int(wanted.sum())


class _Em:
    """The rounds: solve for the effects, then the variances, until these rest."""

    def __init__(
        self, events: Events, design: Design, sides: list[_Side], settings: Settings
    ) -> None:
        self.x, self.subject, self.design = events.points, events.subject, design
        self.sides, self.settings = sides, settings
        centre = float(np.average(self.x, weights=design.omega))
        self.s2 = max(float(np.average((self.x - centre) ** 2, weights=design.omega)), 1.0)
        names = [*_LEARNT, "subject", *(side.name for side in sides)]
        self.t = dict.fromkeys(names, self.s2 / 10)
        self.t |= {
            "mean": _FREE,
            "channel": settings.nuisance_sd**2,
            "hour": settings.nuisance_sd**2,
        }
        self.whole = float(design.omega.sum())
        self.side, self.rounds = np.zeros(len(events)), 0
        self.solve()

    def run(self) -> Fit:
        """Return the fit."""
        asked = self.settings
        wide = self.design.width > asked.wide
        for rounds in range(asked.em_rounds_wide if wide else asked.em_rounds):
            before = dict(self.t)
            self.turn()
            self.learn()
            self._hurry(before)
            self.solve()
            self.rounds = rounds + 1
            if max(abs(self.t[k] / before[k] - 1) for k in before) < asked.em_tolerance:
                break
        for _ in range(_SETTLING):
            self.turn()
            self.effects()
        return self._fit()

    def solve(self) -> None:
        """Factor the desk system for the present variances, then find the effects."""
        d = self.design
        self.depth = d.mass + self.s2 / self.t["subject"]
        ridge = np.array([self._ridge(name) for name in BLOCKS])[d.block]
        taken = total(d.two_place, d.two / self.depth[d.two_subject], d.width**2)
        system = d.cross + np.diag(ridge) - taken.reshape(d.width, d.width)
        self.ridge, self.inverse = ridge, np.linalg.inv((system + system.T) / 2)
        self.effects()

    def _ridge(self, name: str) -> float:
        return _FREE * self.whole if name == "mean" else self.s2 / self.t.get(name, self.s2)

    def effects(self) -> None:
        """Solve beta = S^-1 (r_b - B' D^-1 r_s), u = D^-1 (r_s - B beta)."""
        d = self.design
        rest = d.omega * (self.x - self.side)
        by_column = total(d.columns.ravel(), np.repeat(rest, d.columns.shape[1]), d.width)
        by_subject = total(self.subject, rest, len(d.mass))
        share = d.near * (by_subject / self.depth)[d.near_subject]
        self.beta = self.inverse @ (by_column - total(d.near_column, share, d.width))
        desk = total(d.near_subject, d.near * self.beta[d.near_column], len(d.mass))
        self.u = (by_subject - desk) / self.depth

    def turn(self) -> None:
        """Let days and devices take what desks and subjects leave."""
        fitted = self.beta[self.design.columns].sum(axis=1) + self.u[self.subject]
        for one in self.sides:
            rest = self.x - fitted
            for other in self.sides:
                if other is not one:
                    rest[other.rows] -= other.effect[other.group]
            one.update(rest, self.s2 / self.t[one.name])
        self.side = np.zeros(len(self.x))
        for one in self.sides:
            one.put(self.side)

    def learn(self) -> None:
        """Set s2 = sum(omega res^2) / (sum omega - edf) and the variances of all effects."""
        d, s2 = self.design, self.s2
        diagonal = np.diag(self.inverse)
        for name in set(_LEARNT) & {BLOCKS[i] for i in np.unique(d.block)}:
            rows = d.of(name)
            self._set(name, float(np.mean(self.beta[rows] ** 2 + s2 * diagonal[rows])))
        around = self._desk_share() / self.depth**2 + self._cell_share()
        some = d.mass > 0
        self._set("subject", float(np.mean((self.u**2 + s2 / self.depth + s2 * around)[some])))
        edf = d.width - float((self.ridge * diagonal).sum()) + float((d.mass / self.depth).sum())
        for side in self.sides:
            pull = s2 / self.t[side.name]
            self._set(side.name, side.spread(s2, pull))
            edf += side.edf(pull)
        res = self.x - self.side - self.u[self.subject] - self.beta[d.columns].sum(axis=1)
        mass = float(d.omega.sum())
        self.s2 = max(float((d.omega * res**2).sum()) / max(mass - edf, mass / 10), 1.0)

    def _hurry(self, before: dict[str, float]) -> None:
        """Go further in the direction of the round: over-relaxed EM (Salakhutdinov, Roweis 2003).

        On the scale of logarithms by 1.6 steps; variances that fade would else take long.
        """
        for name, old in before.items():
            if name in _LEARNT or name == "subject" or any(s.name == name for s in self.sides):
                step = float(np.clip(_HURRY * np.log(self.t[name] / old), -1.5, 1.5))
                self.t[name] = max(old * float(np.exp(step)), _LEAST)

    def _set(self, name: str, value: float) -> None:
        self.t[name] = max(value, _LEAST)

    def _desk_share(self) -> Floats:
        """Return B_s S^-1 B_s' per subject."""
        d = self.design
        flat = self.inverse.ravel()[d.two_place]
        return total(d.two_subject, d.two * flat, len(d.mass))

    def _cell_share(self) -> Floats | float:
        """Return the same for cells left out of the desk system, per D_s^2."""
        pull, size = self.s2 / self.t["subject"], len(self.design.mass)
        for side in self.sides:
            if side.name == "cell":
                return side.left_open(self.subject, size, pull, self.s2 / self.t["cell"])
        return 0.0

    def _fit(self) -> Fit:
        d = self.design
        towards = self.inverse @ d.reference
        crossed = total(d.near_subject, d.near * towards[d.near_column], len(d.mass))
        around = self._desk_share() / self.depth**2 - 2 * crossed / self.depth + self._cell_share()
        desk, desk_level = self._desk()
        everything = self.beta[d.columns].sum(axis=1) + self.side
        usual = d.of("channel", "hour")
        return Fit(
            design=d,
            beta=self.beta,
            u=self.u,
            desk=desk,
            circumstances=np.asarray(everything - desk),
            s2=self.s2,
            variances=self.t,
            inverse=np.asarray(self.inverse, np.float64),
            level=desk_level + float(d.reference[usual] @ self.beta[usual]),
            desk_level=desk_level,
            desk_variance=np.maximum(self.s2 * (float(d.reference @ towards) + around), 0.0),
            rounds=self.rounds,
        )

    def _desk(self) -> tuple[Floats, float]:
        """Return what the desk gives to every answer, and to the reference desk."""
        d = self.design
        columns = d.of("mean", *_LEARNT)
        only = np.zeros(d.width)
        only[columns] = self.beta[columns]
        desk, level = only[d.columns].sum(axis=1), float(d.reference @ only)
        for side in self.sides:
            if side.name == "cell":
                side.put(desk)
                level += float(side.effect.mean())
        return desk, level
