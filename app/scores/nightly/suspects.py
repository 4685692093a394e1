"""Which answers a run found suspect, by whom they should be judged: one rule each."""

from collections.abc import Iterator

import numpy as np

from app.scores.engine.events import Floats
from app.scores.engine.grouping import total
from app.scores.engine.scoring import Outcome
from app.scores.engine.settings import DAY, WEEK
from app.scores.engine.weights.weighing import RULES
from app.scores.integrity.grouping import Suspect
from app.scores.nightly.answers import Directory
from app.scores.nightly.rows import moment
from app.scores.rules import About

__all__ = ["suspects_of"]

_STRONGEST = ("W8", "W1", "W5", "W3", "W4", "W2", "W6")


def suspects_of(outcome: Outcome, known: Directory, about: About) -> Iterator[Suspect]:
    """Yield the suspect answers no person has judged, each under its strongest rule."""
    events, weights = outcome.events, outcome.weights
    usual = _usual(outcome)
    for row in np.flatnonzero(weights.suspect).tolist():
        bits = int(weights.accused[row])
        rule = next((rule for rule in _STRONGEST if bits >> RULES.index(rule) & 1), None)
        if rule is None:
            continue  # a person said so: nothing is left to judge
        subject = int(events.subject[row])
        device = int(events.device[row])
        yield Suspect(
            feedback_id=int(events.ids[row]),
            about=about,
            subject_id=known.subject_ids[events.subjects[subject]],
            unit_id=known.unit_ids[events.units[int(events.unit[row])]],
            rule=rule,
            at=moment(int(events.time[row])),
            device=device if device >= 0 else -1 - row,
            usual_a_week=float(usual[subject]),
        )


def _usual(outcome: Outcome) -> Floats:
    """Return how many answers that are not suspect every subject gets a week."""
    events, size = outcome.events, len(outcome.events.subjects)
    first = np.full(size, events.as_of, np.int64)
    np.minimum.at(first, events.subject, events.time)
    weeks = np.maximum((events.as_of - first) / WEEK, DAY * 28 / WEEK)
    return np.asarray(total(events.subject, ~outcome.weights.suspect, size) / weeks)
