"""The rounds of the mixed model: solve for the effects, then for the variances, until these rest.

Subjects are absorbed exactly, days and devices take turns with the desk system (block
Gauss-Seidel, the backfitting of Hastie and Tibshirani 1990).  Variances by EM (Dempster, Laird
and Rubin 1977): mean of effect^2 + posterior variance.
"""

import numpy as np

from app.scores.engine.design import BLOCKS, Design
from app.scores.engine.events import Events, Floats
from app.scores.engine.grouping import total
from app.scores.engine.settings import Settings
from app.scores.engine.sides import Side

__all__ = ["LEARNT", "Rounds"]

_FREE = 1e-10
_LEAST = 1e-3
_RARE = 40  # days and devices of their own are rare: small groups move slowly under EM
_SETTLING = 8
_HURRY = 1.6
LEARNT = ("service", "unit", "cell")


class Rounds:
    """The rounds: solve for the effects, then the variances, until these rest."""

    def __init__(
        self, events: Events, design: Design, sides: list[Side], settings: Settings
    ) -> None:
        self.x, self.subject, self.design = events.points, events.subject, design
        self.sides, self.settings = sides, settings
        centre = float(np.average(self.x, weights=design.omega))
        self.s2 = max(float(np.average((self.x - centre) ** 2, weights=design.omega)), 1.0)
        names = [*LEARNT, "subject", *(side.name for side in sides)]
        self.t = dict.fromkeys(names, self.s2 / 10)
        self.t |= dict.fromkeys((side.name for side in sides), self.s2 / _RARE)
        self.t |= {
            "mean": _FREE,
            "channel": settings.nuisance_sd**2,
            "hour": settings.nuisance_sd**2,
        }
        self.whole = float(design.omega.sum())
        self.side, self.rounds = np.zeros(len(events)), 0
        self.solve()

    def run(self) -> None:
        """Go the rounds."""
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
        for name in set(LEARNT) & {BLOCKS[i] for i in np.unique(d.block)}:
            rows = d.of(name)
            self._set(name, float(np.mean(self.beta[rows] ** 2 + s2 * diagonal[rows])))
        around = self.desk_share() / self.depth**2 + self.cell_share()
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
            if name in LEARNT or name == "subject" or any(s.name == name for s in self.sides):
                step = float(np.clip(_HURRY * np.log(self.t[name] / old), -1.5, 1.5))
                self.t[name] = max(old * float(np.exp(step)), _LEAST)

    def _set(self, name: str, value: float) -> None:
        self.t[name] = max(value, _LEAST)

    def desk_share(self) -> Floats:
        """Return B_s S^-1 B_s' per subject."""
        d = self.design
        flat = self.inverse.ravel()[d.two_place]
        return total(d.two_subject, d.two * flat, len(d.mass))

    def cell_share(self) -> Floats | float:
        """Return the same for cells left out of the desk system, per D_s^2."""
        pull, size = self.s2 / self.t["subject"], len(self.design.mass)
        for side in self.sides:
            if side.name == "cell":
                return side.left_open(self.subject, size, pull, self.s2 / self.t["cell"])
        return 0.0
