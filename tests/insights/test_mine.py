"""An employee reads the same words and figures as HR, and never who said what."""

from dataclasses import fields
from datetime import timedelta

import pytest

from app.errors import Missing
from app.feedback.queries import ReleasedWords
from app.feedback.rules import Kind
from app.insights.queries.employees import employee_page
from app.insights.queries.mine import my_page, readable_words
from tests.conftest import NOON
from tests.feedback.making import TEHRAN
from tests.insights.city import City, hear, make_city, person, tell
from tests.scores.nights import night
from tests.statements import statements


@pytest.fixture
def city(session) -> City:
    return make_city(session)


@pytest.fixture
def clerk(session, city):
    return person(session, city.north, "0012")


def test_the_score_is_the_one_hr_reads(session, city, clerk):
    night(session, (clerk, {}))
    hear(session, clerk, *[5] * 8, *[2] * 6)

    own = my_page(session, clerk.id, zone=TEHRAN)
    theirs = employee_page(session, clerk.public_id, [city.root.path], zone=TEHRAN)

    assert own.shown == theirs.shown
    assert own.kinds == theirs.kinds


def test_thanks_are_read_at_once_and_other_words_among_five_answers(session, clerk):
    tell(session, clerk, "ممنونم", kind=Kind.APPRECIATION)
    tell(session, clerk, "دیر شد")
    few = my_page(session, clerk.id, zone=TEHRAN)
    assert ([w.text for w in few.thanks], few.words) == (["ممنونم"], ())

    hear(session, clerk, 3, 4, 5)

    enough = my_page(session, clerk.id, zone=TEHRAN)
    assert [w.text for w in enough.words] == ["دیر شد"]


def test_answers_of_another_month_and_messages_without_rating_do_not_help(session, clerk):
    tell(session, clerk, "دیر شد")
    hear(session, clerk, None, None, None, None, None)
    hear(session, clerk, *[5] * 9, at=NOON + timedelta(days=60))

    assert my_page(session, clerk.id, zone=TEHRAN).words == ()


def test_words_carry_neither_the_hour_nor_the_citizen(session, clerk):
    tell(session, clerk, "ممنونم", kind=Kind.APPRECIATION)

    word = my_page(session, clerk.id, zone=TEHRAN).thanks[0]

    assert word.week.isoformat() == "2026-11-21"
    assert {field.name for field in fields(ReleasedWords)} == {
        "feedback_id",
        "week",
        "kind",
        "mood",
        "text",
        "masked",
        "month",
    }


def test_an_account_of_somebody_no_longer_known_has_no_page(session):
    with pytest.raises(Missing):
        my_page(session, 10**6, zone=TEHRAN)


def test_one_text_is_readable_as_the_page_shows_it_and_no_other(session, city, clerk):
    thanks = tell(session, clerk, "ممنونم", kind=Kind.APPRECIATION)
    late = tell(session, clerk, "دیر شد")
    other = tell(session, person(session, city.north, "0013"), "سپاس", kind=Kind.APPRECIATION)

    assert readable_words(session, clerk.id, thanks, zone=TEHRAN).text == "ممنونم"
    for hidden in (late, other, 10**9):
        with pytest.raises(Missing):
            readable_words(session, clerk.id, hidden, zone=TEHRAN)
    hear(session, clerk, 3, 4, 5)
    assert readable_words(session, clerk.id, late, zone=TEHRAN).text == "دیر شد"


@pytest.mark.parametrize("count", [0, 40])
def test_the_own_page_costs_at_most_fourteen_statements(session, clerk, count):
    night(session, (clerk, {}))
    hear(session, clerk, *[3] * count)
    subject_id = clerk.id
    session.expunge_all()

    with statements(session) as seen:
        my_page(session, subject_id, zone=TEHRAN)

    assert len(seen) <= 14
