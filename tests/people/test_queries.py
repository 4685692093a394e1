"""Who is signed in: rights, superiors, lifetimes, and what that costs in statements."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from app.people import queries, service
from app.people.models import RoleGrant
from app.people.sessions import touch
from app.rights import Role
from tests.people.city import account_in, build


@pytest.fixture
def city(session, now):
    return build(session, now)


def test_a_session_tells_the_person_the_grants_and_the_superiors(session, now, city):
    account = account_in(session, city.desk, Role.HANDLER, now=now, subject=city.clerk)
    token = service.start_session(session, account.id, agent="Firefox", now=now)

    found = queries.signed_in(session, token, now=now)

    assert found.person.id == account.id
    assert [(g.role, g.path) for g in found.person.grants] == [(Role.HANDLER, city.desk.path)]
    assert found.person.unit_path == city.desk.path
    assert found.person.superiors == {city.district_chief.id, city.desk_chief.id}


def test_a_person_is_named_in_the_language_of_the_page(session, now, city):
    account = account_in(session, city.desk, Role.HANDLER, now=now)
    account.name_en = "User"
    token = service.start_session(session, account.id, agent="", now=now)

    def name(asked: str) -> str:
        return queries.signed_in(session, token, now=now, asked=asked).person.name

    assert (name(""), name("fa"), name("en")) == ("کاربر", "کاربر", "User")


def test_managers_beside_or_below_are_no_superiors(session, now, city):
    account = account_in(session, city.district, Role.HANDLER, now=now)
    token = service.start_session(session, account.id, agent="", now=now)

    assert queries.signed_in(session, token, now=now).person.superiors == {city.district_chief.id}


def test_a_grant_on_the_whole_city_reaches_every_agency(session, now, city):
    whole = service.whole_city(session, "شهر")
    account = account_in(session, whole, Role.ADMINISTRATOR, now=now)
    token = service.start_session(session, account.id, agent="", now=now)

    (grant,) = queries.signed_in(session, token, now=now).person.grants
    assert city.desk.path.startswith(grant.path)
    assert city.other.path.startswith(grant.path)


def test_loading_a_person_takes_two_statements(session, now, city):
    account = account_in(session, city.desk, Role.HANDLER, now=now, subject=city.clerk)
    for role in (Role.EXPERT, Role.FAQ_EDITOR):
        service.grant_role(session, account, role, city.other.id, actor_id=None, now=now)
    token = service.start_session(session, account.id, agent="", now=now)
    session.expire_all()
    seen = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *a: seen.append(a[2]))

    queries.signed_in(session, token, now=now)

    assert len(seen) == 2


@pytest.mark.parametrize(
    ("idle", "age", "counts"),
    [(29, 29, True), (30, 30, False), (5, 599, True), (5, 600, False)],
)
def test_a_session_ends_after_30_idle_minutes_or_10_hours(session, now, idle, age, counts):
    city = build(session, now)
    account = account_in(session, city.desk, Role.EXPERT, now=now)
    token = service.start_session(session, account.id, agent="", now=now - timedelta(minutes=age))
    row = queries.signed_in(session, token, now=now - timedelta(minutes=age))
    touch(session, row.session_id, now=now - timedelta(minutes=idle))

    assert (queries.signed_in(session, token, now=now) is not None) is counts


def test_no_ended_role_and_no_unknown_token_counts(session, now, city):
    account = account_in(session, city.desk, Role.HANDLER, now=now)
    (grant,) = session.exec(select(RoleGrant))
    service.end_role(session, account, grant.id, actor_id=None, now=now)
    token = service.start_session(session, account.id, agent="", now=now)

    assert queries.signed_in(session, token, now=now).person.grants == ()
    assert queries.signed_in(session, "made-up", now=now) is None
    assert queries.roles_of(session, account.id) == frozenset()
