"""A run of some badges that the officer names one by one."""

import pytest
from sqlmodel import select

from app.badges.lookup import serials_of
from app.badges.models import PrintedBadge, PrintRun
from app.db import Database
from qr.codes import group_typed
from tests.badges.city import badge_of, issue, make_city
from tests.badges.conftest import Desk


def test_badges_are_named_by_any_of_their_numbers_in_any_digits(database: Database) -> None:
    with database.writing() as session:
        city = make_city(session)
        issue(session)
        ali, sara = badge_of(session, city.ali), badge_of(session, city.sara)
        text = f"۰۰۱۴، {group_typed(ali.typed_code)}\n{sara.serial} MS7, 9999"

        serials, strange = serials_of(session, text, None)
        north, outside = serials_of(session, "0013 0014", (city.north.path,))

    assert set(serials) >= {ali.serial, sara.serial}
    assert (len(serials), strange) == (4, ["9999"])
    assert (north, outside) == ((sara.serial,), ["0014"])


def test_only_the_named_badges_are_counted_and_printed(desk: Desk) -> None:
    counted = desk.post("/print", act="count", kind="all", stock="cr80", numbers="0012, MS7")
    answer = desk.post("/print", kind="all", stock="cr80", changed="y", numbers="0012, MS7")

    assert counted.status_code == 200
    assert '<bdi class="n">2</bdi>' in counted.text
    assert answer.status_code == 303
    with desk.db.reading() as session:
        run = session.exec(select(PrintRun)).one()
        cards = session.exec(select(PrintedBadge)).all()
    assert (run.badges, len(cards)) == (2, 2)


@pytest.mark.parametrize("act", ["count", ""])
def test_a_number_that_names_nobody_is_said_and_what_was_typed_stays(desk: Desk, act: str) -> None:
    desk.sit(desk.city.north)

    answer = desk.post("/print", act=act, kind="all", stock="cr80", numbers="0013, 0014, x")

    assert answer.status_code == 422
    assert "No working badge of yours: 0014، x." in answer.text
    assert ">\r\n0013, 0014, x<" in answer.text or ">0013, 0014, x<" in answer.text
