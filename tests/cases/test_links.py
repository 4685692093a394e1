"""No link a desk shows leads to a page that is not there for whoever sees it."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from app import clock
from app.cases import service
from app.cases.filters import View
from app.cases.models import Case, CaseStep
from app.cases.rules import CaseState, Remedy
from app.db import Database
from app.notices import service as notices
from app.notices.rules import NoticeChannel
from app.rights import Person, Role
from tests.cases.behaviours.conftest import Town
from tests.cases.city import ANSWER, City, desk, make_city, open_case
from tests.cases.recoding.turning import recode
from tests.cases.test_asking import QUESTION, at
from tests.web import application, found

DESKS = (
    *("handler", "second", "manager", "team", "inspector", "outsider", "clerk_desk"),
    *("root_handler", "head", "reviewer"),
)
STARTS = (*(f"/desk/cases?view={view.value}" for view in View), "/desk/notices", "/desk/cases?q=12")


@pytest.fixture
def town(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A city with cases at every desk, and a notice about the number of a badge for each."""
    instance = found(sqlite_database, tmp_path)
    with sqlite_database.writing() as session:
        city = make_city(session)
        city.desks["head"] = desk(session, "head", Role.UNIT_MANAGER, city.district)
        city.desks["reviewer"] = desk(session, "reviewer", Role.APPEAL_REVIEWER, city.root)
        for _ in furnished(session, city):
            session.flush()
        for person in city.desks.values():
            notices.enqueue(
                session, "S13", event="suspicion:1", recipient=f"account:{person.id}",
                channel=NoticeChannel.IN_APP, now=at(9), params={"code": "031-650-731"},
            )  # fmt: skip
        session.expunge_all()
    monkeypatch.setattr(clock, "now", lambda: at(12))
    return Town(instance, application(instance), city, {}, now=at(12))


def furnished(session, city: City) -> Iterator[object]:
    """Cases of every kind and desk."""
    for about in (city.clerk, city.boss, city.colleague, city.station):
        yield open_case(session, city, about, category="MIS", now=at(9))
    yield open_case(session, city, city.station, category="SAF", now=at(9))
    gone = open_case(session, city, now=at(9))
    yield recode(session, gone, "BRB", by=city.team, now=at(9))
    late = open_case(session, city, now=at(9))
    late.level, late.due_at = 2, at(10)
    asked, fixed, ended, again = (open_case(session, city, now=at(9)) for _ in range(4))
    for case in (asked, fixed, ended):
        yield service.accept(session, case.tracking_code, by=city.handler, now=at(9))
    yield service.ask(session, asked.tracking_code, question=QUESTION, by=city.handler, now=at(9))
    for case in (fixed, ended):
        yield service.claim_fixed(
            session, case.tracking_code, remedy=Remedy.CORRECTED, answer=ANSWER,
            by=city.handler, now=at(10),
        )  # fmt: skip
    yield service.confirm(session, ended.feedback_id, now=at(11))
    again.state = CaseState.UNDER_APPEAL
    again.appealed_at = again.appeal_due_at = at(11)
    yield session.add(again)


def links(page: str, address: str) -> set[str]:
    found = re.findall(r'<a\b[^>]*\bhref="([^"]+)"', page)
    there = (urljoin(address, unescape(href)).split("#")[0] for href in found)
    return {way for way in there if urlsplit(way).path.startswith("/desk")}


def walk(client: FlaskClient, starts: tuple[str, ...]) -> dict[str, int]:
    """Open the pages of the inbox and of notices, every link there, and every link of a case."""
    seen: dict[str, int] = {}
    ahead = list(starts)
    while ahead:
        address = ahead.pop()
        if address in seen:
            continue
        answer = client.get(address)
        seen[address] = answer.status_code
        path = urlsplit(address).path
        if answer.status_code == 200 and re.fullmatch(r"/desk/(cases(/\w+)?|notices)", path):
            ahead += links(answer.text, address) - set(seen)
    return seen


@pytest.mark.parametrize("name", DESKS)
def test_every_link_of_inbox_cases_and_notices_is_there_for_whoever_sees_it(
    town: Town, name: str
) -> None:
    person: Person = town.city.desks[name]

    seen = walk(town.sign_in(person), STARTS)

    assert {way: status for way, status in seen.items() if status >= 400} == {}
    assert len(seen) > len(STARTS)


def test_a_notice_about_a_case_that_went_elsewhere_leads_to_the_inbox(town: Town) -> None:
    with town.db.reading() as session:
        gone = session.exec(select(CaseStep.case_id).where(CaseStep.type == "recoded")).one()
        code = session.exec(select(Case.tracking_code).where(Case.id == gone)).one()
    desk = town.sign_in(town.city.handler)
    told = desk.get("/desk/notices").text

    answer = desk.get(f"/desk/cases/{code}?told=1")

    assert f"/desk/cases/{code}?told=1" in told
    assert (answer.status_code, answer.location) == (302, "/desk/cases")
    assert "دیگر نزد شما نیست" in desk.get("/desk/cases").text
    assert desk.get(f"/desk/cases/{code}").status_code == 404
    assert desk.get("/desk/cases/0000000000?told=1").status_code == 302
