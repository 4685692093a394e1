"""The answers of a night in the engine's order, erased words replaced by what stands for them."""

from collections.abc import Mapping
from datetime import datetime

from app.db import Database
from app.scores.engine.columns import Columns
from app.scores.engine.events import Events
from app.scores.nightly.answers import Directory, answers

__all__ = ["events_of"]


def events_of(
    db: Database,
    known: Directory,
    *,
    until: int,
    as_of: datetime,
    erased: Mapping[str, str] | None = None,
) -> Events:
    """Return the answers up to an instant in the engine's order.

    Args:
        db: The city's database.
        known: Whose answers are wanted.
        until: Id of the last message.
        as_of: Answers after it are left out.
        erased: What stands for erased words, by the answer's name.
    """
    columns, gone = Columns(), erased or {}
    for one in answers(db, known, until=until):
        stands = gone.get(one.name) if gone and not one.text else None
        columns.put(one._replace(text=stands) if stands else one)
    return columns.events().until(int(as_of.timestamp()))
