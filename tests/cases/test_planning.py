"""A plan for what is late, and held messages nobody confirms."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.cases import jobs, service
from app.cases.checking import release_unconfirmed
from app.cases.models import CaseStep
from app.cases.planning import lacks_plan
from app.cases.rules import CaseState
from app.db import Database
from app.errors import Invalid, Refused
from tests.cases.city import City, make_city, open_case, told
from tests.conftest import NOON

PLAN = "تا فردا ظهر خانم کریمی پرونده را از بایگانی می‌آورد و زنگ می‌زند."


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def test_a_case_at_level_two_lacks_a_plan_until_the_head_writes_one(
    session: Session, city: City
) -> None:
    case = open_case(session, city)
    case.level = 2
    assert lacks_plan(case)

    service.plan(
        session,
        case.tracking_code,
        text=PLAN,
        by=city.handler,
        now=case.due_at + timedelta(hours=2),
    )

    assert not lacks_plan(case)
    step = session.exec(select(CaseStep).where(CaseStep.type == "plan")).one()
    assert (step.internal_text, step.public_text) == (PLAN, "")


def test_a_plan_is_for_the_late_and_says_enough(session: Session, city: City) -> None:
    case = open_case(session, city)

    with pytest.raises(Refused) as refused:
        service.plan(session, case.tracking_code, text=PLAN, by=city.handler, now=NOON)
    assert refused.value.code == "no_plan"
    case.level = 2
    with pytest.raises(Invalid):
        service.plan(session, case.tracking_code, text="بعداً", by=city.handler, now=NOON)


def test_a_held_message_goes_through_when_nobody_confirms_it_within_a_working_day(
    session: Session, city: City
) -> None:
    case = open_case(session, city, None, category="OTH")
    case.state = CaseState.REGISTERED
    service.hold(session, case.tracking_code, reason="ناسزا", by=city.team, now=NOON)
    closing = NOON.replace(day=23, hour=12, minute=30)  # Monday 16:00 in Tehran

    assert not release_unconfirmed(session, case, now=closing - timedelta(seconds=1))
    assert release_unconfirmed(session, case, now=closing)

    assert case.state is CaseState.REGISTERED
    assert ("S01", f"account:{city.team.id}") in told(session)
    assert not release_unconfirmed(session, case, now=closing)


def test_the_clockwork_releases_held_messages_once(database: Database) -> None:
    with database.writing() as session:
        city = make_city(session)
        case = open_case(session, city)
        case.state = CaseState.REGISTERED
        service.hold(session, case.tracking_code, reason="ناسزا", by=city.team, now=NOON)

    assert jobs.release_held(database, now=NOON) == 0
    assert jobs.release_held(database, now=NOON + timedelta(days=2)) == 1
    assert jobs.release_held(database, now=NOON + timedelta(days=2)) == 0
