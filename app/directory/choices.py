"""Units to choose from, for desks that know of units no more than code and path."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.directory.models import Unit

__all__ = ["units_below"]


def units_below(session: Session, paths: Sequence[str], *, limit: int = 1000) -> Sequence[Any]:
    """Return code, path and names of the active units in these subtrees, parents first.

    The unit that stands for the whole city (path ``/``) is none to choose.
    """
    columns = (col(Unit.code), col(Unit.path), col(Unit.name_fa), col(Unit.name_en))
    inside = or_(*(col(Unit.path).startswith(path, autoescape=True) for path in paths))
    found = select(*columns).where(inside, col(Unit.active), col(Unit.path) != "/")
    found = found.order_by(col(Unit.path)).limit(limit)
    return session.execute(found).all() if paths else []
