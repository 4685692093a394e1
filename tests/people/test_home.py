"""Where signing in leads: every role to its own desk."""

import pytest

from app.people.home import home_of
from app.rights import Grant, Person, Role

WITHOUT = {Role.EXPERT, Role.FAQ_EDITOR}


def person(*roles: Role) -> Person:
    return Person(1, "a", "A", tuple(Grant(role, 1, "/") for role in roles))


@pytest.mark.parametrize("role", sorted(set(Role) - WITHOUT))
def test_every_role_that_has_a_desk_lands_on_it(role):
    assert home_of(person(role))


@pytest.mark.parametrize(
    ("role", "endpoint"),
    [
        (Role.OPERATOR, "taking.index"),
        (Role.INTEGRITY_HANDLER, "insights.integrity"),
        (Role.VERIFIER, "cases.calls"),
        (Role.EMPLOYEE, "insights.own"),
    ],
)
def test_a_role_lands_where_its_work_is(role, endpoint):
    assert home_of(person(role)) == endpoint


@pytest.mark.parametrize("role", sorted(WITHOUT))
def test_a_role_without_a_desk_is_told_so_instead_of_led_astray(role):
    assert home_of(person(role)) == ""


def test_of_two_desks_the_one_of_cases_comes_first():
    assert home_of(person(Role.EMPLOYEE, Role.HANDLER)) == "cases.inbox"
