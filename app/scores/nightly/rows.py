"""From what the engine found to the rows the run stores."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from app.scores.engine.events import Events, Ints
from app.scores.engine.explain import Explanation, explain_all
from app.scores.engine.grouping import dense, pair, total
from app.scores.engine.scoring import Outcome
from app.scores.engine.weights.weighing import RULES
from app.scores.nightly.answers import Directory
from app.scores.nightly.coached import coached

__all__ = ["Before", "desk_rows", "moment", "rules_of", "score_rows", "weight_rows"]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Before:
    """One subject's last score: what a queue or an episode goes on from."""

    id: int
    flagged: bool
    commendable: bool
    review_first: bool
    queued_since: datetime | None
    before_id: int | None


def moment(seconds: int) -> datetime:
    """Return an instant of the engine."""
    return datetime.fromtimestamp(seconds, UTC)


def score_rows(outcome: Outcome, known: Directory, before: Mapping[int, Before]) -> Iterator[Row]:
    """Yield one row a subject; none when no answer in the city weighs anything."""
    events, found = outcome.events, outcome.scores
    explained = explain_all(outcome)
    if not explained:
        return
    home, service = _homes(events)
    devices = _devices(events.subject, events.device, len(events.subjects))
    sums = total(events.subject, outcome.omega * np.nan_to_num(outcome.y), len(events.subjects))
    praised = coached(events)
    for code, name in enumerate(events.subjects):
        subject_id = known.subject_ids[name]
        flagged, commended = bool(found.flagged[code]), bool(found.commendable[code])
        review = bool(found.review_first[code])
        yield {
            **_explained(explained[code]),
            "subject_id": subject_id,
            "unit_id": known.unit_ids[events.units[int(home[code])]],
            "service": events.services[int(service[code])],
            "sd": float(found.sd[code]),
            "devices": int(devices[code]),
            "sum_y": float(sums[code]),
            "suspect_share": float(found.suspect_share[code]),
            "flagged": flagged,
            "commendable": commended,
            "review_first": review,
            "coached": bool(praised[code]),
            **_going_on(before.get(subject_id), flagged, commended, review, events.as_of),
        }


def _explained(one: Explanation) -> Row:
    return {
        "score": one.score,
        "low": one.low,
        "high": one.high,
        "n_effective": one.n_effective,
        "reliability": one.reliability,
        "answers": one.n_answers,
        "counted": one.n_counted,
        "set_aside": one.set_aside,
        "city": one.city,
        "desk": one.desk,
        "circumstances": one.circumstances,
        "said": one.answers,
        "pull": one.pull,
        "weight_of_one": one.weight_of_one,
        "regime_since": None if one.since is None else moment(one.since),
    }


def _going_on(last: Before | None, flagged: bool, commended: bool, review: bool, as_of: int) -> Row:
    """Return since when the subject waits, and the score from before an episode."""
    waited = last is not None and (last.flagged, last.commendable) == (flagged, commended)
    since = last.queued_since if last and waited else moment(as_of)
    before_id = None
    if review and last is not None:
        before_id = last.before_id if last.review_first else last.id
    return {"queued_since": since if flagged or commended else None, "before_id": before_id}


def _homes(events: Events) -> tuple[Ints, Ints]:
    """Return unit and service of every subject's latest answer."""
    home, service = np.zeros((2, len(events.subjects)), np.int64)
    home[events.subject], service[events.subject] = events.unit, events.service
    return home, service


def _devices(group: Ints, device: Ints, size: int) -> Ints:
    """Return how many devices spoke in every group; all unknown ones count as one."""
    seen = np.unique(pair(group, device))
    return np.bincount((seen >> 31) - 1, minlength=size)


def rules_of(bits: int) -> str:
    """Return rules by name.

    >>> rules_of(0b1010)
    'W2,W4'
    """
    return ",".join(rule for bit, rule in enumerate(RULES) if bits >> bit & 1)


def weight_rows(outcome: Outcome) -> Iterator[Row]:
    """Yield the answers that weigh less than 1 or are suspect; all others weigh 1."""
    weights = outcome.weights
    for row in np.flatnonzero((weights.weight < 1.0) | weights.suspect).tolist():
        yield {
            "feedback_id": int(outcome.events.ids[row]),
            "weight": float(weights.weight[row]),
            "suspect": bool(weights.suspect[row]),
            "rules": rules_of(int(weights.touched[row])),
            "accused": rules_of(int(weights.accused[row])),
        }


def desk_rows(outcome: Outcome, known: Directory) -> Iterator[Row]:
    """Yield what every desk gives an average colleague, on the scale of the city's level."""
    if outcome.fit is None:
        return
    live = np.flatnonzero(outcome.omega > 0)
    events = outcome.events
    cell, size = dense(pair(events.unit[live], events.service[live]))
    first = live[np.unique(cell, return_index=True)[1]]
    omega = outcome.omega[live]
    level = total(cell, omega * outcome.desk[live], size) / total(cell, omega, size)
    count, devices = np.bincount(cell), _devices(cell, events.device[live], size)
    for one, row in enumerate(first.tolist()):
        yield {
            "unit_id": known.unit_ids[events.units[int(events.unit[row])]],
            "service": events.services[int(events.service[row])],
            "level": float(outcome.fit.level - outcome.fit.desk_level + level[one]),
            "answers": int(count[one]),
            "devices": int(devices[one]),
        }
