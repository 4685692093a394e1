"""From answers to weights: every rule multiplies or caps, a human verdict stands above them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from app.scores.engine.events import Bools, Events, Floats, Ints
from app.scores.engine.settings import Settings
from app.scores.engine.weights.burst import in_bursts
from app.scores.engine.weights.frozen import Frozen, FrozenAnswers
from app.scores.engine.weights.haste import hasty
from app.scores.engine.weights.insiders import from_insiders
from app.scores.engine.weights.network import from_one_network
from app.scores.engine.weights.rings import in_rings
from app.scores.engine.weights.scan import unproven
from app.scores.engine.weights.texts import copied
from app.scores.engine.weights.voice import one_voice
from app.scores.engine.weights.weekly import weekly_cap

__all__ = ["RULES", "Rulings", "Weights", "weigh"]

RULES = ("W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "finding", "verdict")


@dataclass(frozen=True, slots=True)
class Rulings:
    """What people decided, and what only the database knows; a file has none of it.

    Args:
        verdicts: Answer id -> True genuine (1) or False not (0), by an integrity handler.
        findings: Ids of answers whose message has a finding not decided, or decided against.
        insiders: Pairs of unit and device, see ``from_insiders``.
        frozen: Answer id -> the last weight of an answer whose device and network are erased.
    """

    verdicts: Mapping[str, bool] = field(default_factory=dict)
    findings: frozenset[str] = frozenset()
    insiders: frozenset[tuple[str, str]] = frozenset()
    frozen: Mapping[str, Frozen] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of every answer (0-1), who is suspect, and by which rules (bits of ``RULES``).

    ``touched`` are the rules that took weight, ``accused`` those that made the answer suspect.
    """

    weight: Floats
    suspect: Bools
    touched: Ints
    accused: Ints

    def by_rule(self, rows: Ints) -> dict[str, int]:
        """Return how many of these answers each rule took weight from."""
        bits = self.touched[rows]
        counts = {rule: int((bits >> i & 1).sum()) for i, rule in enumerate(RULES)}
        return {rule: count for rule, count in counts.items() if count}


class _Pan:
    """The weights while the rules go over them."""

    def __init__(self, size: int) -> None:
        self.weight = np.ones(size)
        self.suspect = np.zeros(size, bool)
        self.touched = np.zeros(size, np.int64)
        self.accused = np.zeros(size, np.int64)

    def keep(self, kept: FrozenAnswers) -> None:
        """Give the frozen answers their last weight, whatever rules made of them since."""
        self.weight = np.where(kept.old, kept.weight, self.weight)
        self.suspect = np.where(kept.old, kept.suspect, self.suspect)
        self.touched = np.where(kept.old, kept.touched, self.touched)
        self.accused = np.where(kept.old, kept.accused, self.accused)

    def put(self, rule: str, factor: Floats, suspect: Bools | None = None) -> None:
        """Multiply, mark, and remember which rule it was."""
        self.weight = self.weight * factor
        self.touched |= (factor < 1.0).astype(np.int64) << RULES.index(rule)
        if suspect is not None:
            self.suspect |= suspect
            self.accused |= suspect.astype(np.int64) << RULES.index(rule)


def weigh(events: Events, settings: Settings, rulings: Rulings) -> Weights:
    """Return what every answer weighs.

    W1, W2, W8 say whose voice it is; W3-W6 look for what is not a citizen's own; W7 caps a week
    whatever was found.  Rules that count others' answers count what the rules before left, of a
    frozen answer its last weight, which it keeps.  Then a human verdict overrides, and a finding
    that is not decided weighs 0.
    """
    pan = _Pan(len(events))
    if not len(events):
        return Weights(pan.weight, pan.suspect, pan.touched, pan.accused)
    kept = FrozenAnswers(events, rulings.frozen)
    pan.keep(kept)
    for rule, bad in (
        ("W1", unproven(events)),
        ("W8", from_insiders(events, rulings.insiders)),
    ):
        pan.put(rule, np.where(bad, 0.0, 1.0), bad)
    pan.put("W2", *one_voice(events, settings))
    pan.put("W2", *in_rings(events, pan.weight, settings))
    pan.put("W3", *from_one_network(events, pan.weight, settings))
    pan.put("W4", *in_bursts(events, pan.weight, settings))
    pan.put("W5", *copied(events, pan.weight, settings))
    haste = hasty(events, settings)
    pan.put("W6", np.where(haste, settings.haste_factor, 1.0), haste)
    pan.put("W7", weekly_cap(events, pan.weight, settings))
    pan.keep(kept)
    return _judged(events, pan, rulings)


def _judged(events: Events, pan: _Pan, rulings: Rulings) -> Weights:
    weight, suspect, touched = pan.weight, pan.suspect, pan.touched
    if rulings.verdicts or rulings.findings:
        for row, name in enumerate(events.ids):
            if name in rulings.verdicts:
                genuine = rulings.verdicts[name]
                weight[row], suspect[row] = float(genuine), not genuine
                touched[row] = (not genuine) << RULES.index("verdict")
                pan.accused[row] = touched[row]
            if name in rulings.findings:
                weight[row] = 0.0
                touched[row] |= 1 << RULES.index("finding")
    return Weights(weight, suspect, touched, pan.accused)
