"""Folding statistics steps into month counts: work of the worker, whenever it has time."""

from collections import Counter
from typing import Any, cast

from sqlalchemy import Table, delete, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from app.feedback.models import MonthCount, StatisticsDelta

__all__ = ["fold_deltas"]

_KEY = ("subject_id", "unit_id", "month", "channel", "kind", "mood")


def fold_deltas(session: Session, limit: int = 1000) -> int:
    """Take up to ``limit`` steps out of the tail, add them to the month counts; return how many.

    The steps that are summed are exactly those one statement deletes and returns, so a step that
    commits late under a small id is never lost, and two workers never count one twice.
    """
    step = StatisticsDelta
    oldest = (
        select(col(step.id)).order_by(col(step.id)).limit(limit).with_for_update(skip_locked=True)
    )
    taken = (
        delete(step)
        .where(col(step.id).in_(oldest))
        .returning(*(getattr(step, name) for name in _KEY), col(step.amount))
    )
    sums: Counter[tuple[Any, ...]] = Counter()
    count = 0
    for row in session.execute(taken):
        sums[tuple(row[:-1])] += row[-1]
        count += 1
    # one order for all workers, so that none waits in a ring
    rows = [
        {**dict(zip(_KEY, key, strict=True)), "count": sums[key]}
        for key in sorted(sums, key=repr)
        if sums[key]
    ]
    if rows:
        _add(session, rows)
    return count


def _add(session: Session, rows: list[dict[str, Any]]) -> None:
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = make(cast(Table, inspect(MonthCount).local_table))
    more = {"count": col(MonthCount.count) + row.excluded["count"]}
    session.connection().execute(
        row.on_conflict_do_update(index_elements=list(_KEY), set_=more), rows
    )
