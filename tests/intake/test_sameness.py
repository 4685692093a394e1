"""Me too: an open case about the same place and matter is offered before one more is opened."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.cases.echoes.models import Echo
from app.cases.models import Case, CaseStep
from app.feedback.models import Contact, Feedback
from tests.intake.conftest import tap_face, tell

ASKED = "آیا همین است؟"
DIRT = {"kind": "crt", "about": "clean", "text": "سکو کثیف است", "want": "1"}


def rows(city, table):
    with city.db.reading() as session:
        return session.exec(select(table)).all()


def send(web, city, badge, **more):
    thanks = tap_face(web, city.url(badge), 2).location
    return thanks, tell(web, thanks, **{**DIRT, **more})


@pytest.fixture
def known(web, city):
    """An open case about the station."""
    _, answer = send(web, city, city.station)
    assert answer.status_code == 303
    (case,) = rows(city, Case)
    assert case.category == "CLN"
    return case


@pytest.mark.usefixtures("known")
def test_the_second_to_report_is_asked_and_counted_in_without_a_second_case(web, city):
    thanks, asked = send(web, city, city.station)
    assert (asked.status_code, ASKED in asked.text) == (200, True)
    assert DIRT["text"] in asked.text
    assert "یک نفر" in asked.text

    answer = tell(web, thanks, **DIRT, same="yes", phone="09123456789")

    assert answer.status_code == 303
    assert [case.echoes for case in rows(city, Case)] == [1]
    assert len(rows(city, Echo)) == 1
    assert len(rows(city, Feedback)) == 2
    assert rows(city, Contact) == []
    assert web.get(answer.location).status_code == 200


@pytest.mark.usefixtures("known")
def test_something_else_is_filed_by_itself(web, city):
    thanks, _ = send(web, city, city.station)

    assert tell(web, thanks, **DIRT, same="no").status_code == 303

    assert len(rows(city, Case)) == 2


@pytest.mark.usefixtures("known")
def test_the_same_me_too_sent_twice_counts_once(web, city):
    thanks, _ = send(web, city, city.station)

    for _ in range(2):
        assert tell(web, thanks, **DIRT, same="yes").status_code == 303

    assert [case.echoes for case in rows(city, Case)] == [1]


def test_sending_the_page_that_opened_the_case_again_asks_nothing(web, city):
    thanks, first = send(web, city, city.station)

    assert tell(web, thanks, **DIRT).location == first.location


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    "more", [{"about": "danger"}, {"about": "access"}, {"kind": "sug"}, {"want": ""}]
)
def test_danger_other_matters_and_what_opens_no_case_are_never_asked_about(web, city, more):
    _, answer = send(web, city, city.station, **more)

    assert ASKED not in answer.text


def test_an_open_case_about_a_person_is_never_shown(web, city):
    said = {"kind": "crt", "about": "postponed", "text": "معطل شدم", "want": "1"}
    for _ in range(2):
        thanks = tap_face(web, city.url(city.desk), 1).location
        answer = tell(web, thanks, **said)
        assert ASKED not in answer.text

    assert len(rows(city, Case)) == 2


@pytest.mark.usefixtures("known")
def test_an_old_case_is_not_offered_any_more(web, city, monkeypatch):
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)

    _, answer = send(web, city, city.station)

    assert ASKED not in answer.text


@pytest.mark.usefixtures("known")
def test_five_voices_are_written_down_and_told_to_the_desk(web, city):
    for _ in range(4):
        thanks, _ = send(web, city, city.station)
        tell(web, thanks, **DIRT, same="yes")

    kinds = [step.type for step in rows(city, CaseStep)]
    assert kinds.count("many_voices") == 1
