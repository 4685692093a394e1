"""The night's erasing of what is past its term, in small units of work; files before their rows."""

from datetime import datetime, timedelta
from itertools import islice

from sqlmodel import col, select

from app.cases.desk.models import PhotoRedaction
from app.cases.keeping.terms import end_calls, end_contacts, end_photos
from app.db import Database
from app.feedback.models import Attachment
from app.photo_store import PhotoStore

__all__ = ["LEFT_BEHIND", "end_terms", "sweep_photos"]

LEFT_BEHIND = timedelta(days=1)


def end_terms(db: Database, photos: PhotoStore, *, now: datetime) -> dict[str, int]:
    """Erase numbers, names, photos and recordings past their term; return how many of each."""
    gone = {"contacts": 0, "photos": 0, "recordings": 0}
    while True:
        with db.writing() as session:
            contacts, names = end_contacts(session, now=now), end_photos(session, now=now)
            for name in names:
                photos.drop(name)  # first the files: a crash here leaves rows, gone the next night
        gone["contacts"] += contacts
        gone["photos"] += len(names)
        if not contacts and not names:
            break
    with db.writing() as session:
        gone["recordings"] = end_calls(session, now=now)
    return gone


def sweep_photos(db: Database, photos: PhotoStore, *, now: datetime) -> int:
    """Delete files as they were sent, older than a day, that no row names; return how many.

    A file is stored before the row that names it, so whoever dies between leaves one behind.
    """
    gone, left = 0, photos.raw_before(now - LEFT_BEHIND)
    while names := set(islice(left, 400)):
        with db.reading() as session:
            row, black = col(Attachment.name), col(PhotoRedaction.original)
            known = {*session.exec(select(row).where(row.in_(names)))}
            known |= {*session.exec(select(black).where(black.in_(names)))}
        for name in names - known:
            photos.drop_raw(name)
            gone += 1
    return gone
