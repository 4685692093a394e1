"""Own photos: seen by whoever opened the own message, in that browser, and kept by nobody."""

import io
import re

import pytest
from PIL import Image
from sqlmodel import select

from app.feedback.models import Attachment, Feedback
from app.feedback.rules import PhotoState
from app.intake import own_photos
from app.intake.opening import grant
from app.jobs import draw_photos
from app.notices.models import Notice
from qr.codes import receipt as receipt_of
from tests.intake.conftest import tap_face, tell
from tests.intake.test_photos import picture
from tests.statements import statements

PHONE = "09123456789"
SOURCE = re.compile(r'<img src="([^"]+)"')
PASS = re.compile(r'name="pass" value="([^"]+)"')


def send(web, city, *files: bytes, **fields):
    thanks = tap_face(web, city.url(city.desk), 2).location
    sent = [(io.BytesIO(raw), f"{n}.jpg") for n, raw in enumerate(files)]
    assert tell(web, thanks, photo=sent, want="1", **fields).status_code == 303


def receipt(city) -> str:
    with city.db.reading() as session:
        nonce = session.exec(select(Feedback.submission).order_by(Feedback.id.desc())).first()
    return receipt_of(city.instance.keys.vault.receipt, nonce)


@pytest.fixture
def anonymous(web, city) -> str:
    """An anonymous complaint with two photos, drawn anew; its receipt."""
    send(web, city, picture(), picture("PNG", (400, 300)), identity="anonymous")
    draw_photos(city.instance)
    return receipt(city)


def sources(page: str) -> list[str]:
    return SOURCE.findall(page)


def test_the_receipt_shows_the_own_photos_and_no_cache_may_keep_them(web, anonymous):
    page = web.post("/track", data={"code": anonymous})

    shown = sources(page.text)
    assert len(shown) == 2
    for address in shown:
        answer = web.get(address)
        assert answer.status_code == 200
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not Image.open(io.BytesIO(answer.data)).getexif()
        assert anonymous not in address
    assert page.headers["Cache-Control"] == "no-store"


def test_a_number_shows_them_in_the_message_and_in_the_list(web, city):
    send(web, city, picture(), phone=PHONE)
    draw_photos(city.instance)
    web.post("/mine", data={"phone": PHONE})
    with city.db.reading() as session:
        (told,) = session.exec(select(Notice.params).where(Notice.template == "C17")).all()
        code = session.exec(select(Feedback.tracking_code)).one()

    listed = web.post("/mine/open", data={"phone": PHONE, "otp": told["otp"]})
    word = PASS.search(listed.text)[1]
    opened = web.post("/mine/message", data={"pass": word, "code": code})

    for page in (listed, opened):
        (address,) = sources(page.text)
        assert web.get(address).status_code == 200


def test_the_list_costs_two_reads_however_many_messages_have_photos(web, city):
    for _ in range(3):
        send(web, city, picture(size=(40, 30)), phone=PHONE)
    draw_photos(city.instance)
    word = own_pass(city)

    with statements(city.db.engine) as seen:
        page = web.post("/mine/messages", data={"pass": word})

    assert len(sources(page.text)) == 3
    assert len([s for s in seen if s.startswith("SELECT")]) == 2


def own_pass(city) -> str:
    vault = city.instance.keys.vault
    return grant(vault, vault.blind_index("+98" + PHONE[1:]))


def test_another_browser_gets_nothing_by_the_same_address(web, app, anonymous):
    (address, _) = sources(web.post("/track", data={"code": anonymous}).text)

    stranger = app.test_client()
    assert stranger.get(address).status_code == 404
    assert stranger.get(address + "x").status_code == 404
    assert web.get("/mine/photo/nothing").status_code == 404


def test_an_address_ends_after_half_an_hour(web, anonymous, monkeypatch):
    (address, _) = sources(web.post("/track", data={"code": anonymous}).text)

    monkeypatch.setattr(own_photos, "_LIFE_S", -1)

    assert web.get(address).status_code == 404


def test_erased_or_refused_photos_open_for_nobody(web, city, anonymous):
    first, second = sources(web.post("/track", data={"code": anonymous}).text)
    with city.db.writing() as session:
        one, other = session.exec(select(Attachment).order_by(Attachment.id)).all()
        session.delete(one)
        other.state = PhotoState.REFUSED
        session.add(other)

    assert [web.get(address).status_code for address in (first, second)] == [404, 404]
    assert "به شکل عکس خوانده نشد" in web.post("/track", data={"code": anonymous}).text


def test_a_photo_not_drawn_yet_is_said_to_be_prepared(web, city):
    send(web, city, picture(), identity="anonymous", text="")

    page = web.post("/track", data={"code": receipt(city)}).text

    assert "در حال آماده شدن" in page
    assert "آنچه فرستادید" in page
    assert sources(page) == []


def test_the_code_alone_shows_no_photo(web, city, anonymous):
    assert anonymous
    with city.db.reading() as session:
        code = session.exec(select(Feedback.tracking_code)).one()

    assert "/mine/photo/" not in web.get(f"/t/{code}").text
