from json import dumps as dumps_json
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from app.audit import AuditEntry
from app.errors import Invalid, Missing, Refused
from app.notices.models import Notice
from app.people import service as people
from app.scores.letters import queries, service
from app.scores.letters.models import Commendation
from app.scores.letters.paper import Press, certificate_pdf, letter_pdf
from app.scores.letters.rules import Language, LetterState
from app.scores.letters.wording import Person, body
from printables.design import HOUSE, dumps
from printables.reading import read_back
from qr.key_ring import KeyRing
from tests.conftest import NOON
from tests.insights.city import make_city, person
from tests.scores.nights import night

PRAISED = {"score": 88.0, "commendable": True}
WHO = Person("مریم حسینی‌نژاد", "متصدی باجه", "باجهٔ شمال", "ms")


def said(language=Language.FA, **more):
    known = {"n": "۴۰", "own_words": "", "quote": "", "week": ""} | more
    words = body(language, WHO, **known)
    return words | {"city": "شهر نمونه", "office": "", "signer": "م", "signer_title": "مدیر"}


@pytest.fixture
def hr(session):
    return people.create_account(session, "hr", name_fa="بازبین", now=NOON, actor_id=None).id


@pytest.fixture
def clerk(session):
    return person(session, make_city(session).counter, "0012", "مریم", "حسینی‌نژاد")


def offered(session, subject, hr, ring, **more):
    known = {
        "year": 1405,
        "language": Language.FA,
        "said": said(),
        "design": dumps(HOUSE),
        "key_id": ring.signing.key_id,
        "actor_id": hr,
        "now": NOON,
    }
    return service.offer(session, subject, **(known | more))


@pytest.fixture
def ring():
    return KeyRing.fresh(b"k" * 32)


def test_a_letter_is_numbered_within_its_year_and_waits_for_the_employee(session, clerk, hr, ring):
    night(session, (clerk, PRAISED))

    row = offered(session, clerk, hr, ring)

    assert (row.year, row.place, row.state) == (1405, 1, LetterState.OFFERED)
    assert row.n == 40.0
    assert not row.open_to_all


@pytest.mark.parametrize(
    "fields",
    [
        {"commendable": False},
        {"n_effective": 29.0},
        {"reliability": 0.69},
        {"review_first": True},
    ],
    ids=["not commendable", "few answers", "unsure", "under review"],
)
def test_praise_needs_the_same_proof_as_blame(session, clerk, hr, ring, fields):
    night(session, (clerk, PRAISED | fields))

    with pytest.raises(Refused, match="letter_unsupported"):
        offered(session, clerk, hr, ring)


def test_nobody_is_offered_two_letters_at_once(session, clerk, hr, ring):
    night(session, (clerk, PRAISED))
    offered(session, clerk, hr, ring)

    with pytest.raises(Refused, match="letter_waiting"):
        offered(session, clerk, hr, ring)


def answered(session, row, hr, **more):
    known = {"subject_id": row.subject_id, "accept": True, "open_to_all": False}
    return service.answer(session, row.public_id, **(known | more), actor_id=hr, now=NOON)


def test_only_an_accepted_letter_may_be_printed(session, clerk, hr, ring):
    night(session, (clerk, PRAISED))
    row = offered(session, clerk, hr, ring)

    with pytest.raises(Refused, match="letter_not_accepted"):
        service.note_print(session, row, what="letter", actor_id=hr, now=NOON)
    answered(session, row, hr)
    service.note_print(session, row, what="letter", actor_id=hr, now=NOON)

    acts = session.exec(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts[-3:] == ["letter.offer", "letter.accept", "letter.print"]


def test_a_symbol_confirms_nothing_before_the_employee_accepts(session, clerk, hr, ring):
    night(session, (clerk, PRAISED))
    row = offered(session, clerk, hr, ring)

    assert queries.confirmed(session, row.serial, row.key_id) is None


@pytest.mark.parametrize("open_to_all", [False, True])
def test_the_name_is_public_only_if_the_employee_wants_it(session, clerk, hr, ring, open_to_all):
    night(session, (clerk, PRAISED))
    row = offered(session, clerk, hr, ring)

    answered(session, row, hr, open_to_all=open_to_all)

    told = queries.confirmed(session, row.serial, row.key_id)
    assert (told.number, told.name_fa) == ("1405-1", clerk.name_fa if open_to_all else "")


def test_a_declined_letter_stays_declined_and_private(session, clerk, hr, ring):
    night(session, (clerk, PRAISED))
    row = offered(session, clerk, hr, ring)
    answered(session, row, hr, accept=False, open_to_all=True)

    assert not row.open_to_all
    assert queries.confirmed(session, row.serial, row.key_id) is None
    with pytest.raises(Refused, match="letter_answered"):
        answered(session, row, hr)


def test_a_colleague_cannot_answer_for_somebody_else(session, clerk, hr, ring):
    night(session, (clerk, PRAISED))
    row = offered(session, clerk, hr, ring)

    with pytest.raises(Missing):
        answered(session, row, hr, subject_id=(clerk.id or 0) + 1)


def test_a_letter_is_taken_back_only_with_a_reason(session, clerk, hr, ring):
    night(session, (clerk, PRAISED))
    row = offered(session, clerk, hr, ring)
    answered(session, row, hr)

    with pytest.raises(Invalid):
        service.withdraw(session, row.public_id, why="اشتباه", actor_id=hr, now=NOON)
    service.withdraw(
        session, row.public_id, why="نتیجه پس از بازبینی پاسخ‌ها دگرگون شد.", actor_id=hr, now=NOON
    )

    assert queries.confirmed(session, row.serial, row.key_id).withdrawn_at == NOON


def test_numbers_go_on_within_a_year(session, clerk, hr, ring):
    night(session, (clerk, PRAISED))
    answered(session, offered(session, clerk, hr, ring), hr)

    assert offered(session, clerk, hr, ring).place == 2
    assert session.exec(select(Commendation.serial)).all().__len__() == 2


@pytest.mark.parametrize("language", list(Language))
def test_paper_says_what_was_stored_and_comes_out_the_same_again(
    session, clerk, hr, ring, language
):
    night(session, (clerk, PRAISED))
    row = offered(session, clerk, hr, ring, language=language, said=said(language, quote="ممنونم"))
    press = Press(ring, "https://qr.city.ir", "qr.city.ir", ZoneInfo("Asia/Tehran"))

    for pdf in (letter_pdf, certificate_pdf):
        first = pdf(row, press)
        assert first == pdf(row, press)
        assert [seen.text for seen in read_back(first)] == [press.url(row)]


def test_no_score_stands_on_paper():
    known = {"n": "۴۰", "own_words": "", "quote": "", "week": ""}
    words = dumps_json(body(Language.FA, WHO, **known), ensure_ascii=False)

    assert "سرکار خانم مریم حسینی‌نژاد" in words
    assert "امتیاز" not in words
    assert "نتیجه" not in words


def account_for(session, subject):
    own = people.create_account(
        session, "0012", name_fa="مریم", subject_id=subject.id, now=NOON, actor_id=None
    )
    people.set_password(session, own, "hash", actor_id=None, now=NOON)
    return own


def notices_to(session, account):
    own = Notice.recipient == f"account:{account.id}"
    return list(session.exec(select(Notice.template).where(own).order_by(Notice.id)))


def test_the_employee_is_told_of_a_letter_and_of_its_end_once_each(session, clerk, hr, ring):
    night(session, (clerk, PRAISED))
    own = account_for(session, clerk)

    row = offered(session, clerk, hr, ring)
    assert notices_to(session, own) == ["S32"]
    why = "نام گیرنده به اشتباه نوشته شده بود."
    service.withdraw(session, row.public_id, why=why, actor_id=hr, now=NOON)

    assert notices_to(session, own) == ["S32", "S33"]


def test_somebody_without_an_account_is_offered_a_letter_all_the_same(session, clerk, hr, ring):
    night(session, (clerk, PRAISED))

    assert offered(session, clerk, hr, ring).state is LetterState.OFFERED
    assert session.exec(select(Notice)).all() == []


def test_letters_count_for_the_key_that_signed_them_while_they_confirm(session, clerk, hr, ring):
    night(session, (clerk, PRAISED))
    row = offered(session, clerk, hr, ring)

    assert queries.letters_by_key(session) == {row.key_id: 1}
    service.withdraw(session, row.public_id, why="ب" * 20, actor_id=hr, now=NOON)
    assert queries.letters_by_key(session) == {}
