"""Blackening a part of a photo: the picture is drawn anew without it, the original sealed."""

import base64
import io
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageDraw
from sqlmodel import Session, col, select

from app.cases.desk.blackening import behind, outlived, to_blacken
from app.cases.desk.models import PhotoRedaction
from app.cases.models import Case
from app.cases.moving import record
from app.errors import Invalid, Missing, Refused
from app.feedback.models import Attachment
from app.feedback.rules import PhotoState
from app.photo_store import PhotoStore
from app.rights import Person
from app.vault import Vault

__all__ = ["Frame", "erase_pictures", "original_photo", "painted", "ready_photos", "redact_photo"]

_QUALITY = 82


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of a picture in percent of its sides, from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def inside(self) -> bool:
        """Whether it marks anything within the picture."""
        across = 0 <= self.left < 100 and 0 < self.width <= 100
        return across and 0 <= self.top < 100 and 0 < self.height <= 100


def painted(picture: bytes, frame: Frame) -> bytes:
    """Return a JPEG with one part black, without any metadata."""
    with Image.open(io.BytesIO(picture), formats=("JPEG",)) as stored:
        clean = stored.convert("RGB")
    wide, high = clean.size
    corner = (frame.left * wide / 100, frame.top * high / 100)
    end = (corner[0] + frame.width * wide / 100, corner[1] + frame.height * high / 100)
    ImageDraw.Draw(clean).rectangle((corner, end), fill="black")
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def ready_photos(session: Session, feedback_id: int) -> dict[str, bool]:
    """Return the photos of a message that can be shown, and whether a part of each is black."""
    found = (
        select(col(Attachment.name), col(PhotoRedaction.attachment_id))
        .outerjoin(PhotoRedaction, col(PhotoRedaction.attachment_id) == col(Attachment.id))
        .where(
            col(Attachment.feedback_id) == feedback_id,
            col(Attachment.state) == PhotoState.READY,
        )
    )
    return {name: black is not None for name, black in session.exec(found)}


def redact_photo(
    session: Session,
    store: PhotoStore,
    vault: Vault,
    code: str,
    name: str,
    *,
    frame: Frame,
    by: Person,
    now: datetime,
) -> None:
    """Blacken a part of a photo for good; the first original is sealed for inspection.

    Args:
        session: Open unit of work; the case is locked for the rest of it.
        store: Where the pictures lie; the shown file is replaced at the end.
        vault: Seals the original.
        code: Tracking code.
        name: Random name of the photo.
        frame: Which part.
        by: A handler, the special team or inspection.
        now: Aware instant.

    Raises:
        Missing: No such case or photo.
        Invalid: ``frame_missing``.
        Refused: ``read_only``: not this role's to do.
    """
    case, hand = to_blacken(session, code, by)
    photo = _photo(session, case, name)
    if not frame.inside:
        raise Invalid("frame_missing", field="frame")
    picture = store.drawn(name)
    number = photo.id or 0
    if session.get(PhotoRedaction, number) is None:
        sealed = vault.seal(base64.b64encode(picture).decode("ascii"), place=_place(number))
        row = PhotoRedaction(
            attachment_id=number,
            case_id=case.id or 0,
            original=store.put_raw(sealed),
            made_by=by.id,
            made_at=now,
        )
        session.add(row)
    record(session, case, hand, "photo_redacted", now=now)
    session.flush()
    store.put_drawn(name, painted(picture, frame))


def original_photo(
    session: Session,
    store: PhotoStore,
    vault: Vault,
    code: str,
    name: str,
    *,
    reason: str,
    by: Person,
    now: datetime,
) -> bytes:
    """Return a photo as it was before any blackening, for inspection; written down.

    Raises:
        Missing: No such case or photo.
        Invalid: ``reason_missing``.
        Refused: ``inspection_only``, ``nothing_kept``.
    """
    case, hand = behind(session, code, reason, by)
    photo = _photo(session, case, name)
    row = session.get(PhotoRedaction, photo.id)
    if row is None or not row.original:
        raise Refused("nothing_kept")
    record(session, case, hand, "original_viewed", now=now, internal=reason.strip())
    sealed = store.raw(row.original)
    return base64.b64decode(vault.unseal(sealed, place=_place(photo.id or 0)))


def erase_pictures(session: Session, store: PhotoStore, *, now: datetime, limit: int = 50) -> int:
    """Erase the originals of cases closed ninety days ago; return how many went."""
    rows = outlived(session, PhotoRedaction, now=now, limit=limit)
    for row in rows:
        store.drop_raw(row.original)
        row.original, row.erased_at = "", now
        session.add(row)
    session.flush()
    return len(rows)


def _photo(session: Session, case: Case, name: str) -> Attachment:
    found = select(Attachment).where(
        Attachment.feedback_id == case.feedback_id,
        Attachment.name == name,
        Attachment.state == PhotoState.READY,
    )
    photo = session.exec(found).first()
    if photo is None:
        raise Missing("unknown")
    return photo


def _place(number: int) -> str:
    return f"photo_redaction|{number}"
