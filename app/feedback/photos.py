"""Photos of messages: looked at by their head, stored raw, drawn anew by the worker.

Nothing is decoded while a citizen waits: format and size are read from the head of the file.  The
worker turns the picture upright, reduces it to 1600 pixels and writes a new JPEG, so that place,
time and camera are gone; the raw file is deleted.  Files have random names outside the web root.
"""

import io
import warnings
from datetime import datetime

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlmodel import Session, col, select

from app.errors import Invalid
from app.feedback.models import Attachment
from app.feedback.rules import PhotoState
from app.photo_store import PhotoStore

__all__ = ["BYTES_MOST", "PHOTOS_MOST", "check_head", "draw_waiting", "photos_of"]

PHOTOS_MOST = 3
BYTES_MOST = 8 * 2**20
PIXELS_MOST = 40_000_000
SIDE_MOST = 1600
FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 82


def check_head(raw: bytes) -> None:
    """Refuse what is too large or no JPEG, PNG or WebP, whatever its name says.

    Raises:
        Invalid: ``photo_large``, ``photo_kind`` or ``photo_pixels``.
    """
    if len(raw) > BYTES_MOST:
        raise Invalid("photo_large", field="photo")
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(raw), formats=FORMATS) as head:
            warnings.simplefilter("ignore")
            width, height = head.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise Invalid("photo_kind", field="photo") from None
    if width * height > PIXELS_MOST:
        raise Invalid("photo_pixels", field="photo")


def redrawn(raw: bytes) -> bytes:
    """Return the picture upright, at most 1600 pixels a side, as a JPEG without metadata.

    Raises:
        Invalid: ``photo_kind``: it cannot be decoded.
    """
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(raw), formats=FORMATS) as sent:
            warnings.simplefilter("ignore")
            sent.draft("RGB", (SIDE_MOST, SIDE_MOST))
            upright = ImageOps.exif_transpose(sent).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Invalid("photo_kind", field="photo") from None
    upright.thumbnail((SIDE_MOST, SIDE_MOST))
    clean, out = Image.new("RGB", upright.size), io.BytesIO()
    clean.paste(upright)
    clean.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def draw_waiting(session: Session, store: PhotoStore, *, limit: int = 5) -> int:
    """Draw photos that wait anew; return how many were looked at.

    Args:
        session: Open unit of work.
        store: Where the files lie.
        limit: How many at a time, so that a unit of work stays short.
    """
    waiting = (
        select(Attachment)
        .where(col(Attachment.state) == PhotoState.WAITING)
        .order_by(col(Attachment.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = session.exec(waiting).all()
    for row in rows:
        _draw(row, store)
        session.add(row)
    session.flush()
    return len(rows)


def photos_of(session: Session, feedback_id: int) -> list[tuple[str, PhotoState, datetime]]:
    """Return name, state and instant of the photos of a message, in the order they were sent."""
    found = select(Attachment).where(Attachment.feedback_id == feedback_id)
    rows = session.exec(found.order_by(col(Attachment.id))).all()
    return [(row.name, row.state, row.stored_at) for row in rows]


def _draw(row: Attachment, store: PhotoStore) -> None:
    try:
        drawn = redrawn(store.raw(row.name))
    except (Invalid, FileNotFoundError):
        row.state = PhotoState.REFUSED
        store.drop_raw(row.name)
        return
    store.put_drawn(row.name, drawn)
    row.state, row.size = PhotoState.READY, len(drawn)
