"""Who at a desk is offered a new case: present, unconflicted, fewest open ones, longest idle."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from app.cases.models import Absence, Case
from app.cases.routing import Colleague
from app.cases.rules import OPEN, Policy
from app.quick_sql import Store, select_rows

__all__ = ["absent_ids", "least_loaded"]

_WEIGHTS = {Policy.SAFETY: 3, Policy.URGENT: 2}


def absent_ids(store: Store, now: datetime) -> frozenset[int]:
    """Return the accounts that are away at this instant."""
    return frozenset(number for (number,) in select_rows(store, _away(), now=now))


def least_loaded(
    store: Store, people: Iterable[Colleague], *, barred_id: int | None = None, now: datetime
) -> int | None:
    """Return the account that is offered the next case, ``None`` if nobody is there.

    Danger weighs three, urgent two, the rest one; among equals whoever got a case the longest ago.
    """
    ids = [who.account_id for who in people if who.account_id != barred_id]
    if not ids:
        return None
    away = absent_ids(store, now)
    present = [number for number in ids if number not in away]
    if len(present) < 2:
        return present[0] if present else None
    found = select_rows(store, _loads(), people=present)
    load = {number: (int(total), int(newest)) for number, total, newest in found}
    return min(present, key=lambda number: (*load.get(number, (0, 0)), number))


@cache
def _away() -> sa.Select[Any]:
    now: Any = sa.bindparam("now")
    return sa.select(col(Absence.account_id)).where(
        col(Absence.from_at) <= now, col(Absence.until_at) > now
    )


@cache
def _loads() -> Any:
    weight = sa.case(_WEIGHTS, value=col(Case.policy), else_=1)
    holder = sa.func.coalesce(col(Case.handler_id), col(Case.offered_id))
    return (
        sa.select(holder, sa.func.sum(weight), sa.func.max(col(Case.id)))
        .where(holder.in_(sa.bindparam("people", expanding=True)), col(Case.state).in_(OPEN))
        .group_by(holder)
    )
