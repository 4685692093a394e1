"""How scores were made: inspection and the auditor read it, nobody else, and without a score."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from app import clock
from app.db import Database
from app.directory import service as directory
from app.feedback.models import Feedback
from app.people.service import whole_city
from app.rights import Role
from app.scores.choosing.service import choose
from app.scores.integrity.verdicts import judge, overrule
from app.scores.models import Score
from app.scores.nightly.run import run_night
from app.scores.records import nights, overrides, versions
from app.scores.rules import About
from tests.insights.test_integrity import Desk
from tests.scores.stored_city import LATER, make_account, night_of
from tests.statements import statements
from tests.web import application, found, sit

WHY = "دو گوشی در یک تالار دیده شد و پرسیدیم."


@pytest.fixture
def desk(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    made = Desk(database, tmp_path)
    members = [int(key) for key in made.ids(made.sit().get(made.path).text)]
    with database.writing() as session:
        made.top = whole_city(session, "شهر")
        by = make_account(session, name_fa="شیرین رحیمی", name_en="Shirin Rahimi").id or 0
        rows = session.exec(select(Feedback.id).where(Feedback.mood == 1).limit(1)).all()
        judge(session, made.group.id, members, honest=False, reason=WHY, actor_id=by, now=LATER)
        overrule(session, rows[0], honest=True, reason=WHY, actor_id=by, now=LATER)
        choose(session, "burst_least", 6, reason=WHY, now=LATER, actor_id=None)
    run_night(night_of(database, now=LATER + timedelta(hours=1)), About.EMPLOYEES)
    return made


def test_nights_versions_and_verdicts_are_read_newest_first(desk: Desk) -> None:
    with desk.db.reading() as session:
        runs, kept, acts = nights(session), versions(session), overrides(session)

    assert [run.as_of for run in runs] == [LATER + timedelta(hours=1), LATER]
    assert [one.changed for one in kept] == [{"burst_least": (5, 6)}, {}]
    assert [(one.answers, one.honest, one.on_appeal, one.rule) for one in acts] == [
        (1, True, True, ""),
        (14, False, False, "W4"),
    ]
    assert {one.name_fa for one in acts} == {"شیرین رحیمی"}


@pytest.mark.parametrize("locale", ["fa", "en"])
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.INSPECTOR])
def test_the_auditor_and_the_inspector_read_it_and_no_score(desk, role, locale) -> None:
    client = sit(desk.app, role, unit=desk.top, locale=locale)

    with statements(desk.db.engine) as made:
        page = client.get("/desk/score-records")

    assert page.status_code == 200
    assert len(made) <= 12
    for words in (WHY, "burst_least", "شیرین رحیمی" if locale == "fa" else "Shirin Rahimi"):
        assert words in page.text
    with desk.db.reading() as session:
        for one in session.exec(select(Score.score)):
            assert f"{one:.1f}" not in page.text
    assert ("/desk/log" in page.text) is (role is Role.AUDITOR)


def test_one_district_or_another_role_does_not_read_it(desk: Desk) -> None:
    part = sit(desk.app, Role.AUDITOR, unit=desk.unit, name="part")

    assert part.get("/desk/score-records").status_code == 403
    assert desk.sit(name="other").get("/desk/score-records").status_code == 403


def test_before_the_first_night_the_page_says_so(sqlite_database: Database, tmp_path: Path) -> None:
    instance = found(sqlite_database, tmp_path)
    with sqlite_database.writing() as session:
        directory.install(session)
        top = whole_city(session, "شهر")
    client = sit(application(instance), Role.AUDITOR, unit=top, locale="en")

    page = client.get("/desk/score-records").text

    assert "No night was computed yet." in page
    assert "the public defaults are in force" in page
