"""Words on the record of a tap: what a citizen may add, once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app import text
from app.errors import Refused
from app.feedback.models import Attachment, Contact, Feedback, Release
from app.feedback.rules import Identity, Kind, PhotoState, ReleaseState
from app.feedback.service import recount
from app.quick_sql import Store, change, insert_unless_known
from app.vault import Vault

__all__ = ["Words", "contact_place", "put_words"]


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


def put_words(
    store: Store, row: Feedback, words: Words, *, vault: Vault, now: datetime, zone: ZoneInfo
) -> None:
    """Put words, reasons, contact and a corrected mood on the record of a tap, once.

    The text waits on the release queue; phone and name are sealed; a changed kind or mood writes
    -1 and +1 in the month of the tap.  A repeat of the same words changes nothing.

    Args:
        store: Open unit of work.
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
    recount(store, row, mood, words.kind, zone)
    change(
        store,
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
    _keep_contact(store, row, words, vault, now)
    for name in words.photos:
        insert_unless_known(store, Attachment, _photo(row, name, now))
    if said:
        insert_unless_known(store, Release, _waiting(row, now))


def contact_place(column: str, feedback_id: int) -> str:
    """Return the place a column of a contact is sealed for."""
    return f"contact|{column}|{feedback_id}"


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


def _keep_contact(store: Store, row: Feedback, words: Words, vault: Vault, now: datetime) -> None:
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
    insert_unless_known(store, Contact, sealed)


def _photo(row: Feedback, name: str, now: datetime) -> dict[str, Any]:
    """Return a photo as it waits to be drawn anew."""
    waits = PhotoState.WAITING
    return {"feedback_id": row.id, "name": name, "state": waits, "size": 0, "stored_at": now}
