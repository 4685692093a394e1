"""Writes of feedback: the tap, and a face that is put right; what is said comes by ``words``.

Both are safe to repeat: ``submission`` is unique, so a double tap, a retry and two workers make
one row and one step of the statistics.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from app.errors import Missing, Refused
from app.feedback.models import Feedback, StatisticsDelta
from app.feedback.rules import Channel, Identity, Kind
from app.jalali import jalali_month
from app.quick_sql import Store, change, insert_each, insert_unless_known
from qr import codes

__all__ = ["Rating", "Recorded", "correct", "record", "recount"]

_DRAWS = 8


@dataclass(frozen=True, slots=True)
class Rating:
    """A tap, with everything later questions need frozen beside it.

    ``subject_id`` is empty when the message is for a unit or for the city; ``mood`` is 5 (best)
    to 1, or empty for a report without a rating.  Device and network are keyed hashes.
    """

    submission: str
    channel: Channel
    mood: int | None
    subject_id: int | None = None
    unit_id: int | None = None
    badge_id: int | None = None
    site: str = ""
    service_type: str | None = None
    kind: Kind = Kind.NONE
    topics: tuple[str, ...] = ()
    locale: str = "fa"
    device: str = ""
    network: str = ""
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A stored tap: whether it was new, and the code that belongs to it."""

    submission: str
    tracking_code: str
    new: bool


def record(store: Store, rating: Rating, *, now: datetime, zone: ZoneInfo) -> Recorded:
    """Store a tap and one step of the statistics; a repeat returns what is there.

    Args:
        store: Open unit of work; two inserts, or one insert and one read for a repeat.
        rating: The tap.
        now: Instant of server receipt.
        zone: The city's zone, by which the statistics month is named.

    Raises:
        Refused: A repeat, but the store has rows alone and cannot be asked; try with a session.
    """
    for _ in range(_DRAWS):
        code = codes.new_tracking_code()
        if insert_unless_known(store, Feedback, _tapped(rating, code, now)):
            insert_unless_known(store, StatisticsDelta, _step(rating, jalali_month(now, zone)))
            return Recorded(rating.submission, code, new=True)
        if stored := _code_of(store, rating.submission):
            return Recorded(rating.submission, stored, new=False)
    raise RuntimeError("no free tracking code in eight draws")


def correct(session: Session, submission: str, mood: int, *, zone: ZoneInfo) -> None:
    """Change the mood of a tap; the counts move by -1 and +1 in the month of the tap.

    Raises:
        Missing: No such tap.
    """
    row = _locked(session, submission)
    recount(session, row, mood, row.kind, zone)
    change(session, row, {"mood": mood})


def _tapped(rating: Rating, code: str, now: datetime) -> dict[str, Any]:
    """Return every column of the row of a tap."""
    return {
        "submission": rating.submission,
        "tracking_code": code,
        "receipt_hash": None,
        "subject_id": rating.subject_id,
        "unit_id": rating.unit_id,
        "badge_id": rating.badge_id,
        "site": rating.site,
        "service_type": rating.service_type,
        "channel": rating.channel,
        "kind": rating.kind,
        "category": None,
        "mood": rating.mood,
        "topics": list(rating.topics),
        "text": "",
        "text_folded": "",
        "wants_answer": False,
        "identity": Identity.ANONYMOUS,
        "locale": rating.locale,
        "device": rating.device,
        "network": rating.network,
        "seconds": rating.seconds,
        "created_at": now,
        "told_at": None,
    }


def _step(rating: Rating, month: str) -> dict[str, Any]:
    """Return the step of the statistics a tap makes."""
    return {
        "subject_id": rating.subject_id or 0,
        "unit_id": rating.unit_id or 0,
        "month": month,
        "channel": rating.channel.value,
        "kind": rating.kind.value,
        "mood": rating.mood or 0,
        "amount": 1,
    }


def _code_of(store: Store, submission: str) -> str | None:
    if not isinstance(store, Session):
        raise Refused("repeated")
    known = select(Feedback.tracking_code).where(Feedback.submission == submission)
    return store.exec(known).first()


def _locked(session: Session, submission: str) -> Feedback:
    row = session.exec(
        select(Feedback)
        .where(Feedback.submission == submission)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise Missing("unknown")
    return row


def recount(store: Store, row: Feedback, mood: int | None, kind: Kind, zone: ZoneInfo) -> None:
    """Count a message that is about to change under what it will be."""
    if (mood, kind) == (row.mood, row.kind):
        return
    month = jalali_month(row.created_at, zone)
    before = _counted(row, month, row.mood, row.kind, amount=-1)
    after = _counted(row, month, mood, kind, amount=1)
    insert_each(store, StatisticsDelta, [before, after])


def _counted(
    row: Feedback, month: str, mood: int | None, kind: Kind, *, amount: int
) -> dict[str, Any]:
    """Return one step; subject 0 and unit 0 stand for a message to a unit or to the city."""
    return {
        "subject_id": row.subject_id or 0,
        "unit_id": row.unit_id or 0,
        "month": month,
        "channel": row.channel.value,
        "kind": kind.value,
        "mood": mood or 0,
        "amount": amount,
    }
