"""The release queue: words reach a person or a place only after a handler has read them.

Three verbs, each once for a text: as it is, with parts masked, or not at all.  Whatever is let
through loses the name the writer left with the phone, which the handler never saw.
"""

from datetime import datetime

from sqlmodel import Session, select

from app import audit, text
from app.errors import Invalid, Missing, Refused
from app.feedback.masking import without_name
from app.feedback.models import Contact, Feedback, Release
from app.feedback.rules import ReleaseState
from app.feedback.thanks import deliver_thanks
from app.feedback.words import contact_place
from app.vault import Vault

__all__ = ["mask", "release", "withhold"]


def release(
    session: Session, feedback_id: int, *, actor_id: int, now: datetime, vault: Vault | None = None
) -> Release:
    """Let the words through as they were written; with ``vault`` without the sealed name.

    Raises:
        Missing: No such text.
        Refused: Somebody has decided already.
    """
    row = _waiting(session, feedback_id)
    words = session.exec(select(Feedback.text).where(Feedback.id == feedback_id)).one()
    words = _nameless(session, feedback_id, words, vault)
    done = _decide(session, row, ReleaseState.RELEASED, words, actor_id=actor_id, now=now)
    deliver_thanks(session, feedback_id, words, now=now)
    return done


def mask(
    session: Session,
    feedback_id: int,
    masked: str,
    *,
    actor_id: int,
    now: datetime,
    vault: Vault | None = None,
) -> Release:
    """Let the words through as the handler rewrote them, the original stays with the record.

    Raises:
        Missing: No such text.
        Refused: Somebody has decided already.
        Invalid: Nothing is left to show.
    """
    row = _waiting(session, feedback_id)
    if not (words := text.clean(masked)):
        raise Invalid("empty", field="masked")
    words = _nameless(session, feedback_id, words, vault)
    done = _decide(session, row, ReleaseState.MASKED, words, actor_id=actor_id, now=now)
    deliver_thanks(session, feedback_id, words, now=now)
    return done


def withhold(session: Session, feedback_id: int, *, actor_id: int, now: datetime) -> Release:
    """Keep the words from the person and the unit; the rating counts all the same.

    Raises:
        Missing: No such text.
        Refused: Somebody has decided already.
    """
    row = _waiting(session, feedback_id)
    return _decide(session, row, ReleaseState.WITHHELD, "", actor_id=actor_id, now=now)


def _nameless(session: Session, feedback_id: int, words: str, vault: Vault | None) -> str:
    contact = session.get(Contact, feedback_id) if vault else None
    if vault is None or contact is None or not contact.name_sealed:
        return words
    name = vault.unseal(contact.name_sealed, place=contact_place("name", feedback_id))
    return without_name(words, name)


def _waiting(session: Session, feedback_id: int) -> Release:
    row = session.exec(
        select(Release).where(Release.feedback_id == feedback_id).with_for_update()
    ).first()
    if row is None:
        raise Missing("unknown")
    if row.state is not ReleaseState.WAITING:
        raise Refused("already_decided")
    return row


def _decide(
    session: Session, row: Release, state: ReleaseState, words: str, *, actor_id: int, now: datetime
) -> Release:
    row.state, row.text, row.decided_by, row.decided_at = state, words, actor_id, now
    session.add(row)
    session.flush()
    audit.append(
        session,
        f"words.{state.value}",
        actor_id=actor_id,
        now=now,
        object=f"feedback:{row.feedback_id}",
    )
    return row
