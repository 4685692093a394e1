"""The own photos: words that open them for half an hour, in the browser they were shown in.

The proof of the page (receipt or pass) is carried in bodies alone, and a picture needs an address.
So each picture gets a signed word of its own, bound to the device the page was shown on: copied
elsewhere it opens nothing, and neither does it once the message was erased.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select
from sqlmodel import Session, col

from app.feedback.models import Attachment
from app.feedback.rules import PhotoState
from app.vault import Vault

__all__ = ["OwnPhoto", "may_be_shown", "own_photos", "photo_named"]

_LIFE_S = 30 * 60
_SALT = "takrim-photo-v1"


@dataclass(frozen=True, slots=True)
class OwnPhoto:
    """One photo of an own message; ``word`` opens it and is empty until it is drawn anew."""

    word: str
    state: PhotoState


def own_photos(
    session: Session, ids: Sequence[int], vault: Vault, device: str
) -> dict[int, list[OwnPhoto]]:
    """Return the photos of own messages by message, in the order they were sent; one statement.

    Args:
        session: For reading.
        ids: Messages a proof has opened.
        vault: Signs the words.
        device: Keyed hash of the browser that is shown the page.
    """
    found = (
        select(col(Attachment.feedback_id), col(Attachment.name), col(Attachment.state))
        .where(col(Attachment.feedback_id).in_(ids))
        .order_by(col(Attachment.id))
    )
    shown: dict[int, list[OwnPhoto]] = {}
    for number, name, state in session.execute(found):
        ready = state == PhotoState.READY
        word = _signer(vault).dumps([name, device]) if ready else ""
        shown.setdefault(number, []).append(OwnPhoto(word, PhotoState(state)))
    return shown


def photo_named(vault: Vault, word: str, device: str) -> str:
    """Return the photo a word opens in this browser, empty if none."""
    try:
        name, bound = _signer(vault).loads(word, max_age=_LIFE_S)
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(name) if bound == device else ""


def may_be_shown(session: Session, name: str) -> bool:
    """Return whether the photo is still there and drawn anew; one statement."""
    found = select(col(Attachment.id)).where(
        col(Attachment.name) == name, col(Attachment.state) == PhotoState.READY
    )
    return session.execute(found).first() is not None


def _signer(vault: Vault) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(vault.submission, salt=_SALT)
