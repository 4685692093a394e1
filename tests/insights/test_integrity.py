"""The integrity desk in the whole application: evidence in words, verdicts for good."""

import re

import pytest
from sqlmodel import select

from app import clock
from app.directory import service as directory
from app.directory.models import Subject, Unit
from app.feedback.models import Feedback
from app.rights import Role
from app.scores.integrity.grouping import keep_groups
from app.scores.integrity.models import SuspectGroup, Verdict
from app.scores.nightly.run import run_night
from app.scores.rules import About
from tests.scores.engine.answers import answer, city
from tests.scores.stored_city import LATER, night_of, store_city
from tests.statements import statements
from tests.web import application, found, post, sit

MOB = [
    answer(n, subject="P3", unit="U2", service="S0", mood=1, day=200 + n / 100, device=f"m{n}")
    for n in range(14)
]
SAID = "همه از یک گوشی و در یک ساعت"


class Desk:
    """A city with a mob in it, and its integrity handler."""

    def __init__(self, database, folder):
        self.instance = found(database, folder)
        self.app = application(self.instance)
        with database.writing() as session:
            directory.install(session)
            self.people = store_city(session, [*city(), *MOB])
        run_night(night_of(database), About.EMPLOYEES)
        self.db = database
        with database.reading() as session:
            group = session.exec(select(SuspectGroup).where(SuspectGroup.answers >= 14)).one()
            self.group, self.path = group, f"/desk/integrity/{group.id}"
            self.unit = session.get(Unit, self.people["P3"].unit_id)

    def sit(self, **more):
        return sit(self.app, Role.INTEGRITY_HANDLER, unit=self.unit, **more)

    def ids(self, page: str) -> list[str]:
        return re.findall(r'name="answers" value="(\d+)"', page)


@pytest.fixture
def desk(sqlite_database, tmp_path, monkeypatch) -> Desk:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    return Desk(sqlite_database, tmp_path)


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_the_desk_says_what_the_rule_saw_and_no_hash(desk, locale):
    client = desk.sit(locale=locale)

    queue, page = (client.get(path).text for path in ("/desk/integrity", desk.path))

    assert ("A burst on one side" if locale == "en" else "هجوم یک‌سویه") in queue
    assert ("Answers: 14, devices: 14" if locale == "en" else "۱۴ پاسخ از ۱۴ دستگاه") in page
    assert not re.search(r">m\d+<|carrier", queue + page)
    assert len(desk.ids(page)) == 14
    with desk.db.reading() as session:
        hashes = session.exec(select(Feedback.network).distinct()).all()
    assert not any(one and one in queue + page for one in hashes)


def test_the_desk_never_says_what_the_answers_do_to_a_score(desk):
    page = desk.sit(locale="en").get(desk.path).text

    assert "score" not in re.sub(r"<header.*?</header>", "", page, flags=re.S).lower()


@pytest.mark.parametrize(("verdict", "honest"), [("honest", True), ("false", False)])
def test_all_answers_are_judged_in_one_go(desk, verdict, honest):
    client = desk.sit()
    chosen = desk.ids(client.get(desk.path).text)

    done = post(client, desk.path, answers=chosen, verdict=verdict, reason=SAID)

    assert (done.status_code, done.location) == (303, "/desk/integrity")
    with desk.db.reading() as session:
        assert set(session.exec(select(Verdict.honest)).all()) == {honest}
    assert desk.path not in client.get("/desk/integrity").text
    assert SAID in client.get(desk.path).text
    assert desk.path in client.get("/desk/integrity?decided=1").text


@pytest.mark.parametrize(
    "wrong",
    [{"reason": "بله"}, {"answers": []}, {"verdict": "maybe"}, {"answers": ["x"]}],
)
def test_a_form_that_is_not_whole_is_said_so_and_keeps_what_was_typed(desk, wrong):
    client = desk.sit()
    chosen = desk.ids(client.get(desk.path).text)[:2]

    answer = post(
        client, desk.path, **{"answers": chosen, "verdict": "false", "reason": SAID} | wrong
    )

    assert answer.status_code == 422
    assert wrong.get("reason", SAID) in answer.text


def test_a_second_verdict_on_the_same_answer_is_refused(desk):
    client = desk.sit()
    chosen = desk.ids(client.get(desk.path).text)
    post(client, desk.path, answers=chosen[:3], verdict="honest", reason=SAID)

    again = post(client, desk.path, answers=chosen[:4], verdict="false", reason=SAID)

    assert again.status_code == 409
    assert len(desk.ids(client.get(desk.path).text)) == 11


def test_nobody_judges_answers_about_themselves_or_from_another_unit(desk):
    own = desk.sit(subject=desk.people["P3"])
    assert own.get(desk.path).status_code == 404
    assert desk.path not in own.get("/desk/integrity").text

    with desk.db.reading() as session:
        other = session.exec(
            select(Subject).where(Subject.unit_id != desk.people["P3"].unit_id)
        ).first()
        unit = session.get(Unit, other.unit_id)
    away = sit(desk.app, Role.INTEGRITY_HANDLER, unit=unit, name="away")
    assert away.get(desk.path).status_code == 404


def test_filters_and_empty_lists_say_what_to_do(desk):
    client = desk.sit(locale="en")

    assert "Nothing under this rule" in client.get("/desk/integrity?rule=W1").text
    assert "Nothing decided yet" in client.get("/desk/integrity?decided=1").text
    assert client.get("/desk/integrity?rule=W99").status_code == 404
    assert client.get("/desk/integrity?skip=-1").status_code == 200
    assert client.get("/desk/integrity/999999").status_code == 404


def test_the_queue_costs_the_same_however_many_groups_wait(desk):
    client = desk.sit()
    with desk.db.writing() as session:
        for n in range(60):
            fields = desk.group.model_dump(exclude={"id"}) | {"answers": n + 1}
            session.add(SuspectGroup(**fields))

    with statements(desk.db.engine) as seen:
        page = client.get("/desk/integrity").text

    assert page.count("/desk/integrity/") == 50
    assert "skip=50" in page
    assert len(seen) <= 8


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_what_a_rule_found_and_what_a_person_judged_are_told_apart(desk, locale):
    rule, person = (
        ("Found by a rule", "Judged by a person")
        if locale == "en"
        else ("یافتهٔ قاعده", "رأی یک انسان")
    )
    client = desk.sit(locale=locale)
    page, queue = client.get(desk.path).text, client.get("/desk/integrity").text
    assert page.count(rule) == 15  # the group and its answers
    assert (rule in queue, person in page, person in queue) == (True, False, False)

    post(client, desk.path, answers=desk.ids(page), reason="همه یک نفر بودند", verdict="false")

    page, queue = client.get(desk.path).text, client.get("/desk/integrity?decided=1").text
    assert page.count(person) == 15
    assert (person in queue, rule in page) == (True, False)
    assert "سمیه نوری" in queue


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_a_group_that_is_no_longer_suspect_says_so_and_asks_for_nothing(desk, locale):
    with desk.db.writing() as session:
        keep_groups(session, [], about=About.EMPLOYEES, now=LATER)

    page = desk.sit(locale=locale).get(desk.path).text

    assert ("nothing to decide" if locale == "en" else "چیزی برای رأی دادن نیست") in page
    assert not any(part in page for part in ("<table", 'name="verdict"', '<dl class="kv">'))
