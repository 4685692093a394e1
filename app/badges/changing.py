"""Many badges changed by one statement, a thousand at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from app.badges.models import Badge

__all__ = ["batches", "change"]


def change(session: Session, *conditions: Any, **values: Any) -> int:
    """Set columns of every badge that meets the conditions; return how many there were."""
    statement = update(Badge).where(*conditions).values(**values).returning(col(Badge.id))
    options = {"synchronize_session": "fetch"}
    return len(session.scalars(statement, execution_options=options).all())


def batches(items: Iterable[int], size: int = 1000) -> Iterator[list[int]]:
    """Yield lists of at most ``size``; engines limit how many values a statement may carry."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
