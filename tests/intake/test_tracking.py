"""The code tells a word and a promise; the receipt opens everything; misses run out."""

import re

import pytest
from sqlmodel import select

from app import clock
from app.cases.models import Case
from app.cases.moving import Hand, record
from app.cases.states import CaseRole, CaseState
from app.cases.taxonomy import category
from app.feedback.models import Feedback
from qr.codes import new_tracking_code
from tests.intake.conftest import tap_face, tell
from tests.statements import statements

LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


@pytest.fixture
def receipt(web, city) -> str:
    thanks = tap_face(web, city.url(city.desk), 2).location
    page = web.get(tell(web, thanks, want="1").location).text
    return "".join(re.findall(r"<i>([۰-۹]+)</i>", page)).translate(LATIN)


def code_of(city) -> str:
    with city.db.reading() as session:
        return session.exec(select(Feedback.tracking_code)).one()


def claim_fix(city) -> None:
    """Put the case where the citizen is asked, as a handler would."""
    with city.db.writing() as session:
        case = session.exec(select(Case)).one()
        case.state, case.answered_at = CaseState.FIX_CLAIMED, case.registered_at
        session.add(case)


@pytest.mark.usefixtures("receipt")
def test_the_code_alone_tells_a_word_and_a_promise_and_nothing_else(web, city):
    code = code_of(city)
    with statements(city.db.engine) as seen:
        page = web.get(f"/t/{code}")

    assert page.status_code == 200
    assert len([s for s in seen if s.startswith("SELECT")]) == 1
    assert re.search("دریافت شد|در حال رسیدگی", page.text)
    assert re.search(r"ساعت \S*[۰-۹]{2}:[۰-۹]{2}", page.text)
    assert "سه روز" not in page.text
    assert "حسینی‌نژاد" not in page.text


def test_the_receipt_opens_words_case_and_timeline_and_stands_in_no_address(web, receipt):
    grouped = "-".join(re.findall("....", receipt))

    page = web.post("/track", data={"code": grouped})

    assert page.status_code == 200
    assert "سه روز پشت سر هم" in page.text
    assert "ثبت شد" in page.text
    assert not re.search(rf'(href|action)="[^"]*{receipt}', page.text)


@pytest.mark.usefixtures("receipt")
def test_ten_digits_lead_to_the_page_of_the_code(web, city):
    assert web.post("/track", data={"code": code_of(city)}).location == f"/t/{code_of(city)}"


def test_yes_closes_the_case_and_a_second_yes_changes_nothing(web, city, receipt):
    claim_fix(city)
    asked = web.post("/track", data={"code": receipt}).text
    assert "مشکل شما حل شد؟" in asked

    pages = [web.post("/track", data={"code": receipt, "solved": "yes"}).text for _ in range(2)]

    assert all("با تأیید شما بسته شد" in page for page in pages)
    with city.db.reading() as session:
        assert session.exec(select(Case.state)).one() is CaseState.CLOSED_VERIFIED


def test_no_takes_it_one_level_up(web, city, receipt):
    claim_fix(city)

    page = web.post("/track", data={"code": receipt, "solved": "no"}).text

    assert "پرونده دوباره باز شد" in page
    with city.db.reading() as session:
        case = session.exec(select(Case)).one()
        assert (case.state, case.level) == (CaseState.IN_PROGRESS, 1)


def test_an_answer_to_a_question_nobody_asked_is_said_to_be_one(web, receipt):
    page = web.post("/track", data={"code": receipt, "solved": "yes"})

    assert page.status_code == 200
    assert "چیزی منتظر پاسخ شما نیست" in page.text


@pytest.mark.parametrize("code", ["1", "1234567890", "12345678901234567", "abc", "۱" * 16])
def test_wrong_and_unknown_codes_look_the_same(web, code):
    answer = web.post("/track", data={"code": code})

    assert answer.status_code == 404
    assert answer.text.count("پیامی با این کد نداریم") == 2
    assert answer.text.count("خطا:") == 1


def test_made_up_codes_run_out_for_the_address_and_for_the_code(web):
    by_address = [web.get(f"/t/{new_tracking_code()}").status_code for _ in range(12)]

    assert by_address == [404] * 10 + [429] * 2


def test_one_code_may_be_missed_five_times(web):
    code = new_tracking_code()

    assert [web.get(f"/t/{code}").status_code for _ in range(6)] == [404] * 5 + [429]


def test_too_many_says_when_to_come_back(web):
    last = [web.post("/track", data={"code": "1" * 16}) for _ in range(6)][-1]

    assert last.status_code == 429
    assert 0 < int(last.headers["Retry-After"]) <= 900


def test_a_changed_category_is_told_by_its_name_and_never_why(web, city, receipt):
    with city.db.writing() as session:
        case = session.exec(select(Case)).one()
        hand = Hand(CaseRole.TRI, None)
        record(session, case, hand, "recoded", now=case.registered_at,
               reason="DLY>SYS", internal="سامانه از کار افتاده بود")  # fmt: skip

    page = web.post("/track", data={"code": receipt}).text

    assert "موضوع پرونده عوض شد" in page
    assert category("SYS").short_fa in page
    assert "از کار افتاده" not in page


def test_an_appeal_wants_words_because_there_is_only_one(web, city, receipt):
    with city.db.writing() as session:
        case = session.exec(select(Case)).one()
        case.state, case.closed_at = CaseState.DECLINED, clock.now()
        session.add(case)

    empty = web.post("/track", data={"code": receipt, "way": "appeal", "words-appeal": " "})
    said = web.post("/track", data={"code": receipt, "way": "appeal", "words-appeal": "نه"})

    assert empty.status_code == 422
    assert "بنویسید چرا نمی‌پذیرید" in empty.text
    assert "اعتراض شما رسید" in said.text
