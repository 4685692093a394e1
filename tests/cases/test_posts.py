"""What inspection itself may not have: the independent reviewer, named in the settings."""

import pytest
from sqlmodel import Session

from app.cases import posts, queries, service
from app.cases.rules import Post
from app.errors import Missing
from app.rights import Person, Role
from tests.cases.city import City, desk, make_city, open_case, stored, told
from tests.conftest import NOON


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session)


@pytest.fixture
def judge(session: Session, city: City) -> Person:
    """An appeal reviewer below the manager of the whole city."""
    return desk(session, "judge", Role.APPEAL_REVIEWER, city.root, city.boss)


def above_all(session: Session, city: City) -> None:
    """The boss manages the whole city."""
    city.root.manager_subject_id = city.boss.id
    stored(session, city.root)


def knows(session: Session, person: Person, code: str) -> bool:
    try:
        queries.case_page(session, person, code, now=NOON)
    except Missing:
        return False
    return True


def test_a_complaint_about_the_citys_manager_reaches_the_independent_reviewer(
    session: Session, city: City, judge: Person
) -> None:
    above_all(session, city)

    case = open_case(session, city, city.boss)

    assert case.independent
    assert knows(session, judge, case.tracking_code)
    assert {who for who in city.desks if knows(session, city.desks[who], case.tracking_code)} == (
        set()
    )
    assert [told for told in told(session) if told[0] in {"S01", "S02"}] == [
        ("S02", f"account:{judge.id}")
    ]
    service.accept(session, case.tracking_code, by=judge, now=NOON)
    assert case.handler_id == judge.id


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.SPECIAL_TEAM])
def test_a_complaint_about_an_inspector_is_hidden_from_inspection(
    session: Session, city: City, judge: Person, role: Role
) -> None:
    desk(session, "own", role, city.root, who=city.colleague)

    case = open_case(session, city, city.colleague)

    assert case.independent
    assert not knows(session, city.inspector, case.tracking_code)
    assert knows(session, judge, case.tracking_code)


def test_who_is_named_in_the_settings_has_it_alone(
    session: Session, city: City, judge: Person
) -> None:
    above_all(session, city)
    named = desk(session, "named", Role.AUDITOR, city.root)
    case = open_case(session, city, city.boss, category="BRB")

    posts.appoint(
        session,
        unit_id=city.root.id,
        post=Post.INDEPENDENT,
        account_id=named.id,
        by=city.team,
        now=NOON,
    )

    assert knows(session, named, case.tracking_code)
    assert not knows(session, judge, case.tracking_code)


def test_a_complaint_about_the_independent_reviewer_is_hidden_from_that_person(
    session: Session, city: City
) -> None:
    city.root.manager_subject_id = city.colleague.id
    stored(session, city.root)
    own = desk(session, "own", Role.APPEAL_REVIEWER, city.root, who=city.colleague)

    case = open_case(session, city, city.colleague)

    assert case.independent
    assert not knows(session, own, case.tracking_code)


def test_a_post_counts_for_the_units_below_until_one_names_its_own(
    session: Session, city: City
) -> None:
    def name(unit_id: int, who: Person) -> None:
        posts.appoint(
            session,
            unit_id=unit_id,
            post=Post.TEAM_LEAD,
            account_id=who.id,
            by=city.team,
            now=NOON,
        )

    name(city.root.id, city.team)
    assert posts.holder(session, Post.TEAM_LEAD, city.office.path) == city.team.id
    name(city.district.id, city.second)

    assert posts.holder(session, Post.TEAM_LEAD, city.office.path) == city.second.id
    assert posts.holder(session, Post.TEAM_LEAD, city.other.path) == city.team.id
    assert len(posts.posts(session)) == 2
