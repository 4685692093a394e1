"""Who looked: whatever tells of a person's score is told to the person, by name and page."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from app import clock
from app.audit import AuditEntry, first_break
from app.calendar import service as calendar
from app.db import Database
from app.people.queries import person_named
from app.people.service import whole_city
from app.rights import Grant, Person, Role
from app.scores.decisions.looking import looks, record_list
from app.scores.decisions.models import Decision
from app.scores.letters.models import Commendation
from tests.conftest import NOON
from tests.insights.city import City, make_city, person
from tests.scores.decisions.house import EVIDENCE, REASONS
from tests.scores.nights import night
from tests.statements import statements
from tests.web import application, found, sit

LETTER = {"language": "fa", "honorific": "", "quote": "", "own_words": "", "office": "دفتر"}
LETTER |= {"signer": "محمدرضا توکلی", "signer_title": "مدیر کل"}
BY = Person(7, "نام", "Name", (Grant(Role.HR_REVIEWER, 1, "/"),))


class Watched:
    """Two people outside the limits of the funnel, one low and one high."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.instance = found(database, folder)
        with database.writing() as session:
            calendar.install(session)
            self.city: City = make_city(session)
            self.low = person(session, self.city.counter, "0012", "نیلوفر", "جعفری")
            self.high = person(session, self.city.counter, "0013", "مریم", "نوری")
            night(
                session,
                (self.low, {"score": 30.0, "flagged": True}),
                (self.high, {"score": 85.0, "commendable": True}),
            )
            self.top = whole_city(session, "شهر")
        self.app = application(self.instance)
        self.hr = sit(self.app, Role.HR_REVIEWER, unit=self.top, name="hr")

    def seen(self, one) -> list[str]:
        with self.instance.db.reading() as session:
            return [look.what for look in looks(session, one.public_id)]

    def own_page(self, one) -> str:
        return sit(
            self.app, Role.EMPLOYEE, unit=self.top, subject=one, name=f"own{one.id}"
        ).get("/desk/mine").text  # fmt: skip

    def send(self, path: str, **form: str):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.hr.get(path).text)
        return self.hr.post(path, data={"csrf_token": token[1] if token else "", **form})


@pytest.fixture
def watched(database: Database, tmp_path: Path) -> Watched:
    return Watched(database, tmp_path)


@pytest.mark.parametrize(
    ("path", "what", "words"),
    [
        ("/desk/employees/{low}", "score", "نتیجه و توضیح"),
        ("/desk/employees/{low}/explanation.pdf", "paper", "برگهٔ توضیح"),
        ("/desk/employees/{low}/decision", "score", "نتیجه و توضیح"),
        ("/desk/employees/{low}/commend", "score", "نتیجه و توضیح"),
        ("/desk/queues/attention", "queue", "صف بررسی"),
        ("/desk/funnel", "funnel", "نمودار مقایسه"),
    ],
)
def test_each_page_of_hr_that_tells_of_a_score_is_told_to_the_person(watched, path, what, words):
    answer = watched.hr.get(path.format(low=watched.low.public_id))

    assert answer.status_code == 200
    assert watched.seen(watched.low) == [what]
    assert words in watched.own_page(watched.low).split('id="looks"')[1]


def test_the_manager_of_the_unit_is_named_to_everybody_on_the_units_page(watched):
    chief = sit(watched.app, Role.UNIT_MANAGER, unit=watched.city.counter, name="chief")
    assert chief.get("/desk/unit").status_code == 200

    for one in (watched.low, watched.high):
        assert watched.seen(one) == ["unit"]
        told = watched.own_page(one).split('id="looks"')[1]
        assert "صفحهٔ واحد" in told
        assert "سمیه نوری" in told


def test_a_decision_is_told_at_every_opening(watched):
    assert watched.send(
        f"/desk/employees/{watched.low.public_id}/decision",
        measure="talk", reasons=REASONS, kind1="observation", shows1=EVIDENCE[0].words,
    ).status_code == 303  # fmt: skip
    with watched.instance.db.reading() as session:
        number = session.exec(select(Decision.number)).one()
    watched.hr.get(f"/desk/decisions/{number}")
    watched.hr.get(f"/desk/decisions/{number}")

    assert watched.seen(watched.low) == ["decision", "decision", "score"]


def test_a_commendation_is_told_when_it_is_written_and_read(watched):
    path = f"/desk/employees/{watched.high.public_id}/commend"
    assert watched.send(path, **LETTER).status_code == 303
    with watched.instance.db.reading() as session:
        key = session.exec(select(Commendation.public_id)).one()
    watched.hr.get(f"/desk/commendations/{key}")

    assert watched.seen(watched.high) == ["letter", "score"]


def test_ones_own_page_is_no_look(watched):
    watched.own_page(watched.low)
    assert watched.seen(watched.low) == []


def test_turning_the_pages_of_a_list_is_noted_once_and_again_the_next_day(
    watched,
):
    for _ in range(3):
        watched.hr.get("/desk/queues/attention")
    assert watched.seen(watched.low) == ["queue"]

    later = clock.now() + timedelta(hours=13)
    with watched.instance.db.writing() as session:
        record_list(session, _hr(session), [watched.low.public_id], "queue", now=later)
    assert watched.seen(watched.low) == ["queue", "queue"]


def test_a_list_of_many_people_costs_a_handful_of_statements_and_keeps_the_chain(
    session: Session,
):
    many = [f"person-{n:03d}" for n in range(60)]
    with statements(session) as seen:
        record_list(session, BY, many, "unit", now=NOON)
    assert len(seen) <= 4
    with statements(session) as seen:
        record_list(session, BY, many, "unit", now=NOON)
    assert len(seen) == 1

    assert len(session.exec(select(AuditEntry)).all()) == 60
    assert first_break(session) is None


def _hr(session: Session) -> Person:
    return person_named(session, "hr")
