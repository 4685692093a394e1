"""A plan for what is late, and held messages nobody confirms."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.cases import jobs, queries, service
from app.cases.checking import release_unconfirmed
from app.cases.desk.oversight import watch
from app.cases.models import Case, CaseStep
from app.cases.planning import lacks_plan, owes_plan
from app.cases.queries import Filters, View
from app.cases.rules import CaseRole, CaseState
from app.db import Database
from app.errors import Invalid, Refused
from app.rights import Person, Role
from tests.cases.city import City, desk, make_city, open_case, told
from tests.cases.conftest import Desk
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


def test_a_missing_plan_stands_in_a_view_of_whoever_may_write_it_and_of_inspection(
    session: Session, city: City
) -> None:
    missing, written, taken, early = (open_case(session, city) for _ in range(4))
    for case in (missing, written, taken):
        case.level = 2
    early.level = 1
    taken.level, taken.inspection_owns = 3, True
    later = missing.due_at + timedelta(hours=2)
    service.plan(session, written.tracking_code, text=PLAN, by=city.handler, now=later)

    def seen(person: Person) -> set[str]:
        rows = queries.queue(session, person, Filters(View.PLAN), now=later)
        assert queries.counts(session, person, now=later)[View.PLAN] == len(rows)
        return {row.code for row in rows}

    assert seen(city.handler) == {missing.tracking_code}
    assert seen(city.inspector) == {missing.tracking_code, taken.tracking_code}
    (office,) = watch(session, city.inspector, since=NOON, until=later, now=later)
    assert office.planless == 2
    for case in (missing, written, taken, early):
        assert lacks_plan(case) is (case in (missing, taken))


def test_the_head_owes_the_plan_until_inspection_owns_the_case(
    session: Session, city: City
) -> None:
    case = open_case(session, city)
    case.level = 2

    head = [owes_plan(case, [role]) for role in (CaseRole.HND, CaseRole.MGR, CaseRole.INS)]
    case.inspection_owns = True
    inspection = [owes_plan(case, [role]) for role in (CaseRole.HND, CaseRole.MGR, CaseRole.INS)]

    assert (head, inspection) == ([False, True, False], [False, False, True])


def test_the_head_is_led_to_the_missing_plan_from_inbox_and_case(at_desk: Desk) -> None:
    with at_desk.instance.db.writing() as session:
        case = session.exec(select(Case)).one()
        case.level, case.due_at = 2, NOON - timedelta(hours=2)
        session.add(case)
        head = desk(session, "head", Role.UNIT_MANAGER, at_desk.city.district)
    page = f"/desk/cases/{at_desk.code}"
    as_handler = (at_desk.get("/desk/cases").text, at_desk.get(page).text)
    at_desk.person = head
    inbox, shown = at_desk.get("/desk/cases").text, at_desk.get(page).text

    assert "Write the plans" in inbox
    assert 'class="btn" href="#plan-box"' in shown
    assert shown.index('id="plan-box"') < shown.index("Answer to the citizen")
    assert "Write the plans" not in as_handler[0]
    assert 'href="#plan-box"' not in as_handler[1]

    answered = at_desk.post(f"{page}/plan", plan=PLAN)

    assert answered.status_code == 303
    assert "Write the plan" not in at_desk.get("/desk/cases").text
    assert "#plan-box" not in at_desk.get(page).text


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
