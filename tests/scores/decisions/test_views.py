"""Decisions, appeals and the own page through the whole application."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app import clock
from app.db import Database
from app.feedback.rules import Kind
from app.people import service as people
from app.people.models import Account
from app.rights import Role
from app.scores.decisions.appeals.models import Appeal, WordsReply
from app.scores.decisions.models import Decision, DecisionEvidence
from app.scores.decisions.rules import DecisionState, Measure, Outcome
from tests.conftest import NOON
from tests.insights.city import hear, tell
from tests.scores.decisions.house import OTHER, REASONS, WORDS, House, draft, in_force, make_house
from tests.statements import statements
from tests.web import application, found

FORM = {
    "measure": "warning",
    "reasons": REASONS,
    "kind1": "observation",
    "reference1": "۱۴۰۵/۷۷",
    "shows1": "صورت‌جلسهٔ سه بازدید در آبان",
}


@dataclass
class Desk:
    """A running city; ``as_`` signs a member of staff in."""

    app: Flask
    db: Database
    house: House

    def as_(self, name: str, locale: str = "en") -> FlaskClient:
        with self.db.writing() as session:
            account = session.exec(select(Account).where(Account.username == name)).one()
            people.set_locale(session, account.id, locale)
            token = people.start_session(session, account.id, agent="a test", now=clock.now())
        client = self.app.test_client()
        with client.session_transaction() as kept:
            kept["sid"] = token
        return client

    def decision(self) -> Decision:
        with self.db.reading() as session:
            return session.exec(select(Decision)).one()


@pytest.fixture
def at(monkeypatch) -> list:
    shown = [NOON]
    monkeypatch.setattr(clock, "now", lambda: shown[0])
    return shown


@pytest.fixture
def desk(sqlite_database: Database, tmp_path: Path, at) -> Desk:  # noqa: ARG001
    instance = found(sqlite_database, tmp_path)
    with instance.db.writing() as session:
        house = make_house(session)
    app = application(instance)
    app.config["WTF_CSRF_ENABLED"] = False
    return Desk(app, instance.db, house)


def send(client: FlaskClient, path: str, **form: str) -> TestResponse:
    return client.post(path, data=form)


def test_a_decision_goes_its_whole_way_through_the_pages(desk):
    hr, own, second = desk.as_("hr"), desk.as_("0012"), desk.as_("hr2")
    new = f"/desk/employees/{desk.house.clerk.public_id}/decision"
    page = hr.get(new).text
    assert "40.0" in page
    assert "Still needed:" in page

    show = send(hr, new, **FORM).location
    number = show.rpartition("/")[2]
    assert "Tell the employee" in hr.get(show).text
    assert own.get(f"/desk/mine/decisions/{number}").status_code == 404
    send(hr, f"{show}/tell")
    assert "A decision about you is being written." in own.get("/desk/mine").text
    mine = f"/desk/mine/decisions/{number}"
    assert REASONS in own.get(mine).text
    assert send(own, f"{mine}/statement", **{"statement-words": "مرخصی بودم"}).status_code == 303

    send(hr, f"{show}/confirm", **{"confirm-words": WORDS})
    assert "It waits for a second person." in hr.get(show).text
    assert "Sign; it is then in force" in second.get(show).text
    assert send(second, f"{show}/second", **{"second-words": WORDS}).status_code == 303

    assert desk.decision().state is DecisionState.IN_FORCE
    page = own.get(mine).text
    assert "File the appeal" in page
    assert "Name hr2" in page
    send(own, f"{mine}/appeal", **{"appeal-words": WORDS})
    assert desk.decision().frozen
    assert "Frozen by an appeal" in hr.get("/desk/decisions").text

    reviewer = desk.as_("appeals")
    [path] = re.findall(r'href="(/desk/appeals/[\w-]+)"', reviewer.get("/desk/appeals").text)
    assert WORDS in reviewer.get(path).text
    assert send(reviewer, path, outcome="upheld", words=OTHER).status_code == 303
    assert desk.decision().state is DecisionState.WITHDRAWN
    assert OTHER in own.get(mine).text
    looked = own.get("/desk/mine").text
    assert "Name appeals" in looked
    assert "Name hr2" in looked


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reasons": "کوتاه"}, "at least 100 letters"),
        ({"reasons": ""}, "at least 100 letters"),
        ({"measure": ""}, "Choose one of these."),
        ({"measure": "dismissal"}, "Not a valid choice"),
        ({"kind1": ""}, "at least one piece of evidence"),
        ({"shows1": "کم"}, "at least 20 letters"),
        ({"kind1": "finding"}, "No upheld finding about this person"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(desk, changes, words):
    client = desk.as_("hr")
    path = f"/desk/employees/{desk.house.clerk.public_id}/decision"

    answer = send(client, path, **FORM | changes)

    assert answer.status_code == 422
    assert words in answer.text
    assert FORM["reference1"] in answer.text
    with desk.db.reading() as session:
        assert session.exec(select(Decision)).all() == []
        assert session.exec(select(DecisionEvidence)).all() == []


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_the_sentence_of_the_page_is_no_reason(desk, locale):
    client = desk.as_("hr", locale)
    path = f"/desk/employees/{desk.house.clerk.public_id}/decision"
    [told] = re.findall(r'<p class="f">((?:If 100|اگر ۱۰۰)[^<]+)</p>', client.get(path).text)

    answer = send(client, path, **FORM | {"reasons": f"{told} {told}"})

    assert answer.status_code == 422


def test_too_early_is_said_on_the_page_and_nothing_changes(desk, at):
    with desk.db.writing() as session:
        number = draft(session, desk.house).number
    hr = desk.as_("hr")
    send(hr, f"/desk/decisions/{number}/tell")

    answer = send(hr, f"/desk/decisions/{number}/confirm", **{"confirm-words": WORDS})

    assert answer.status_code == 409
    assert "ten working days are not over" in answer.text
    at[0] = NOON + timedelta(days=14)
    hr = desk.as_("hr")
    assert (
        send(hr, f"/desk/decisions/{number}/second", **{"second-words": WORDS}).status_code == 403
    )
    assert send(hr, f"/desk/decisions/{number}/dismiss").status_code == 422
    assert desk.decision().state is DecisionState.TOLD


def test_an_employee_without_an_account_is_told_on_paper(desk):
    with desk.db.writing() as session:
        account = session.exec(select(Account).where(Account.username == "0012")).one()
        account.password_hash = ""
        number = draft(session, desk.house).number
    hr = desk.as_("hr")

    send(hr, f"/desk/decisions/{number}/tell")

    page = hr.get(f"/desk/decisions/{number}").text
    assert "print this page and hand it over today" in page
    assert "Employee told on paper" in page


def test_nothing_to_add_is_an_answer_and_silence_is_not(desk):
    with desk.db.writing() as session:
        number = draft(session, desk.house, Measure.TALK).number
    send(desk.as_("hr"), f"/desk/decisions/{number}/tell")
    own = desk.as_("0012")

    silent = send(own, f"/desk/mine/decisions/{number}/statement", **{"statement-words": " "})
    assert silent.status_code == 422
    assert send(own, f"/desk/mine/decisions/{number}/statement", act="nothing").status_code == 303
    assert send(own, f"/desk/mine/decisions/{number}/statement", act="nothing").status_code == 409
    assert "Nothing to add." in own.get(f"/desk/mine/decisions/{number}").text


def test_an_answer_is_appealed_beside_its_words_and_judged_for_good(desk):
    with desk.db.writing() as session:
        late = tell(session, desk.house.clerk, "دیر شد")
        hear(session, desk.house.clerk, 2, 3, 4, 5)
    own, reviewer = desk.as_("0012"), desk.as_("appeals")
    path = f"/desk/mine/appeal?answer={late}"
    assert "دیر شد" in own.get(path).text
    assert send(own, path, words="کوتاه").status_code == 422
    assert send(own, path, words=WORDS).status_code == 303
    assert send(own, path, words=WORDS).status_code == 422

    [link] = re.findall(r'href="(/desk/appeals/[\w-]+)"', reviewer.get("/desk/appeals").text)
    short = send(reviewer, link, outcome="upheld", words=WORDS, **{f"answer-{late}": "leave"})
    assert short.status_code == 422
    assert re.search(r'value="leave" checked', short.text)
    done = send(reviewer, link, outcome="upheld", words=REASONS, **{f"answer-{late}": "leave"})

    assert done.status_code == 303
    with desk.db.reading() as session:
        assert session.exec(select(Appeal.outcome)).one() is Outcome.UPHELD
    assert "The employee is right" in own.get("/desk/mine").text


def test_weights_are_appealed_once_at_a_time(desk):
    own = desk.as_("0012")

    assert send(own, "/desk/mine/appeal", words=WORDS).status_code == 303
    assert "You have appealed this before." in send(own, "/desk/mine/appeal", words=WORDS).text
    assert "Every answer counts fully" in desk.as_("appeals").get(_appeal(desk)).text


def _appeal(desk: Desk) -> str:
    with desk.db.reading() as session:
        return f"/desk/appeals/{session.exec(select(Appeal.number)).one()}"


def test_a_reply_stands_beside_the_words(desk):
    with desk.db.writing() as session:
        thanks = tell(session, desk.house.clerk, "ممنونم", kind=Kind.APPRECIATION)
    own = desk.as_("0012")
    assert send(own, f"/desk/mine/words/{thanks}", words=" ").status_code == 422

    assert send(own, f"/desk/mine/words/{thanks}", words="<b>سپاس</b> از شما").status_code == 303

    assert "&lt;b&gt;سپاس" in own.get("/desk/mine").text
    read = desk.as_("hr").get(f"/desk/employees/{desk.house.clerk.public_id}").text
    assert "The employee replied:" in read
    assert "Name hr" in own.get("/desk/mine").text
    assert send(own, f"/desk/mine/words/{thanks}", words="باز هم").status_code == 422
    assert own.get(f"/desk/mine/words/{thanks + 7}").status_code == 404
    with desk.db.reading() as session:
        assert len(session.exec(select(WordsReply)).all()) == 1


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_every_page_is_there_in_both_languages(desk, locale):
    with desk.db.writing() as session:
        number = in_force(session, desk.house).number
    own = desk.as_("0012", locale)
    send(own, f"/desk/mine/decisions/{number}/appeal", **{"appeal-words": WORDS})
    pages = {
        "hr": [
            "/desk/decisions",
            "/desk/decisions?view=closed",
            f"/desk/decisions/{number}",
            f"/desk/employees/{desk.house.clerk.public_id}/decision",
            "/desk/second-looks",
        ],
        "appeals": ["/desk/appeals", "/desk/appeals?view=answered", _appeal(desk)],
        "0012": ["/desk/mine", f"/desk/mine/decisions/{number}", "/desk/mine/appeal"],
    }
    for name, paths in pages.items():
        client = desk.as_(name, locale)
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, path
            way = "rtl" if locale == "fa" else "ltr"
            assert f'<html lang="{locale}" dir="{way}"' in answer.text
            assert not re.search(r"\sstyle=|\son[a-z]+=", answer.text)
            if locale == "fa":
                assert "Answer due" not in answer.text


def test_the_list_costs_the_same_whatever_its_length(desk):
    client = desk.as_("hr")
    costs = set()
    for n in range(3):
        with desk.db.writing() as session:
            for k in range(n * 5):
                session.add(
                    Decision(
                        number=f"x{n}-{k}", subject_id=desk.house.clerk.id,
                        unit_id=desk.house.desk.id, measure=Measure.TALK, reasons=REASONS,
                        decided_by=desk.house.hr.id, drafted_at=NOON, seen_band="usable",
                    )
                )  # fmt: skip
        with statements(desk.db.engine) as seen:
            assert client.get("/desk/decisions").status_code == 200
        costs.add(len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))]))

    assert len(costs) == 1
    assert costs.pop() <= 8


@pytest.mark.parametrize(
    "path",
    [
        "decisions?after=x",
        "decisions?after=-1",
        "decisions?after=9" + "9" * 30,
        "decisions?view=%00",
    ],
)
def test_an_address_changed_by_hand_gets_a_list(desk, path):
    assert desk.as_("hr").get(f"/desk/{path}").status_code == 200


@pytest.mark.parametrize("path", ["mine/appeal?answer=9" + "9" * 30, "mine/words/9" + "9" * 30])
def test_an_answer_that_cannot_exist_is_unknown(desk, path):
    assert desk.as_("0012").get(f"/desk/{path}").status_code == 404


def test_others_get_the_same_page_for_hidden_and_unknown_decisions(desk):
    with desk.db.writing() as session:
        number = in_force(session, desk.house).number
    own = desk.as_("0012")

    assert own.get(f"/desk/decisions/{number}").status_code == 403
    assert Role.EMPLOYEE in desk.house.own.roles
    assert desk.as_("hr").get(f"/desk/mine/decisions/{number}").status_code == 403
    assert desk.as_("hr").get("/desk/decisions/nothing").status_code == 404


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.PARTLY, "The decision has ended by this"),
        (Outcome.UPHELD, "The decision has ended by this"),
        (Outcome.REJECTED, "The decision stands and may be used again."),
    ],
)
def test_the_answer_to_an_appeal_says_once_what_became_of_the_decision(desk, outcome, words):
    with desk.db.writing() as session:
        number = in_force(session, desk.house).number
    own, mine = desk.as_("0012"), f"/desk/mine/decisions/{number}"
    send(own, f"{mine}/appeal", **{"appeal-words": WORDS})
    reviewer = desk.as_("appeals")
    [path] = re.findall(r'href="(/desk/appeals/[\w-]+)"', reviewer.get("/desk/appeals").text)
    send(reviewer, path, outcome=outcome.value, words=OTHER)

    page = own.get(mine).text
    assert words in page
    assert page.count(OTHER) == 1
    assert "File the appeal" not in page
    again = send(own, f"{mine}/appeal", **{"appeal-words": WORDS})
    assert again.status_code == 409
    assert "This cannot be done now" in again.text
