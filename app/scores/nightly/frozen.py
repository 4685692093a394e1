"""Frozen weights as the engine reads them: the last weights of answers without hashes."""

from sqlalchemy import select
from sqlmodel import Session, col

from app.scores.engine.weights.frozen import Frozen
from app.scores.engine.weights.weighing import RULES
from app.scores.freezing.models import FrozenWeight
from app.scores.nightly.answers import answer_name

__all__ = ["frozen_of"]


def frozen_of(session: Session) -> dict[str, Frozen]:
    """Return every frozen weight by the answer's name; one statement.

    Equal weights are kept once: a city of a million old answers has few different ones.
    """
    row = FrozenWeight
    columns = (
        col(row.feedback_id),
        col(row.weight),
        col(row.suspect),
        col(row.rules),
        col(row.accused),
    )
    known: dict[tuple[object, ...], Frozen] = {}
    found: dict[str, Frozen] = {}
    for key, *stored in session.execute(select(*columns)):
        weight, suspect, rules, accused = stored
        kept = (float(weight), bool(suspect), _bits(rules), _bits(accused))
        found[answer_name(key)] = known.setdefault(tuple(stored), kept)
    return found


def _bits(rules: str) -> int:
    """Return rules by name as bits; verdicts and findings are asked for anew every night.

    >>> bin(_bits("W2,W4,finding"))
    '0b1010'
    """
    return sum(1 << RULES.index(rule) for rule in rules.split(",") if rule.startswith("W"))
