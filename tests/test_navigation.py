"""The side column: few desks in one list, many under headings, none that is shut."""

from pathlib import Path

import pytest
from flask import Flask

from app.db import Database
from app.navigation import AT_ONCE, SECTIONS, sections_of
from app.rights import Grant, Person, Role
from tests.web import application, found


def person(*roles: Role) -> Person:
    return Person(1, "one", "One", tuple(Grant(role, 1, "/1/") for role in roles))


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    return application(found(sqlite_database, tmp_path))


@pytest.mark.parametrize("role", list(Role))
def test_who_holds_one_role_sees_one_short_list(role: Role) -> None:
    sections = sections_of(person(role))

    assert [one.name for one in sections] == [""]
    assert 1 <= len(sections[0].desks) <= AT_ONCE


def test_who_holds_many_roles_finds_each_desk_once_under_a_heading() -> None:
    sections = sections_of(person(*Role))

    assert all(one.name and len(one.desks) <= AT_ONCE for one in sections)
    shown = [desk for one in sections for desk in one.desks]
    assert shown == [desk for one in SECTIONS for desk in one.desks]


def test_nobody_signed_in_sees_no_desk() -> None:
    assert sections_of(None) == ()


def test_each_entry_asks_for_the_right_its_page_asks_for(app: Flask) -> None:
    asked = {
        desk.endpoint: app.view_functions[desk.endpoint].takrim_action  # type: ignore[attr-defined]
        for one in SECTIONS
        for desk in one.desks
    }

    assert asked == {desk.endpoint: desk.action for one in SECTIONS for desk in one.desks}
