"""The HR reviewer's screens: everybody is found, nobody is ranked, outsiders see nothing."""

import inspect
from dataclasses import fields
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from app.badges import service as badges
from app.badges.scope import Scope
from app.db import Database
from app.directory import service as directory
from app.errors import Missing
from app.feedback.folding import fold_deltas
from app.feedback.rules import Kind
from app.insights.queries.employees import EmployeeRow, employee_page, employees, kind_cells
from app.insights.rules import veiled
from app.scores.rules import Band
from qr.key_ring import KeyRing
from tests.conftest import NOON
from tests.feedback.making import TEHRAN
from tests.insights.city import City, hear, make_city, person, place, tell
from tests.scores.nights import night
from tests.statements import statements

RING = KeyRing.fresh(bytes(range(32)), now=NOON)


@pytest.fixture
def city(session) -> City:
    return make_city(session)


def numbers(session, *units, **asked):
    return [row.number for row in employees(session, [u.path for u in units], **asked)]


def page_of(session, subject, *units):
    return employee_page(session, subject.public_id, [u.path for u in units], zone=TEHRAN)


@pytest.mark.parametrize(
    "text",
    ["كريمي", "کریمی", "علي كريمی", "کریمی علی", "karimi", "KARIMI Ali", "۰۰۱۲", "٠٠١٢", "0012"],
)
def test_a_person_is_found_by_any_spelling_any_digits_and_the_number_with_its_zeros(
    session, city, text
):
    person(session, city.counter, "0012", "علی", "کریمی", first_en="Ali", last_en="Karimi")
    person(session, city.counter, "0034", "سارا", "نوری")

    assert numbers(session, city.root, text=text) == ["0012"]


def test_half_spaces_titles_and_several_words_find_a_person(session, city):
    person(session, city.counter, "0012", "مریم سادات", "حسینی‌نژاد", title="کارشناس صدور پروانه")
    person(session, city.counter, "0013", "مریم", "رضایی", title="راننده")

    assert numbers(session, city.root, text="حسینی نژاد") == ["0012"]
    assert numbers(session, city.root, text="حسینی‌نژاد مریم") == ["0012"]
    assert numbers(session, city.root, text="مریم پروانه") == ["0012"]
    assert numbers(session, city.root, text="مریم اکبر") == []


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"', "0_12", "(", "*"])
def test_marks_of_the_query_language_are_letters_like_others(session, city, text):
    person(session, city.counter, "0012")

    assert numbers(session, city.root, text=text) == []


def test_a_search_of_nothing_but_blanks_finds_everybody(session, city):
    person(session, city.counter, "0012")

    assert numbers(session, city.root, text=" \u200c\u200f\t ") == ["0012"]


def test_a_reader_sees_the_own_subtree_and_an_outsider_nothing(session, city):
    person(session, city.counter, "1", "الف", "آبی")
    person(session, city.north, "2", "ب", "بهار")
    person(session, city.south, "3", "پ", "پارسا")

    assert numbers(session, city.root) == ["1", "2", "3"]
    assert numbers(session, city.north) == ["1", "2"]
    assert numbers(session, city.counter, city.south) == ["1", "3"]
    assert numbers(session, city.metro) == []
    assert numbers(session) == []


def test_a_unit_narrows_the_list_to_its_subtree(session, city):
    person(session, city.counter, "1", "الف", "آبی")
    person(session, city.south, "2", "ب", "بهار")

    assert numbers(session, city.root, unit="101") == ["1"]
    assert numbers(session, city.root, unit="100") == ["1", "2"]


def test_a_unit_out_of_reach_looks_like_an_unknown_one(session, city):
    for unit in ("900", "no-such-unit"):
        with pytest.raises(Missing) as refusal:
            employees(session, [city.root.path], unit=unit)
        assert refusal.value.code == "unknown"


def test_those_who_left_stand_in_a_list_of_their_own(session, city):
    stays, leaves = person(session, city.north, "1"), person(session, city.north, "2")
    directory.leave(session, leaves, now=NOON)

    assert numbers(session, city.root) == ["1"]
    assert numbers(session, city.root, left=True) == ["2"]
    assert page_of(session, leaves, city.root).row.active is False
    assert page_of(session, stays, city.root).row.active is True


def test_places_are_not_among_the_people(session, city):
    park = place(session, city.south, "P1")

    assert numbers(session, city.root) == []
    with pytest.raises(Missing):
        page_of(session, park, city.root)


def test_names_stand_in_the_order_of_the_persian_alphabet(session, city):
    for number, last in enumerate(["گلی", "کریمی", "پارسا", "بهار", "آبی", "ژاله", "یاری"]):
        person(session, city.north, str(number), "نام", last)

    rows = employees(session, [city.root.path])

    ordered = ["آبی", "بهار", "پارسا", "ژاله", "کریمی", "گلی", "یاری"]
    assert [row.name_fa.removeprefix("نام ") for row in rows] == ordered


@pytest.mark.parametrize("size", [7, 50])
def test_pages_of_people_of_one_name_hold_each_once(session, city, size):
    for n in range(130):
        person(session, city.north if n % 2 else city.south, f"{n:04d}")

    seen, after = [], ""
    while True:
        rows = employees(session, [city.root.path], after=after, limit=size)
        seen += [row.number for row in rows[:size]]
        if len(rows) <= size:
            break
        after = rows[size - 1].public_id

    assert seen == sorted(seen) == [f"{n:04d}" for n in range(130)]


def test_somebody_who_comes_between_two_pages_moves_nobody(session, city):
    for n, last in enumerate(["آبی", "بهار", "پارسا", "تابان"]):
        person(session, city.north, str(n), "نام", last)
    first = employees(session, [city.root.path], limit=2)
    person(session, city.north, "new", "نام", "آذری")

    assert numbers(session, city.root, after=first[1].public_id) == ["2", "3"]


def test_a_page_after_an_unknown_row_is_unknown(session, city):
    with pytest.raises(Missing):
        employees(session, [city.root.path], after="changed-by-hand")


def test_a_person_out_of_reach_looks_like_an_unknown_one(session, city):
    clerk = person(session, city.counter, "0012")

    for public_id, unit in ((clerk.public_id, city.metro), ("nothing", city.root)):
        with pytest.raises(Missing) as refusal:
            employee_page(session, public_id, [unit.path], zone=TEHRAN)
        assert refusal.value.code == "unknown"
    with pytest.raises(Missing):
        employee_page(session, clerk.public_id, [], zone=TEHRAN)


def test_a_person_who_moved_is_read_by_the_new_unit_and_keeps_what_was_earned(session, city):
    clerk = person(session, city.north, "0012")
    night(session, (clerk, {"n_effective": 12.0}))
    directory.change_unit(session, clerk, city.south, now=NOON + timedelta(days=1))

    page = page_of(session, clerk, city.south)

    assert page.shown.answers == 12
    assert [(s.unit_en, s.until_at is None) for s in page.stays] == [
        ("South", True),
        ("North", False),
    ]
    with pytest.raises(Missing):
        page_of(session, clerk, city.north)


def test_a_page_says_what_the_person_does_and_which_badge_is_worn(session, city):
    clerk = person(session, city.counter, "0012", title="متصدی باجه")
    assert page_of(session, clerk, city.root).badge == ""

    badges.issue(session, RING, Scope(), now=NOON, actor_id=None)

    page = page_of(session, clerk, city.root)
    assert len(page.badge) == 9
    assert (page.row.title, page.row.unit_fa) == ("متصدی باجه", "باجهٔ شمال")


@pytest.mark.parametrize(("answers", "band"), [(4, Band.TOO_FEW), (9, Band.INTERVAL)])
def test_a_page_says_no_number_below_ten_answers(session, city, answers, band):
    clerk = person(session, city.north, "0012")
    night(session, (clerk, {"n_effective": float(answers)}))

    shown = page_of(session, clerk, city.root).shown

    assert (shown.band, shown.score, shown.parts) == (band, None, None)


def test_small_cells_of_a_person_are_hidden_and_the_large_ones_shown(session, city):
    clerk = person(session, city.north, "0012")
    for n in range(20):
        hear(session, clerk, 4, device=f"d{n}")
        hear(session, clerk, 5, kind=Kind.APPRECIATION, device=f"d{n}")
        hear(session, clerk, 3, kind=Kind.COMMENT, device=f"d{n % 4}")
    hear(session, clerk, *[2] * 3, kind=Kind.COMPLAINT)

    assert page_of(session, clerk, city.root).kinds == {
        "apr": 20,
        "sug": 0,
        "com": None,
        "crt": None,
        "none": 20,
    }


def test_a_page_shows_words_after_release_alone(session, city):
    clerk = person(session, city.north, "0012")
    hear(session, clerk, 1)
    tell(session, clerk, "خیلی ممنون", kind=Kind.APPRECIATION)

    assert [w.text for w in page_of(session, clerk, city.root).words] == ["خیلی ممنون"]


def test_no_row_of_the_list_carries_a_figure_to_sort_by():
    names = {field.name for field in fields(EmployeeRow)}
    assert names == {
        "public_id",
        "name_fa",
        "name_en",
        "number",
        "title",
        "unit_fa",
        "unit_en",
        "active",
    }
    assert {field.type for field in fields(EmployeeRow)} <= {str, bool}


def test_the_list_takes_no_wish_for_another_order():
    asked = set(inspect.signature(employees).parameters)

    assert asked == {"session", "paths", "text", "unit", "after", "left", "limit"}


def test_what_was_said_of_people_does_not_move_them_in_the_list(session, city):
    good, bad = (
        person(session, city.north, "1", "نام", "یاری"),
        person(session, city.north, "2", "نام", "آبی"),
    )
    before = numbers(session, city.root)
    hear(session, good, *[5] * 30)
    hear(session, bad, *[1] * 30)

    assert numbers(session, city.root) == before == ["2", "1"]


@pytest.mark.parametrize("count", [3, 120])
def test_the_list_of_employees_costs_the_same_whatever_its_length(session, city, count):
    for n in range(count):
        person(session, city.north, f"{n:04d}")
    first = employees(session, [city.root.path], limit=1)[0]

    with statements(session) as seen:
        employees(session, [city.root.path], text="علی", unit="101", after=first.public_id)

    assert len(seen) == 3


@pytest.mark.parametrize("count", [0, 40])
def test_a_page_of_an_employee_costs_at_most_ten_statements(session, city, count):
    clerk = person(session, city.north, "0012", title="راننده")
    night(session, (clerk, {}))
    hear(session, clerk, *[3] * count)
    for n in range(min(count, 5)):
        tell(session, clerk, f"حرف {n}")
    asked = {"public_id": clerk.public_id, "paths": [city.root.path]}
    session.expunge_all()

    with statements(session) as seen:
        employee_page(session, **asked, zone=TEHRAN)

    assert len(seen) <= 10


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    said=st.lists(st.tuples(st.sampled_from(list(Kind)), st.sampled_from("abcdefg")), max_size=40),
    folded=st.integers(0, 40),
)
def test_the_cells_of_a_page_are_those_of_a_recount(database: Database, said, folded):
    with Session(database.engine.execution_options(writing=True)) as session:
        city = make_city(session)
        clerk = person(session, city.north, "0012")
        for n, (kind, device) in enumerate(said):
            hear(session, clerk, 4, kind=kind, device=device)
            if n == folded:
                fold_deltas(session)

        cells = kind_cells(session, clerk.id or 0)
        session.rollback()

    messages = {kind.value: [d for k, d in said if k is kind] for kind in Kind}
    truth = {kind: len(devices) for kind, devices in messages.items()}
    assert cells == veiled(truth, {kind: len(set(devices)) for kind, devices in messages.items()})
