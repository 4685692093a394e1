"""Writes of feedback: the tap, and the optional second step on the same record.

Both are safe to repeat: ``submission`` is unique, so a double tap, a retry and two workers make
one row and one step of the statistics.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from app import text
from app.errors import Missing, Refused
from app.feedback.models import Attachment, Contact, Feedback, Release, StatisticsDelta
from app.feedback.rules import Channel, Identity, Kind, PhotoState, ReleaseState
from app.jalali import jalali_month
from app.quick_sql import Store, change, insert_each, insert_unless_known
from app.vault import Vault
from qr import codes

__all__ = [
    "Rating",
    "Recorded",
    "Words",
    "contact_place",
    "correct",
    "put_words",
    "record",
]

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
class Words:
    """What may follow a tap.  ``phone`` is E.164 or empty; ``mood`` corrects the tap.

    ``photos`` are names under which the files were stored just before.
    """

    kind: Kind
    mood: int | None = None
    topics: tuple[str, ...] = ()
    category: str | None = None
    text: str = ""
    wants_answer: bool = False
    identity: Identity = Identity.ANONYMOUS
    phone: str = ""
    name: str = ""
    receipt_hash: str | None = None
    locale: str = "fa"
    photos: tuple[str, ...] = ()


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


def put_words(
    session: Store, row: Feedback, words: Words, *, vault: Vault, now: datetime, zone: ZoneInfo
) -> None:
    """Put words, reasons, contact and a corrected mood on the record of a tap, once.

    The text waits on the release queue; phone and name are sealed; a changed kind or mood writes
    -1 and +1 in the month of the tap.  A repeat of the same words changes nothing.

    Args:
        session: Open unit of work.
        row: The record, locked for the rest of it.
        words: What the citizen added.
        vault: Seals the contact.
        now: Instant of server receipt.
        zone: The city's zone.

    Raises:
        Refused: Other words were stored for this tap before; they stay.
    """
    said = text.clean(words.text)
    if row.told_at is not None:
        if (row.text, row.kind) != (said, words.kind):
            raise Refused("already_told")
        return
    mood = row.mood if words.mood is None else words.mood
    _recount(session, row, mood, words.kind, zone)
    change(
        session,
        row,
        {
            "kind": words.kind,
            "mood": mood,
            "topics": sorted({*row.topics, *words.topics}),
            "category": words.category,
            "text": said,
            "text_folded": text.fold(said),
            "wants_answer": words.wants_answer,
            "identity": words.identity,
            "receipt_hash": words.receipt_hash,
            "locale": words.locale,
            "told_at": now,
        },
    )
    _keep_contact(session, row, words, vault, now)
    for name in words.photos:
        insert_unless_known(session, Attachment, _photo(row, name, now))
    if said:
        insert_unless_known(session, Release, _waiting(row, now))


def correct(session: Session, submission: str, mood: int, *, zone: ZoneInfo) -> None:
    """Change the mood of a tap; the counts move by -1 and +1 in the month of the tap.

    Raises:
        Missing: No such tap.
    """
    row = _locked(session, submission)
    _recount(session, row, mood, row.kind, zone)
    change(session, row, {"mood": mood})


def contact_place(column: str, feedback_id: int) -> str:
    """Return the place a column of a contact is sealed for."""
    return f"contact|{column}|{feedback_id}"


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


def _recount(session: Store, row: Feedback, mood: int | None, kind: Kind, zone: ZoneInfo) -> None:
    """Count a message that is about to change under what it will be."""
    if (mood, kind) == (row.mood, row.kind):
        return
    month = jalali_month(row.created_at, zone)
    before = _counted(row, month, row.mood, row.kind, amount=-1)
    after = _counted(row, month, mood, kind, amount=1)
    insert_each(session, StatisticsDelta, [before, after])


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


def _waiting(row: Feedback, now: datetime) -> dict[str, Any]:
    """Return the words of a message on their way to the release queue."""
    return {
        "feedback_id": row.id,
        "unit_id": row.unit_id,
        "state": ReleaseState.WAITING,
        "text": "",
        "decided_by": None,
        "decided_at": None,
        "queued_at": now,
    }


def _keep_contact(session: Store, row: Feedback, words: Words, vault: Vault, now: datetime) -> None:
    if words.identity is Identity.ANONYMOUS or not words.phone or row.id is None:
        return
    name = text.clean_name(words.name)
    sealed = {
        "feedback_id": row.id,
        "phone_sealed": vault.seal(words.phone, place=contact_place("phone", row.id)),
        "name_sealed": vault.seal(name, place=contact_place("name", row.id)) if name else b"",
        "phone_index": vault.blind_index(words.phone),
        "stored_at": now,
    }
    insert_unless_known(session, Contact, sealed)


def _photo(row: Feedback, name: str, now: datetime) -> dict[str, Any]:
    """Return a photo as it waits to be drawn anew."""
    waits = PhotoState.WAITING
    return {"feedback_id": row.id, "name": name, "state": waits, "size": 0, "stored_at": now}
