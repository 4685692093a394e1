"""How many devices stand behind a count: what may be broken down is decided by voices, not taps."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, literal, select, text, union_all
from sqlmodel import Session, col

from app.feedback.models import Feedback
from app.feedback.rules import Kind

__all__ = ["voices_by_kind"]

# said in letters, or no engine would see that the index of words holds what is asked for
_IN_INDEX = text("feedback.kind <> 'none'")


def voices_by_kind(
    session: Session, subject_id: int, *, enough: int, newest: int = 100
) -> dict[str, int]:
    """Return from how many devices each kind of message came, ``enough`` when it is more.

    All unknown devices count as one.  One statement, whose work is the same after ten messages
    and after ten thousand.

    Args:
        session: For reading.
        subject_id: One person.
        enough: Where counting stops.
        newest: How many bare ratings are looked at, the newest ones; when a few devices made
            them all, older voices do not count.
    """
    worded, rated = _of_words(subject_id, enough), _of_ratings(subject_id, enough, newest)
    return {kind: int(devices) for kind, devices in session.execute(union_all(worded, rated))}


def _of_words(subject_id: int, enough: int) -> Select[*tuple[Any, ...]]:
    """Return the devices of each kind but bare ratings, by one probe of the index a device."""
    kinds = union_all(*(select(literal(k.value).label("kind")) for k in Kind if k != Kind.NONE))
    each = kinds.subquery()
    first = _first_device(subject_id, each.c.kind)
    voice = select(each.c.kind, first.label("device"), literal(1).label("n")).cte(recursive=True)
    after = _first_device(subject_id, voice.c.kind, col(Feedback.device) > voice.c.device)
    further = select(voice.c.kind, after, voice.c.n + 1)
    voice = voice.union_all(further.where(voice.c.device.is_not(None), voice.c.n < enough))
    return select(voice.c.kind, func.count(voice.c.device)).group_by(voice.c.kind)


def _first_device(
    subject_id: int, kind: ColumnElement[Any], *beyond: ColumnElement[bool]
) -> ScalarSelect[str]:
    said = Feedback
    of_kind = (col(said.subject_id) == subject_id, _IN_INDEX)
    query = select(func.min(col(said.device))).where(*of_kind, col(said.kind) == kind, *beyond)
    return query.scalar_subquery()


def _of_ratings(subject_id: int, enough: int, newest: int) -> Select[*tuple[Any, ...]]:
    said = Feedback
    looked_at = (
        select(col(said.device))
        .where(col(said.subject_id) == subject_id, col(said.kind) == Kind.NONE)
        .order_by(col(said.created_at).desc(), col(said.id).desc())
        .limit(newest)
        .subquery()
    )
    few = select(looked_at.c.device).distinct().limit(enough).subquery()
    return select(literal(Kind.NONE.value), func.count()).select_from(few)
