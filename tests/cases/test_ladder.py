"""The escalation ladder: each rung once, in order, past the conflicted, in working hours."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from app.cases import jobs, queries, service
from app.cases.models import Case, CaseRung, CaseStep
from app.cases.rules import CaseState, Remedy
from app.db import Database
from app.feedback.rules import Kind
from app.notices.models import Notice
from app.notices.rules import NoticeChannel
from tests.cases.city import ANSWER, City, make_city, open_case

HOURS = timedelta(hours=3, minutes=30)


def at(hour: int, minute: int = 0, *, day: int = 22) -> datetime:
    """An hour in Tehran of that November; the 22nd is a Sunday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - HOURS


@pytest.fixture
def city(database: Database) -> City:
    with database.writing() as session:
        made = make_city(session)
        session.expunge_all()
    return made


def file(database: Database, city: City, when: datetime, **said: object) -> int:
    with database.writing() as session:
        number = open_case(session, city, now=when, **said).id
    assert number is not None
    return number


def rungs(database: Database) -> list[tuple[str, int]]:
    with database.reading() as session:
        rows = session.exec(select(CaseRung).order_by(col(CaseRung.at), col(CaseRung.percent)))
        return [(row.clock, row.percent) for row in rows]


def notices(database: Database, template: str) -> list[Notice]:
    with database.reading() as session:
        return list(session.exec(select(Notice).where(Notice.template == template)))


def stored(database: Database, number: int) -> Case:
    with database.reading() as session:
        return session.get_one(Case, number)


def test_each_rung_of_the_first_example_fires_at_its_instant_and_once(
    database: Database, city: City
) -> None:
    number = file(database, city, at(9, 10))
    with database.writing() as session:
        code = stored(database, number).tracking_code
        service.accept(session, code, by=city.handler, now=at(9, 20))
    instants = [at(10, 40), at(11, 25), at(12, 10), at(13, 40), at(15, 10), at(10, 10, day=23)]

    for instant in instants:
        before = jobs.climb_ladders(database, now=instant - timedelta(seconds=1))
        assert (before, jobs.climb_ladders(database, now=instant)) == (0, 1), instant
        assert jobs.climb_ladders(database, now=instant) == 0

    assert rungs(database) == [("K3", percent) for percent in (50, 75, 100, 150, 200, 300)]
    assert stored(database, number).level == 4


def test_a_case_nobody_takes_is_told_to_the_lead_after_a_quarter_of_an_hour(
    database: Database, city: City
) -> None:
    file(database, city, at(9))

    jobs.climb_ladders(database, now=at(9, 15))

    assert {row.recipient for row in notices(database, "S12")} == {f"account:{city.team.id}"}


def test_at_the_due_hour_the_citizen_gets_an_apology_and_a_new_hour(
    database: Database, city: City
) -> None:
    number = file(database, city, at(9, 10))

    jobs.climb_ladders(database, now=at(12, 10))

    (sorry,) = notices(database, "C13")
    assert datetime.fromisoformat(sorry.params["due"]) == at(13, 40)
    with database.reading() as session:
        shown = queries.citizen_case(session, stored(database, number).feedback_id)
    assert shown is not None
    assert shown.due_at == at(13, 40)


def test_at_level_three_inspection_owns_the_case_and_the_unit_reads(
    database: Database, city: City
) -> None:
    number = file(database, city, at(9, 10))

    jobs.climb_ladders(database, now=at(15, 10))

    case = stored(database, number)
    assert (case.level, case.inspection_owns, case.handler_id) == (3, True, None)
    with database.reading() as session:
        page = queries.case_page(session, city.handler, case.tracking_code, now=at(15, 10))
    assert page.verbs == set()


def test_after_an_absence_rungs_are_written_in_order_and_each_person_hears_once(
    database: Database, city: City
) -> None:
    number = file(database, city, at(9, 10))

    jobs.climb_ladders(database, now=at(12, day=23))

    with database.reading() as session:
        steps = session.exec(
            select(CaseStep.reason)
            .where(CaseStep.case_id == number, col(CaseStep.type) == "escalated")
            .order_by(col(CaseStep.seq))
        ).all()
        ladder = select(Notice).where(
            col(Notice.template).in_(["S03", "S04", "S11", "S12"]),
            Notice.channel == NoticeChannel.IN_APP,
        )
        people = [row.recipient for row in session.exec(ladder)]
    assert steps == ["level 1", "level 2", "level 3", "level 4"]
    assert len(people) == len(set(people)) > 0


def test_who_is_named_and_everybody_below_is_skipped_upward(database: Database, city: City) -> None:
    with database.writing() as session:
        open_case(session, city, city.boss, now=at(9, 10))

    jobs.climb_ladders(database, now=at(12, 10))

    told = {row.recipient for row in notices(database, "S04")}
    below = {city.manager, city.handler, city.second, city.clerk_desk}
    assert told == {f"account:{city.inspector.id}"}
    assert not told & {f"account:{person.id}" for person in below}


def test_a_text_message_to_staff_waits_for_working_hours(database: Database, city: City) -> None:
    file(database, city, at(13))

    jobs.climb_ladders(database, now=at(16))

    sent = [row for row in notices(database, "S04") if row.channel is NoticeChannel.SMS]
    assert {row.not_before for row in sent} == {at(8, day=23)}
    assert {
        row.not_before for row in notices(database, "S04") if row.channel is NoticeChannel.IN_APP
    } == {at(16)}


def test_a_worker_that_dies_before_the_commit_leaves_nothing_and_the_next_does_it_all(
    database: Database, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = file(database, city, at(9, 10))
    monkeypatch.setattr("app.cases.ladder._tell", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.climb_ladders(database, now=at(12, 10))
    assert (rungs(database), stored(database, number).level) == ([], 0)
    monkeypatch.undo()

    jobs.climb_ladders(database, now=at(12, 10))

    assert stored(database, number).level == 1
    assert notices(database, "S04")


def test_answered_waiting_and_suggestions_climb_nothing(database: Database, city: City) -> None:
    answered = file(database, city, at(9))
    file(database, city, at(9), kind=Kind.SUGGESTION, category=None)
    with database.writing() as session:
        code = stored(database, answered).tracking_code
        service.claim_fixed(
            session, code, remedy=Remedy.REPAIRED, answer=ANSWER, by=city.handler, now=at(9, 5)
        )

    assert jobs.climb_ladders(database, now=at(15, day=25)) == 0
    assert stored(database, answered).state is CaseState.FIX_CLAIMED
