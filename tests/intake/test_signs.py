"""Signs of places: colours are data; ink is chosen by contrast, bad values never reach the CSS."""

from dataclasses import replace

import pytest

from app.badges.queries import Line, subject_for_serial
from app.directory.models import Facility, FacilityKind
from app.intake.signs import Ribbon, question_of, sign_of
from tests.feedback.making import make_subject, make_unit, stored
from tests.intake.conftest import make_badge


@pytest.fixture
def park(session):
    unit = make_unit(session)
    stored(session, FacilityKind(code="park", name_fa="بوستان", name_en="Park"))
    place = make_subject(session, unit, kind="park", name_fa="بوستان لاله")
    stored(
        session,
        Facility(subject_id=place.id, kind="park", code="P1", organisation_id=unit.organisation_id),
    )
    return subject_for_serial(session, make_badge(session, place, 1).serial)


@pytest.mark.parametrize(
    ("colour", "ribbon"),
    [
        ("#f4cc3e", Ribbon("4", "#f4cc3e", "#131a26")),
        ("#16305f", Ribbon("4", "#16305f", "#ffffff")),
        ("red;}*{x", Ribbon("4", "#dfe6f3", "#131a26")),
        ("", Ribbon("4", "#dfe6f3", "#131a26")),
    ],
)
def test_the_ink_is_read_on_the_colour_and_a_bad_colour_becomes_plain(park, colour, ribbon):
    assert sign_of(replace(park, lines=(Line("4", colour),))).ribbons == (ribbon,)


def test_a_park_has_its_tree_and_a_person_has_no_sign(park):
    assert sign_of(park).emblem == "cypress"
    assert sign_of(replace(park, kind="employee")) is None


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("تاکسی ۱۱ ت ۲۲۱ ایران ۸۸", "11 ت 221 ایران 88"),
        ("تاکسی 14ع402 ایران11", "14 ع 402 ایران 11"),
        ("تاکسی تلفنی گلستان", "TX2214"),
    ],
)
def test_the_plate_of_a_taxi_is_the_one_on_the_car_or_else_its_code(park, name, number):
    assert sign_of(replace(park, kind="taxi", code="TX2214", name_fa=name)).number == number


def test_every_kind_of_place_is_asked_in_its_own_words(app):
    kinds = ("employee", "metro_station", "bus_line", "taxi", "park", "market", "new kind")
    with app.test_request_context():
        assert len({question_of(kind) for kind in kinds}) == len(kinds)
