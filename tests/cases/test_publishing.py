"""You said, we did: the desk's own words, deliberately published, about nobody."""

import pytest
from sqlmodel import select

from app.audit import AuditEntry
from app.cases.publishing.queries import actions_of, place, places, published
from app.cases.publishing.service import Sentence, publish, take_back
from app.errors import Invalid, Missing
from app.feedback.rules import Kind
from tests.conftest import NOON
from tests.insights.city import City, make_city, person, tell
from tests.insights.city import place as make_place
from tests.statements import statements

SAID = "پله‌برقی ورودی شمالی چند روز کار نمی‌کرد."
DONE = "یکشنبه تعمیر شد و از این پس هر ماه بازدید می‌شود."
ALL = ("/",)


@pytest.fixture
def city(session) -> City:
    made = make_city(session)
    make_place(session, made.counter, "P1")
    return made


def put(session, code="P1", roots=ALL, **fields):
    sentence = Sentence(**{"said_fa": SAID, "done_fa": DONE} | fields)
    return publish(session, code, sentence, roots=roots, actor_id=1, now=NOON)


@pytest.mark.usefixtures("city")
def test_a_sentence_stands_on_the_page_of_its_place_and_in_the_staff_log(session):
    row = put(session, said_en="The escalator stood still.", done_en="Repaired on Sunday.")

    (shown,) = actions_of(session, row.subject_id)
    assert (shown.said_fa, shown.done_en) == (SAID, "Repaired on Sunday.")
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "public.publish")).one()
    assert entry.object == f"public:{row.public_id}"


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"said_fa": "بد"}, "too_short", "said_fa"),
        ({"done_fa": "ی" * 401}, "too_long", "done_fa"),
        ({"said_en": "The escalator."}, "half_english", "done_en"),
        ({"done_fa": DONE + " ۰۹۱۲ ۳۴۵ ۶۷۸۹"}, "number", "done_fa"),
        ({"done_fa": "با پیگیری آقای علي كريمی درست شد."}, "name", "done_fa"),
    ],
)
def test_what_names_numbers_or_says_too_little_is_refused(session, city, fields, code, field):
    person(session, city.counter, "0012")

    with pytest.raises(Invalid) as refused:
        put(session, **fields)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_six_words_in_a_row_of_a_citizen_are_refused_and_five_are_not(session, city):
    place_ = make_place(session, city.counter, "P2", "بوستان ملت")
    tell(session, place_, "سه روز است که آب‌خوری کنار زمین بازی خراب مانده", kind=Kind.COMMENT)

    with pytest.raises(Invalid) as refused:
        put(session, "P2", said_fa="گفتید آبخوری: سه روز است که آب خوری کنار زمین مانده")
    put(session, "P2", said_fa="آب‌خوری کنار زمین بازی کار نمی‌کرد.")

    assert refused.value.code == "quote"


def test_taken_back_it_is_gone_from_the_page_and_stays_in_the_list_of_the_desk(session, city):
    row = put(session)

    for _ in range(2):
        take_back(session, row.public_id, roots=ALL, actor_id=1, now=NOON)

    assert actions_of(session, row.subject_id) == []
    (kept,) = published(session, (city.north.path,))
    assert kept.withdrawn_at is not None
    log = select(AuditEntry).where(AuditEntry.action == "public.take_back")
    assert len(session.exec(log).all()) == 1


def test_nobody_publishes_for_a_place_out_of_reach_or_for_a_person(session, city):
    person(session, city.counter, "0012")
    row = put(session)

    for code, roots in (("P1", (city.south.path,)), ("0012", ALL), ("nowhere", ALL)):
        with pytest.raises(Missing):
            put(session, code, roots)
    with pytest.raises(Missing):
        take_back(session, row.public_id, roots=(city.south.path,), actor_id=1, now=NOON)
    assert published(session, (city.south.path,)) == []


def test_pages_follow_each_other_and_each_is_one_statement(session, city):
    for number in range(5):
        row = put(session, done_fa=f"{DONE} بار {number}")

    with statements(session) as sent:
        first = actions_of(session, row.subject_id, limit=2)
        places(session, (city.root.path,))
    rest = actions_of(session, row.subject_id, before=first[1].id, limit=3)

    assert len(sent) == 2
    assert len(first) == 3  # one more says that there is a next page
    assert [r.done_fa[-1] for r in (*first[:2], *rest)] == ["4", "3", "2", "1", "0"]


def test_a_person_has_no_public_page(session, city):
    somebody = person(session, city.counter, "0012")

    with pytest.raises(Missing):
        place(session, somebody.public_id)
