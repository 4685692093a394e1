"""Tap and words join feedback, case and notices: together or not at all, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import func, select

from app.badges.queries import subject_for_serial, subject_for_typed_code
from app.cases import service as cases
from app.cases.models import Case, CaseStep
from app.errors import Gone, Missing
from app.feedback.models import Contact, Feedback, StatisticsDelta
from app.feedback.rules import Channel, Identity, Kind
from app.intake import queries, service
from app.intake.rules import StatusWord
from app.intake.service import Tap
from app.intake.submission import Purpose, Submission, fresh, read
from app.notices.models import Notice
from qr import codes
from tests.feedback.making import NOON, TEHRAN, VAULT, make_employee, make_unit, words
from tests.intake.conftest import make_badge, make_station
from tests.statements import statements

LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def badge(session):
    return make_badge(session, make_employee(session, make_unit(session)), key_id=1)


def key_for(badge, purpose=Purpose.BADGE) -> Submission:
    made = fresh(VAULT.submission, purpose, channel=Channel.QR, now=NOON, serial=badge.serial)
    return read(made, VAULT.submission)


def tapped(session, badge, mood=2):
    key = key_for(badge)
    page = subject_for_serial(session, badge.serial)
    service.submit(session, key, Tap(mood), page, now=NOON, zone=TEHRAN)
    return key.nonce


def tell(session, nonce, now=LATER, **fields):
    known = {"category": "DLY", "topics": ("postponed",)}
    said = words(**known | fields)
    service.tell(session, nonce, said, vault=VAULT, now=now, zone=TEHRAN)


def test_a_badge_is_read_with_everything_on_its_page_in_one_statement(session, badge):
    with statements(session) as seen:
        page = subject_for_serial(session, badge.serial)

    assert len(seen) == 1
    assert (page.job_title, page.unit_name_en, page.is_employee) == (
        "کارشناس صدور پروانه",
        "District 6",
        True,
    )
    assert subject_for_typed_code(session, badge.typed_code) == page
    assert subject_for_serial(session, "0" * 10) is None


def test_a_station_is_read_with_its_lines_in_their_order(session):
    station = make_station(session, make_unit(session))
    badge = make_badge(session, station, key_id=1)

    with statements(session) as seen:
        page = subject_for_serial(session, badge.serial)

    assert len(seen) == 1
    assert [(line.number, line.colour) for line in page.lines] == [
        ("3", "#6ec5ea"),
        ("4", "#f4cc3e"),
    ]


def test_a_plain_rating_is_three_statements_with_the_badge(session, badge):
    with statements(session) as seen:
        tapped(session, badge)
    assert len(seen) == 3


def test_words_open_the_case_with_its_steps_and_the_promise(session, badge):
    nonce = tapped(session, badge)
    tell(session, nonce)

    case = session.exec(select(Case)).one()
    assert (case.category, case.registered_at) == ("DLY", LATER)
    assert session.exec(select(func.count()).select_from(CaseStep)).one() >= 1
    slip = queries.slip(session, nonce, VAULT)
    assert slip.due_at == case.due_at
    assert slip.receipt == codes.receipt(VAULT.receipt, nonce)


def test_telling_twice_is_one_case_and_the_same_receipt(session, badge):
    nonce = tapped(session, badge)
    tell(session, nonce)
    first = queries.slip(session, nonce, VAULT)

    tell(session, nonce, now=LATER + timedelta(minutes=1))

    assert queries.slip(session, nonce, VAULT) == first
    assert session.exec(select(func.count()).select_from(Case)).one() == 1


def test_everything_of_a_message_is_stored_or_nothing(database, monkeypatch):
    with database.writing() as session:
        nonce = tapped(session, make_badge(session, make_employee(session, make_unit(session)), 1))

    def fail(*_args, **_kwargs):
        raise RuntimeError("the case could not be opened")

    monkeypatch.setattr(cases, "open", fail)
    with pytest.raises(RuntimeError), database.writing() as session:
        tell(session, nonce, identity=Identity.CONFIDENTIAL, phone="+989123456789")

    with database.reading() as session:
        assert session.exec(select(Feedback.told_at)).one() is None
        assert session.exec(select(Contact)).all() == []
        assert session.exec(select(func.count()).select_from(StatisticsDelta)).one() == 1


def test_four_workers_with_one_form_make_one_record(database):
    with database.writing() as session:
        badge = make_badge(session, make_employee(session, make_unit(session)), 1)
        page = subject_for_serial(session, badge.serial)
    key = key_for(badge)

    def send(_turn):
        with database.writing() as session:
            stored = service.submit(session, key, Tap(5), page, now=NOON, zone=TEHRAN)
            return stored.tracking_code, stored.new

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(send, range(4)))

    assert len({code for code, _new in sent}) == 1
    assert sorted(new for _code, new in sent) == [False, False, False, True]
    with database.reading() as session:
        assert session.exec(select(func.count()).select_from(StatisticsDelta)).one() == 1


def test_the_confidential_are_thanked_once_for_words_that_open_no_case(session, badge):
    nonce = tapped(session, badge)
    known = {"identity": Identity.CONFIDENTIAL, "phone": "+989123456789"}

    for minute in (2, 3):
        now = NOON + timedelta(minutes=minute)
        tell(session, nonce, now=now, kind=Kind.COMMENT, category=None, **known)

    notice = session.exec(select(Notice)).one()
    assert (notice.template, set(notice.params)) == ("C02", {"code", "link"})
    assert queries.slip(session, nonce, VAULT).phone == "0912•••6789"


def test_after_half_an_hour_words_are_refused_and_faces_too(session, badge):
    nonce = tapped(session, badge)
    late = NOON + timedelta(minutes=31)

    with pytest.raises(Gone):
        tell(session, nonce, now=late)
    with pytest.raises(Gone):
        service.correct(session, nonce, 5, now=late, zone=TEHRAN)


def test_words_without_a_tap_and_answers_without_a_receipt_have_no_place(session):
    with pytest.raises(Missing):
        tell(session, "NONCE")
    with pytest.raises(Missing):
        service.act(session, 0, "confirm", words="", now=NOON)


def test_a_code_by_itself_tells_one_word_and_the_promise_in_one_statement(session, badge):
    nonce = tapped(session, badge)
    code = session.exec(select(Feedback.tracking_code)).one()
    assert queries.status(session, code).word is StatusWord.RECEIVED
    tell(session, nonce)

    with statements(session) as seen:
        told = queries.status(session, code)

    assert len(seen) == 1
    assert told.due_at == session.exec(select(Case.due_at)).one()
    assert queries.status(session, "0000000000") is None


def test_only_the_receipt_opens_the_words(session, badge):
    nonce = tapped(session, badge)
    tell(session, nonce)
    receipt = codes.receipt(VAULT.receipt, nonce)

    own = queries.own_case(session, now=NOON, receipt_hash=VAULT.receipt_hash(receipt))

    assert (own.text, own.case.state) == (words().text, session.exec(select(Case.state)).one())
    other = VAULT.receipt_hash("0" * 16)
    assert queries.own_case(session, now=NOON, receipt_hash=other) is None
