"""What the columns of a file hold, known again by the shape of its head."""

import json
from datetime import datetime

from sqlmodel import Session, select

from app.directory.importing.headers import Choice
from app.directory.importing.heads import Head, faults
from app.directory.models import ColumnMapping
from app.directory.rules import Kind

__all__ = ["recall", "remember"]


def recall(session: Session, kind: Kind, head: Head) -> Choice | None:
    """Return what was chosen last for a file of this shape, if that can still be read."""
    row = session.exec(
        select(ColumnMapping).where(ColumnMapping.kind == kind, ColumnMapping.shape == head.shape)
    ).first()
    if row is None:
        return None
    fields = {int(place): field for place, field in json.loads(row.columns).items()}
    return None if faults(kind, fields, head) else Choice(head.row, fields)


def remember(
    session: Session, kind: Kind, head: Head, choice: Choice, *, now: datetime, actor_id: int | None
) -> None:
    """Keep what was chosen for files of this shape, in place of an earlier choice."""
    row = session.exec(
        select(ColumnMapping).where(ColumnMapping.kind == kind, ColumnMapping.shape == head.shape)
    ).first()
    row = row or ColumnMapping(kind=kind.value, shape=head.shape, columns="", made_at=now)
    row.columns = json.dumps({str(place): field for place, field in choice.fields.items()})
    row.made_by, row.made_at = actor_id, now
    session.add(row)
    session.flush()
