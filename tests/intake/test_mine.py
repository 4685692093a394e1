"""The own messages: a code by SMS opens them, the citizen acts on them, nobody else does."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.cases.models import Case
from app.cases.states import CaseState
from app.feedback.models import Feedback
from app.notices.models import Notice
from tests.intake.conftest import tap_face, tell

PHONE = "09123456789"
PASS = re.compile(r'name="pass" value="([^"]+)"')


@pytest.fixture
def complaint(web, city) -> str:
    """A confidential complaint with a number; its tracking code."""
    thanks = tap_face(web, city.url(city.desk), 1).location
    tell(web, thanks, want="1", phone=PHONE)
    with city.db.reading() as session:
        return session.exec(select(Feedback.tracking_code)).one()


def sent_codes(city) -> list[str]:
    with city.db.reading() as session:
        found = session.exec(select(Notice).where(Notice.template == "C17").order_by(Notice.id))
        return [notice.params["otp"] for notice in found.all()]


def state(city) -> CaseState:
    with city.db.reading() as session:
        return session.exec(select(Case.state)).one()


def test_a_code_by_sms_opens_the_message_and_stands_in_no_address(web, city, complaint):
    asked = web.post(f"/t/{complaint}/code")
    (code,) = sent_codes(city)
    opened = web.post("/mine/open", data={"code": complaint, "otp": code})

    assert (asked.status_code, opened.status_code) == (200, 200)
    assert "سه روز پشت سر هم" in opened.text
    assert code not in asked.text


def test_a_number_opens_all_its_messages_and_each_of_them(web, city, complaint):
    web.post("/mine", data={"phone": "۰۹۱۲ ۳۴۵ ۶۷۸۹"})
    (code,) = sent_codes(city)
    listed = web.post("/mine/open", data={"phone": PHONE, "otp": code})
    word = PASS.search(listed.text)[1]
    opened = web.post("/mine/message", data={"pass": word, "code": complaint})

    assert "سه روز پشت سر هم" in opened.text
    assert web.post("/mine/message", data={"pass": word, "code": "0000000000"}).status_code == 410
    assert web.post("/mine/message", data={"pass": "x", "code": complaint}).status_code == 410


def test_a_code_works_once_and_for_ten_minutes(web, city, complaint, monkeypatch):
    web.post(f"/t/{complaint}/code")
    (code,) = sent_codes(city)
    fields = {"code": complaint, "otp": code}
    assert web.post("/mine/open", data=fields).status_code == 200
    assert web.post("/mine/open", data=fields).status_code == 422

    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=1))
    web.post(f"/t/{complaint}/code")
    late = sent_codes(city)[-1]
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=12))
    assert web.post("/mine/open", data={"code": complaint, "otp": late}).status_code == 422


def test_known_and_unknown_numbers_look_the_same_and_only_known_ones_are_written_to(
    web, city, complaint
):
    known = web.post("/mine", data={"phone": PHONE})
    unknown = web.post("/mine", data={"phone": "09350000000"})

    assert known.text.count("<p") == unknown.text.count("<p")
    assert len(sent_codes(city)) == 1
    assert complaint


def test_a_number_gets_three_messages_an_hour_the_first_with_the_receipt(
    web, city, complaint, monkeypatch
):
    start = clock.now()
    for second in range(5):
        monkeypatch.setattr(clock, "now", lambda s=second: start + timedelta(seconds=s))
        assert web.post(f"/t/{complaint}/code").status_code == 200

    assert len(sent_codes(city)) == 2


def test_five_wrong_codes_end_in_patience(web, complaint):
    tries = [
        web.post("/mine/open", data={"code": complaint, "otp": f"00000{n}"}).status_code
        for n in range(7)
    ]

    assert tries == [422] * 5 + [429] * 2


def test_the_citizen_withdraws_the_own_complaint(web, city, complaint):
    web.post(f"/t/{complaint}/code")
    opened = web.post("/mine/open", data={"code": complaint, "otp": sent_codes(city)[0]})
    word = PASS.search(opened.text)[1]
    fields = {"pass": word, "code": complaint, "way": "withdraw", "words": "حل شد"}

    answer = web.post("/mine/message", data=fields)

    assert "شکایت شما پس گرفته شد" in answer.text
    assert state(city) is CaseState.WITHDRAWN
