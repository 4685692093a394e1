"""The second step: words, reasons, contact; errors keep everything; two kinds of codes."""

import errno
import re
from datetime import timedelta
from io import BytesIO

import pytest
from fsspec.implementations.local import LocalFileSystem
from sqlmodel import select

from app import clock
from app.cases.models import Case
from app.db import Database
from app.errors import Unwritable
from app.feedback.models import Contact, Feedback, Release
from app.feedback.rules import Identity, Kind
from app.intake import words
from app.notices.models import Notice
from tests.intake.conftest import key_in, tap_face, tell
from tests.intake.test_photos import picture

ANSWER = {"want": "1", "phone": "۰۹۱۲ ۳۴۵ ۶۷۸۹"}


def the(city, table):
    with city.db.reading() as session:
        return session.exec(select(table)).one_or_none()


@pytest.fixture
def thanks(web, city) -> str:
    return tap_face(web, city.url(city.desk), 2).location


def nothing_to_put_right(page: str) -> bool:
    """Whether a page says that nothing was sent, and blames no field for it."""
    return "هنوز فرستاده نشد</h2>" in page and "aria-invalid" not in page


def shown_code(page: str) -> str:
    groups = re.findall(r"<i>([۰-۹]+)</i>", page)
    return "".join(groups).translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))


def test_an_anonymous_complaint_opens_a_case_and_shows_sixteen_digits(web, city, thanks):
    answer = tell(web, thanks)
    page = web.get(answer.location).text

    row, case = the(city, Feedback), the(city, Case)
    assert (answer.status_code, row.kind, row.category) == (303, Kind.COMPLAINT, "DLY")
    assert (case.feedback_id, case.named_subject_id) == (row.id, city.desk_id)
    assert len(shown_code(page)) == 16
    assert row.receipt_hash == city.instance.keys.vault.receipt_hash(shown_code(page))
    assert row.tracking_code not in page
    assert "فقط همین یک بار" in page
    assert the(city, Notice) is None
    assert the(city, Release).feedback_id == row.id


def test_the_page_sent_twice_shows_the_same_receipt_and_stays_one_record(web, city, thanks):
    pages = [web.get(tell(web, thanks).location).text for _ in range(2)]

    assert shown_code(pages[0]) == shown_code(pages[1])
    assert the(city, Feedback).told_at is not None
    assert the(city, Case) is not None


def test_back_after_sending_leads_to_the_receipt(web, thanks):
    tell(web, thanks)

    assert web.get(thanks).location == thanks + "/receipt"


def test_other_words_for_the_same_tap_are_not_lost_in_silence(web, thanks):
    tell(web, thanks)

    again = tell(web, thanks, text="حرف دیگر")

    assert again.status_code == 409
    assert "حرف دیگر" in again.text
    assert "فرستاده نشد</h2>" in again.text
    assert "aria-invalid" not in again.text


def test_words_with_something_to_put_right_stay_in_their_page_after_the_half_hour(
    web, thanks, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda at=clock.now: at() + timedelta(minutes=31))
    answer = tell(web, thanks, text="سه روز معطل شدم", kind="")

    assert answer.status_code == 422
    assert "سه روز معطل شدم</textarea>" in answer.text


def test_who_leaves_a_number_gets_the_tracking_code_and_a_message(web, city, thanks):
    page = web.get(tell(web, thanks, **ANSWER).location).text

    row, contact, notice = the(city, Feedback), the(city, Contact), the(city, Notice)
    assert row.identity is Identity.CONFIDENTIAL
    assert shown_code(page) == row.tracking_code
    assert "۰۹۱۲•••۶۷۸۹" in page
    assert contact is not None
    assert notice.template == "C01"
    assert not re.search(r"0?9123456789|۹۱۲۳۴۵۶۷۸۹", page + str(notice.params))


def test_a_comment_with_a_number_is_thanked_by_message(web, city, thanks):
    tell(web, thanks, kind="apr", about="", **ANSWER)
    assert the(city, Notice).template == "C01"


def test_a_comment_that_wants_no_answer_opens_no_case_and_sends_nothing(web, city, thanks):
    page = web.get(tell(web, thanks, kind="com", phone="09123456789").location).text

    assert the(city, Case) is None
    assert the(city, Notice) is None
    assert the(city, Contact) is None
    assert len(shown_code(page)) == 10


def test_who_wants_an_answer_without_a_number_gets_a_receipt(web, city, thanks):
    page = web.get(tell(web, thanks, kind="sug", want="1").location).text

    assert len(shown_code(page)) == 16
    assert the(city, Case) is not None


@pytest.mark.parametrize("phone", ["09123456789", "۰۹۱۲۳۴۵۶۷۸۹", "+98 912 000 0000", "٠٩١٢٣٤٥٦٧٨٩"])
def test_a_mobile_number_is_read_in_every_spelling(web, thanks, phone):
    assert tell(web, thanks, want="1", phone=phone).status_code == 303


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"text": "", "about": ""}, ("text", "بنویسید چه شد")),
        ({"text": " \u00a0\u200c\n", "about": ""}, ("text", "بنویسید چه شد")),
        ({"text": "م" * 4001}, ("text", "۴٬۰۰۰ حرف")),
        ({"kind": ""}, ("kind", "نوع پیام را انتخاب کنید")),
        ({"kind": "xyz"}, ("kind", "نوع پیام را انتخاب کنید")),
        ({"mood": "999"}, ("mood", "یکی از پنج چهره")),
        ({"mood": "-1"}, ("mood", "یکی از پنج چهره")),
        ({"about": "nonsense"}, ("about", "از همین فهرست")),
        ({"phone": "abcdef"}, ("phone", "شمارهٔ همراه باید ۱۱ رقم باشد")),
        ({"phone": "0912", "want": "1"}, ("phone", "شمارهٔ همراه باید ۱۱ رقم باشد")),
        ({"phone": "02188888888", "want": "1"}, ("phone", "شمارهٔ همراه باید ۱۱ رقم باشد")),
        ({"identity": "king"}, ("identity", "از همین فهرست")),
        ({"name": "ن" * 81, "identity": "open"}, ("name", "۸۰ حرف")),
    ],
)
def test_an_error_comes_first_stands_at_its_field_and_keeps_what_was_typed(
    web, city, thanks, fields, problem
):
    field, sentence = problem

    answer = tell(web, thanks, **{"text": "متن مهم من"} | fields)

    assert answer.status_code == 422
    assert "<title>خطا:" in answer.text
    assert answer.text.index('role="alert"') < answer.text.index(f'id="e-{field}"')
    assert answer.text.count(sentence) == 2
    assert answer.text.count(fields.get("text", "متن مهم من").strip()) >= 1
    assert the(city, Feedback).told_at is None


def test_two_errors_are_counted_in_words_of_the_reader(web, thanks):
    answer = tell(web, thanks, kind="", phone="12")

    assert "هنوز فرستاده نشد؛ ۲ مورد را درست کنید" in answer.text
    assert (
        "Not sent yet; please put 2 things right"
        in web.post(thanks + "?lang=en", data={"phone": "12", "text": "x"}).text
    )


def test_switching_the_language_keeps_everything_typed_and_stores_nothing(web, city, thanks):
    answer = tell(web, thanks + "?lang=en", switch="en", want="1", phone="0912", identity="open")

    assert answer.status_code == 200
    assert 'lang="en" dir="ltr"' in answer.text
    assert "سه روز پشت سر هم" in answer.text
    assert 'value="0912"' in answer.text
    assert answer.text.count(" checked") == 5  # face, kind, reason, answer wanted, level
    assert the(city, Feedback).told_at is None


def test_a_face_alone_corrects_the_rating_and_words_may_follow(web, city, thanks):
    answer = web.post(thanks, data={"mood": "5"})

    assert answer.location == thanks
    assert (the(city, Feedback).mood, the(city, Feedback).told_at) == (5, None)
    assert tell(web, thanks).status_code == 303


def test_markup_in_words_is_shown_as_words(web, thanks):
    said = "<script>alert(1)</script> {{7*7191}} '; DROP TABLE"
    page = tell(web, thanks, kind="", text=said).text

    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "50337" not in page


def test_a_wrong_key_in_the_form_is_refused_with_the_words(web, city, thanks):
    answer = tell(web, thanks, key="wrong", text="متن مهم")

    assert (answer.status_code, "متن مهم" in answer.text) == (400, True)
    assert the(city, Feedback).told_at is None


def test_words_without_a_tap_are_given_back(web, city):
    never_tapped = key_in(web.get(city.url(city.desk)).text)
    for key in (never_tapped, "B" * 48):
        answer = tell(web, f"/thanks/{key}", text="متن مهم")
        assert (answer.status_code, "متن مهم" in answer.text) == (400, True)


def test_words_that_waited_on_the_phone_of_the_tap_arrive_within_the_week(
    web, city, thanks, monkeypatch
):
    late = clock.now() + timedelta(days=6)
    monkeypatch.setattr(clock, "now", lambda: late)

    sent = [tell(web, thanks, text="متن مهم") for _ in range(2)]

    assert [answer.status_code for answer in sent] == [303, 303]
    assert (the(city, Feedback).text, the(city, Feedback).told_at) == ("متن مهم", late)
    assert len(shown_code(web.get(sent[1].location).text)) == 16


def test_after_the_week_even_the_phone_of_the_tap_is_too_late(web, thanks, monkeypatch):
    late = clock.now() + timedelta(days=7, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: late)

    answer = tell(web, thanks, text="متن مهم")

    assert (answer.status_code, "متن مهم" in answer.text) == (410, True)


def test_half_an_hour_after_the_tap_others_get_their_words_back_and_the_rating_stays(
    app, web, city, thanks, monkeypatch
):
    late = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: late)

    answer = tell(app.test_client(), thanks, text="متن مهم")

    assert (answer.status_code, "متن مهم" in answer.text) == (410, True)
    assert "<form" not in web.get(thanks).text
    assert the(city, Feedback).mood == 2


def test_the_receipt_is_shown_for_half_an_hour_and_no_longer(web, thanks, monkeypatch):
    receipt = tell(web, thanks).location
    late = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: late)

    assert web.get(receipt).status_code == 410


def test_bribery_goes_straight_to_inspection_and_the_citizen_is_told_so(web, city, thanks):
    page = web.get(tell(web, thanks, about="money").location).text

    assert the(city, Case).to_inspection is True
    assert "یک‌راست به مرکز بازرسی" in page


@pytest.mark.parametrize("way", ["writing_rows", "reading_rows"])
def test_words_a_store_cannot_take_are_given_back(web, city, thanks, monkeypatch, way):
    def full(*_given):
        raise Unwritable("store")

    monkeypatch.setattr(Database, way, full)
    answer = tell(web, thanks, text="سه روز معطل شدم")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "سه روز معطل شدم</textarea>" in answer.text
    assert "همین حالا نمی‌توانیم چیزی ثبت کنیم" in answer.text
    assert way == "reading_rows" or nothing_to_put_right(answer.text)
    monkeypatch.undo()
    assert the(city, Feedback).told_at is None


def test_words_with_a_photo_no_disk_takes_are_given_back(web, city, thanks, monkeypatch):
    def full(*_given, **_named):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(LocalFileSystem, "pipe_file", full)
    photo = (BytesIO(picture("PNG", (40, 40))), "a.png")
    answer = tell(web, thanks, text="سه روز معطل شدم", photo=photo)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "سه روز معطل شدم</textarea>" in answer.text
    assert the(city, Feedback).told_at is None


def test_words_are_given_back_where_nobody_can_say_whether_others_told_the_same(
    web, city, monkeypatch
):
    def away(*_given, **_named):
        raise Unwritable("store")

    thanks = tap_face(web, city.url(city.station), 2).location
    monkeypatch.setattr(words, "same_as", away)
    monkeypatch.setattr(Database, "writing_rows", away)
    answer = tell(web, thanks, text="پله‌برقی خراب است", want="1", about="behaviour")

    assert answer.status_code == 503
    assert "پله‌برقی خراب است</textarea>" in answer.text
