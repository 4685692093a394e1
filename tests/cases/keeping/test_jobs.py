"""What the night erases of ended cases, and the files a dying worker left behind."""

import os
from datetime import timedelta

import pytest
from sqlmodel import select

from app.cases.keeping.jobs import end_terms, sweep_photos
from app.feedback.models import Attachment, Contact
from app.photo_store import PhotoStore
from tests.cases.city import make_city, message
from tests.cases.keeping.test_terms import days, leave
from tests.conftest import NOON


@pytest.fixture
def photos(tmp_path) -> PhotoStore:
    return PhotoStore(str(tmp_path / "files"))


def aged(tmp_path, name: str, *, hours: int) -> None:
    """Let a file of the raw folder be this old."""
    at = (NOON - timedelta(hours=hours)).timestamp()
    os.utime(tmp_path / "files" / "photos" / "raw" / name, (at, at))


def test_rows_and_files_go_together_and_again_does_nothing(database, photos):
    name = photos.put_raw(b"x")
    photos.put_drawn(name, b"drawn")
    with database.writing() as session:
        leave(session, message(session, make_city(session).station, wants=False).id, name)

    assert end_terms(database, photos, now=days(180)) == {
        "contacts": 1,
        "photos": 1,
        "recordings": 0,
    }
    assert sum(end_terms(database, photos, now=days(181)).values()) == 0

    with database.reading() as session:
        assert session.exec(select(Contact)).all() == []
        assert session.exec(select(Attachment)).all() == []
    with pytest.raises(FileNotFoundError):
        photos.drawn(name)


def test_a_file_nobody_names_goes_after_a_day_and_no_other(sqlite_database, photos, tmp_path):
    left, fresh, waiting = (photos.put_raw(b"x") for _ in range(3))
    aged(tmp_path, left, hours=25)
    aged(tmp_path, waiting, hours=400)
    aged(tmp_path, fresh, hours=23)
    portrait = tmp_path / "files" / "photos" / "ab" / "portrait.jpg"
    portrait.parent.mkdir()
    portrait.write_bytes(b"an employee")
    os.utime(portrait, (0, 0))
    with sqlite_database.writing() as session:
        leave(session, message(session, make_city(session).station, wants=False).id, waiting)

    assert sweep_photos(sqlite_database, photos, now=NOON) == 1
    assert sweep_photos(sqlite_database, photos, now=NOON) == 0

    assert photos.raw(fresh) == photos.raw(waiting) == b"x"
    assert portrait.exists()
    with pytest.raises(FileNotFoundError):
        photos.raw(left)


def test_an_empty_store_is_nothing_to_sweep(sqlite_database, photos):
    assert sweep_photos(sqlite_database, photos, now=NOON) == 0
