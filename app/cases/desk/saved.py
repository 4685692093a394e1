"""Saved views: an address of the inbox under a name of one's own."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from app.cases.desk.models import SavedView
from app.cases.filters import Filters
from app.errors import Invalid, Refused
from app.rights import Person
from app.text import clean_name, fold

__all__ = ["VIEWS_MOST", "OwnView", "forget_view", "own_views", "save_view"]

VIEWS_MOST = 20
_NAME_MOST = 60


@dataclass(frozen=True, slots=True)
class OwnView:
    """One saved view, ready to show; ``query`` is its address after the "?"."""

    id: int
    name: str
    query: str


def own_views(session: Session, person: Person) -> list[OwnView]:
    """Return this person's saved views by age; one statement."""
    found = select(SavedView).where(SavedView.account_id == person.id)
    rows = session.exec(found.order_by(col(SavedView.id)))
    return [OwnView(row.id or 0, row.name, row.query) for row in rows]


def save_view(
    session: Session, name: str, filters: Filters, *, by: Person, now: datetime
) -> OwnView:
    """Keep what the inbox shows now under a name; the same name again takes its place.

    Raises:
        Invalid: ``name_missing``.
        Refused: ``views_full``: twenty are kept already.
    """
    said = clean_name(name)[:_NAME_MOST].strip()
    folded = fold(said)
    if not folded:
        raise Invalid("name_missing", field="name")
    same = select(SavedView).where(
        SavedView.account_id == by.id, SavedView.name_folded == folded[:_NAME_MOST]
    )
    row = session.exec(same.with_for_update()).first()
    if row is None:
        kept = select(func.count()).where(SavedView.account_id == by.id)
        if session.exec(kept).one() >= VIEWS_MOST:
            raise Refused("views_full")
        row = SavedView(
            account_id=by.id, name=said, name_folded=folded[:_NAME_MOST], created_at=now
        )
    row.name, row.query = said, filters.query[:600]
    session.add(row)
    session.flush()
    return OwnView(row.id or 0, row.name, row.query)


def forget_view(session: Session, number: int, *, by: Person) -> None:
    """Delete one of this person's views; harmless when repeated, nobody else's is touched."""
    own = (col(SavedView.id) == number, col(SavedView.account_id) == by.id)
    session.exec(delete(SavedView).where(*own))
