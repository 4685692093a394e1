"""Photos: looked at by content, drawn anew without metadata, shown to handlers alone."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import select

from app import clock
from app.feedback import photos
from app.feedback.models import Attachment, Feedback
from app.feedback.rules import PhotoState
from app.intake import forms
from app.jobs import draw_photos
from app.rights import Role
from tests.intake.conftest import tap_face, tell
from tests.web import sit


def picture(kind: str = "JPEG", size: tuple[int, int] = (2400, 1200), **more) -> bytes:
    """A photo as a phone makes it: turned, with a place in its metadata."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SECRETPHONE"
    Image.new("RGB", size, "#886644").save(out, kind, exif=exif, **more)
    return out.getvalue()


def send(web, city, *files: bytes, **fields):
    thanks = tap_face(web, city.url(city.desk), 2).location
    sent = [(io.BytesIO(raw), f"photo{n}.jpg") for n, raw in enumerate(files)]
    return tell(web, thanks, photo=sent, **fields)


def raw_files(city) -> list[Path]:
    return [path for path in city.instance.settings.instance.glob("**/raw/*") if path.is_file()]


def attachments(city) -> list[Attachment]:
    with city.db.reading() as session:
        return list(session.exec(select(Attachment).order_by(Attachment.id)))


def test_three_photos_are_stored_and_drawn_anew_without_metadata(web, city):
    answer = send(web, city, picture(), picture("PNG"), picture("WEBP"))
    assert answer.status_code == 303
    assert draw_photos(city.instance) == 3

    rows = attachments(city)
    assert [row.state for row in rows] == [PhotoState.READY] * 3
    for row in rows:
        drawn = city.instance.photos.drawn(row.name)
        shown = Image.open(io.BytesIO(drawn))
        assert (shown.format, shown.size) == ("JPEG", (800, 1600))
        assert not shown.getexif()
        assert b"SECRETPHONE" not in drawn
        with pytest.raises(FileNotFoundError):
            city.instance.photos.raw(row.name)


def test_a_photo_alone_is_a_message(web, city):
    assert send(web, city, picture(), text="", about="").status_code == 303


def test_nothing_but_a_face_still_needs_words_a_reason_or_a_photo(web, city):
    assert send(web, city, text="", about="").status_code == 422


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "فقط عکس فرستاده می‌شود"),
        (b"MZ" + b"\0" * 500, "فقط عکس فرستاده می‌شود"),
        (b"\xff\xd8" + b"\0" * 2000, "هر عکس حداکثر ۸ مگابایت باشد"),
    ],
    ids=["P31 svg", "P32 exe as jpg", "P33 too large"],
)
def test_what_is_no_photo_or_too_large_is_refused_and_the_words_stay(
    web, city, raw, said, monkeypatch
):
    for module in (photos, forms):
        monkeypatch.setattr(module, "BYTES_MOST", 1000)
    answer = send(web, city, raw)

    assert answer.status_code == 422
    assert said in answer.text
    assert "سه روز پشت سر هم" in answer.text
    assert attachments(city) == []


def test_a_fourth_photo_is_refused(web, city):
    assert send(web, city, *[picture(size=(20, 20))] * 4).status_code == 422


def test_a_picture_of_too_many_points_is_refused_by_its_head(web, city, monkeypatch):
    monkeypatch.setattr(photos, "PIXELS_MOST", 1000)

    assert send(web, city, picture(size=(50, 50))).status_code == 422


def test_a_broken_picture_is_dropped_by_the_worker_and_the_message_stays(web, city):
    raw = picture()
    assert send(web, city, raw[: len(raw) // 3]).status_code == 303
    draw_photos(city.instance)

    (row,) = attachments(city)
    assert row.state in {PhotoState.READY, PhotoState.REFUSED}


def test_the_same_form_sent_again_keeps_one_set_of_photos(web, city):
    thanks = tap_face(web, city.url(city.desk), 2).location
    for _ in range(2):
        tell(web, thanks, photo=[(io.BytesIO(picture()), "a.jpg")])

    assert len(attachments(city)) == 1
    assert len(raw_files(city)) == 1


def test_photos_of_words_that_come_too_late_are_not_kept(web, city, monkeypatch):
    thanks = tap_face(web, city.url(city.desk), 2).location
    late = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: late)

    answer = tell(web, thanks, photo=[(io.BytesIO(picture()), "a.jpg")])

    assert (answer.status_code, raw_files(city)) == (410, [])


def test_only_who_may_see_the_case_may_see_its_photo(app, web, city):
    send(web, city, picture())
    draw_photos(city.instance)
    (row,) = attachments(city)
    with city.db.reading() as session:
        code = session.exec(select(Feedback.tracking_code)).one()
    path = f"/desk/cases/{code}/photos/{row.name}"

    answer = _team(app, city).get(path)

    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert web.get(path).status_code == 303
    assert _team(app, city, Role.EMPLOYEE, name="hosseini").get(path).status_code in {403, 404}


def _team(app, city, role: Role = Role.SPECIAL_TEAM, name: str = "team"):
    from app.directory.models import Unit

    with city.db.reading() as session:
        unit = session.get(Unit, city.unit_id)
    return sit(app, role, unit=unit, name=name)
