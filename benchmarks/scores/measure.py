"""From one city to the figures of the table."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from attacks import attack
from baselines import METHODS, Answer
from world import DAYS, START, Row, World, make_world

from app.scores.engine.events import Events
from app.scores.engine.reading import read_events
from app.scores.engine.scoring import Outcome, compute
from app.scores.engine.settings import Settings

__all__ = ["AS_SPECIFIED", "Figures", "city", "make_city"]

Figures = dict[str, float]
AS_SPECIFIED = Settings(
    burst_days=(1.0, 3.0, 14.0),
    volume_tail=2.0,
    ring_devices=1_000_000,
    text_tail=2.0,
    week_alike=0.0,
    change_wide=1.0,
)


@dataclass(frozen=True, slots=True)
class City:
    """One seed: its truth, the answers with and without lies, and who was aimed at."""

    world: World
    clean: Events
    attacked: Events
    lies: Mapping[str, str]
    targets: Mapping[str, list[int]]


def make_city(seed: int, people: int, share: float) -> City:
    """Return a city with its attacks."""
    world = make_world(seed, people=people)
    lies, targets = attack(world, share)
    attacked = _events([*world.rows, *(row for rows in lies.values() for row in rows)])
    kinds = {str(row["id"]): kind for kind, rows in lies.items() for row in rows}
    return City(world, _events(world.rows), attacked, kinds, targets)


def city(seed: int, people: int, share: float) -> dict[str, Figures]:
    """Return the figures of the engine and of the usual ways on one seed."""
    one = make_city(seed, people, share)
    table = {"engine": _figures(one, Settings()), "as specified": _figures(one, AS_SPECIFIED)}
    for name, method in METHODS.items():
        table[name] = _common(
            one, _usual(one, one.attacked, method), _usual(one, one.clean, method)
        )
    return table


def _figures(one: City, settings: Settings) -> Figures:
    out, plain = compute(one.attacked, settings), compute(one.clean, settings)
    common = _common(one, _engine(one, out), _engine(one, plain))
    return common | _fraud(one, out) | _alarms(one, out) | _honest(one, plain)


def _events(rows: Iterable[Row]) -> Events:
    return read_events(json.dumps(row).encode() for row in rows)


def _people(events: Events) -> np.ndarray:
    return np.array([int(name[1:]) for name in events.subjects])


def _engine(one: City, out: Outcome) -> Answer:
    who = _people(out.events)
    columns = [np.full(one.world.people, np.nan) for _ in range(3)]
    found = out.scores
    for column, values in zip(columns, (found.score, found.low, found.high), strict=True):
        column[who] = values
    flagged = np.zeros(one.world.people, bool)
    flagged[who] = found.flagged
    return Answer(*columns, flagged)


def _usual(one: City, events: Events, method: object) -> Answer:
    subject = _people(events)[events.subject]
    return method(subject, events.points, one.world.people)  # type: ignore[operator]


def _common(one: City, found: Answer, plain: Answer) -> Figures:
    truth = one.world.truth
    known = np.isfinite(found.score) & np.isfinite(plain.score)
    spread = np.quantile(truth, 0.2)
    low, enough = (
        truth <= spread,
        known & (np.bincount(_people(one.clean)[one.clean.subject], minlength=len(truth)) >= 10),
    )
    wrong = found.flagged & ~low
    figures = {
        "rank": _rank(found.score[known], truth[known]),
        "rank honest": _rank(plain.score[known], truth[known]),
        "error": float(np.sqrt(np.mean((found.score - truth)[known] ** 2))),
        "coverage": float(np.mean(((found.low <= truth) & (truth <= found.high))[known])),
        "width": float(np.mean((found.high - found.low)[known])),
        "false attention": float(wrong.sum() / max((~low & enough).sum(), 1)),
        "attention wrong": float(wrong.sum() / max(found.flagged.sum(), 1)),
        "attention found": float(
            (found.flagged & low & enough).sum() / max((low & enough).sum(), 1)
        ),
    }
    changed = (one.world.change_day > DAYS - 61) & (one.world.change_day < DAYS) & known
    figures["late error"] = (
        float(np.mean(np.abs(plain.score - truth)[changed])) if changed.any() else 0.0
    )
    shifts = []
    for kind, aims in one.targets.items():
        rows = [person for person in aims if known[person]]
        shift = np.abs(found.score - plain.score)[rows]
        figures[f"shift {kind}"] = float(shift.mean())
        shifts += shift.tolist()
    return figures | {"shift": float(np.mean(shifts))}


def _fraud(one: City, out: Outcome) -> Figures:
    kinds = np.array([one.lies.get(name, "") for name in out.events.ids])
    lie, suspect = kinds != "", out.weights.suspect
    figures = {
        "precision": float((lie & suspect).sum() / max(suspect.sum(), 1)),
        "recall": float((lie & suspect).sum() / max(lie.sum(), 1)),
        "false suspect": float((~lie & suspect).sum() / (~lie).sum()),
    }
    for kind in one.targets:
        figures[f"recall {kind}"] = float(suspect[kinds == kind].mean())
        figures[f"weight {kind}"] = float(out.weights.weight[kinds == kind].mean())
    return figures


def _alarms(one: City, out: Outcome) -> Figures:
    """Return false alarms per steady year, and the share of late or early falls found."""
    who, change, day = _people(out.events), one.world.change, one.world.change_day
    alarms = [(int(who[a.subject]), (a.time - START) / 86_400) for a in out.alarms]
    false = sum(not (change[p] < 0 and t >= day[p]) for p, t in alarms)
    fell = [
        p
        for p in np.flatnonzero((change < 0) & (day < DAYS - 45)).tolist()
        if one.world.rate[p] * (DAYS - day[p]) >= 10 and one.world.rate[p] * day[p] >= 8
    ]
    hit = sum(any(p == q and t >= day[p] for q, t in alarms) for p in fell)
    steady = np.mean(change >= 0) * len(who) * (DAYS / 365.25)
    return {"false alarms": false / steady, "falls found": hit / max(len(fell), 1)}


def _honest(one: City, plain: Outcome) -> Figures:
    """Return how many regular visitors are suspect, and what a day changes on a clean city."""
    regular = np.array([name.startswith("agent") for name in one.clean.devices])
    rows = regular[one.clean.device] & one.clean.private
    before = compute(one.clean.until(one.clean.as_of - 86_400), plain.settings)
    now, then = _engine(one, plain).score, _engine(one, before).score
    return {
        "regulars suspect": float(plain.weights.suspect[rows].mean()),
        "clean suspect": float(plain.weights.suspect.mean()),
        "jitter": float(np.nanmean(np.abs(now - then))),
        "jitter 99%": float(np.nanquantile(np.abs(now - then), 0.99)),
    }


def _rank(one: np.ndarray, two: np.ndarray) -> float:
    order = [np.argsort(np.argsort(v)).astype(float) for v in (one, two)]
    return float(np.corrcoef(*order)[0, 1])
