"""Cases joined and taken apart, and the content check by two people."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from app.cases import queries, service
from app.cases.models import Case, CaseStep
from app.cases.rules import CaseState, DeclineReason
from app.errors import Invalid, Refused
from app.rights import Role
from tests.cases.city import ANSWER, City, desk, make_city, open_case, told
from tests.conftest import NOON


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


def clock(case: Case) -> tuple[object, ...]:
    return (case.state, case.due_at, case.clock_from_at, case.used_seconds, case.answered_at)


def join(session: Session, city: City, case: Case, master: Case) -> Case:
    return service.merge(
        session, case.tracking_code, master_code=master.tracking_code, by=city.team, now=NOON
    )


def test_joining_and_taking_apart_restores_the_case_and_its_clock(
    session: Session, city: City
) -> None:
    case, master = open_case(session, city), open_case(session, city)
    before, steps = (
        clock(case),
        len(queries.case_page(session, city.team, master.tracking_code, now=NOON).steps),
    )

    join(session, city, case, master)
    assert case.state is CaseState.MERGED
    assert ("C12", f"feedback:{case.feedback_id}") in told(session)
    service.unmerge(session, case.tracking_code, by=city.team, now=NOON + timedelta(days=6))

    assert clock(case) == before
    found = select(CaseStep.type).where(CaseStep.case_id == case.id).order_by(col(CaseStep.seq))
    assert session.exec(found).all()[-2:] == ["merged", "unmerged"]
    page = queries.case_page(session, city.team, master.tracking_code, now=NOON)
    assert len(page.steps) == steps


def test_the_code_of_a_joined_case_keeps_working(session: Session, city: City) -> None:
    case, master = open_case(session, city), open_case(session, city)
    join(session, city, case, master)

    shown = queries.citizen_case(session, case.feedback_id, now=NOON)

    assert shown is not None
    assert shown.state is CaseState.MERGED
    assert all(master.tracking_code not in step.text for step in shown.steps)


def test_only_open_cases_about_the_same_are_joined_and_not_by_the_unit(
    session: Session, city: City
) -> None:
    case, other = open_case(session, city), open_case(session, city, city.station)
    ended = open_case(session, city)
    service.withdraw(session, ended.feedback_id, now=NOON)

    with pytest.raises(Refused, match="not_alike"):
        join(session, city, case, other)
    for code in (ended.tracking_code, case.tracking_code, "123"):
        with pytest.raises(Invalid, match="master_unknown"):
            service.merge(session, case.tracking_code, master_code=code, by=city.team, now=NOON)
    with pytest.raises(Refused, match="move"):
        service.merge(
            session,
            case.tracking_code,
            master_code=other.tracking_code,
            by=city.handler,
            now=NOON,
        )


def test_after_a_week_what_is_joined_stays_joined(session: Session, city: City) -> None:
    case, master = open_case(session, city), open_case(session, city)
    join(session, city, case, master)

    with pytest.raises(Refused, match="week_over"):
        service.unmerge(session, case.tracking_code, by=city.team, now=NOON + timedelta(days=8))


def held(session: Session, city: City) -> Case:
    case = open_case(session, city)
    code = case.tracking_code
    service.bounce(session, code, reason="دشنام است", by=city.handler, now=NOON)
    return service.hold(session, code, reason="دشنام", by=city.team, now=NOON)


def test_who_held_a_message_back_does_not_decide_about_it(session: Session, city: City) -> None:
    case, due = held(session, city), None
    due = case.due_at

    for verb in (
        lambda: service.let_through(session, case.tracking_code, by=city.team, now=NOON),
        lambda: service.confirm_hold(
            session, case.tracking_code, answer=ANSWER, by=city.team, now=NOON
        ),
    ):
        with pytest.raises(Refused, match="second_person"):
            verb()

    assert (case.state, case.due_at) == (CaseState.QUARANTINE, due)


def test_a_second_person_declines_or_lets_through(session: Session, city: City) -> None:
    second = desk(session, "team2", Role.SPECIAL_TEAM, city.root)
    bad, good = held(session, city), held(session, city)

    service.confirm_hold(session, bad.tracking_code, answer=ANSWER, by=second, now=NOON)
    service.let_through(session, good.tracking_code, by=second, now=NOON)

    assert (bad.state, good.state) == (CaseState.DECLINED, CaseState.REGISTERED)
    assert ("C10", f"feedback:{bad.feedback_id}") in told(session)
    page = queries.case_page(session, second, bad.tracking_code, now=NOON)
    assert page.steps[-1].reason == DeclineReason.ABUSIVE.value
