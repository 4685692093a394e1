"""The release queue as a desk may see it: waiting words, minus those the reader must not know.

A text that opened a case is shown only to whom the case is visible; what may only be heard by
inspection never stands here.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col

from app.cases.conflicts import visible
from app.cases.models import Case
from app.cases.rules import CATEGORIES
from app.directory.models import Subject, Unit
from app.errors import Missing
from app.feedback import releasing
from app.feedback.models import Feedback, Release
from app.feedback.queries import WaitingWords
from app.feedback.rules import ReleaseState
from app.rights import Action, Person, Role, reach
from app.vault import Vault

__all__ = ["WORDS_PAGE", "decide", "waiting_words"]

WORDS_PAGE = 20
_HEARD_BY_INSPECTION = [entry.slug for entry in CATEGORIES.values() if entry.to_inspection]


def waiting_words(
    session: Session, person: Person, *, after: int = 0, limit: int = WORDS_PAGE
) -> list[WaitingWords]:
    """Return texts that wait for this person's word, oldest first, one more than a page."""
    found = _waiting(person).where(col(Feedback.id) > after).limit(limit + 1)
    return [WaitingWords(*row) for row in session.execute(found)]


def decide(
    session: Session,
    person: Person,
    feedback_id: int,
    verb: str,
    *,
    masked: str = "",
    vault: Vault,
    now: datetime,
) -> None:
    """Release, mask or withhold one text; ``vault`` opens the writer's name, which goes.

    Raises:
        Missing: No such text waits for this person.
        Refused: Somebody has decided already.
        Invalid: A masked text is empty.
    """
    row = session.execute(_waiting(person).where(col(Feedback.id) == feedback_id)).first()
    if row is None:
        raise Missing("unknown")
    if verb == "mask":
        releasing.mask(session, feedback_id, masked, actor_id=person.id, now=now, vault=vault)
    elif verb == "release":
        releasing.release(session, feedback_id, actor_id=person.id, now=now, vault=vault)
    else:
        releasing.withhold(session, feedback_id, actor_id=person.id, now=now)


def _waiting(person: Person) -> sa.Select[Any]:
    def blank(table: Any, *names: str) -> list[Any]:
        return [sa.func.coalesce(col(getattr(table, name)), "") for name in names]

    return (
        sa.select(
            *(col(getattr(Feedback, name)) for name in ("id", "text", "kind", "mood")),
            *blank(Subject, "name_fa", "name_en"),
            *blank(Unit, "name_fa", "name_en"),
            col(Release.queued_at),
        )
        .join(Release, col(Release.feedback_id) == col(Feedback.id))
        .outerjoin(Subject, col(Subject.id) == col(Feedback.subject_id))
        .outerjoin(Unit, col(Unit.id) == col(Release.unit_id))
        .outerjoin(Case, col(Case.feedback_id) == col(Feedback.id))
        .where(
            col(Release.state) == ReleaseState.WAITING,
            _within(person),
            _knowable(person),
            or_(col(Case.id).is_(None), visible(person)),
        )
        .order_by(col(Feedback.id))
    )


def _within(person: Person) -> ColumnElement[bool]:
    roots = reach(person, Action.RELEASE_WORDS)
    inside = [col(Unit.path).startswith(root, autoescape=True) for root in roots]
    if Role.SPECIAL_TEAM in person.roles:  # words to the city have no unit
        inside.append(col(Release.unit_id).is_(None))
    return or_(*inside) if inside else sa.false()


def _knowable(person: Person) -> ColumnElement[bool]:
    """Leave out what names the reader or a superior, and what only inspection may hear."""
    heard = col(Feedback.category).is_(None) | col(Feedback.category).not_in(_HEARD_BY_INSPECTION)
    hidden = sorted({*person.superiors, *([person.subject_id] if person.subject_id else [])})
    if not hidden:
        return heard
    about = col(Feedback.subject_id)
    return and_(heard, or_(about.is_(None), about.not_in(hidden)))
