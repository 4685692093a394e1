"""Lists of people and places: found by any spelling, scoped, paged."""

import pytest
from sqlalchemy import event
from sqlmodel import Session

from app.directory import queries, service
from app.directory.facilities import NewFacility
from app.directory.models import Subject, Unit
from app.errors import Missing
from tests.conftest import NOON
from tests.directory.city import make_city

PEOPLE = [
    ("01", "مهدی", "گلی", "101"),
    ("02", "سید‌علی", "پاکزاد", "101"),
    ("03", "ناهید", "بهاری", "102"),
    ("04", "كاظم", "يوسفي", "102"),
]


@pytest.fixture
def city(session: Session) -> dict[str, Unit]:
    city = make_city(session)
    for number, first, last, unit in PEOPLE:
        service.add_employee(
            session, city[unit], number=number, first_fa=first, last_fa=last, now=NOON
        )
    return city


def found(session: Session, **given: object) -> list[str]:
    page = queries.employees(session, **({"reach": None} | given))  # type: ignore[arg-type]
    return [row.code for row in page.rows]


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("words", ["سید علی", "سيد", "علی سید", "پاکزاد علی", "۰۲"])
def test_any_spelling_finds_the_person(session: Session, words: str) -> None:
    assert found(session, words=words) == ["02"]


@pytest.mark.usefixtures("city")
def test_arabic_letters_on_paper_are_found_by_the_persian_spelling(
    session: Session,
) -> None:
    assert found(session, words="کاظم یوسفی") == ["04"]


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("words", ["%", "_", "\\", "'; DROP TABLE subject; --"])
def test_signs_of_the_database_are_only_signs(session: Session, words: str) -> None:
    assert found(session, words=words) == []


@pytest.mark.usefixtures("city")
def test_people_stand_in_persian_order_of_their_family_names(
    session: Session,
) -> None:
    assert found(session) == ["03", "02", "01", "04"]


@pytest.mark.usefixtures("city")
def test_pages_follow_each_other_without_gap_or_repeat(
    session: Session,
) -> None:
    first = queries.employees(session, reach=None, limit=3)
    second = queries.employees(session, reach=None, limit=3, after=first.after)

    codes = [row.code for row in first.rows + second.rows]
    assert codes == ["03", "02", "01", "04"]
    assert (bool(first.after), second.after) == (True, "")


def test_a_reader_sees_only_the_units_in_reach(session: Session, city: dict[str, Unit]) -> None:
    reach = (city["101"].path,)
    other = queries.employees(session, reach=(city["102"].path,)).rows[0]

    assert found(session, reach=reach) == ["02", "01"]
    assert found(session, reach=()) == []
    assert [u.code for u in queries.unit_tree(session, reach)] == ["101"]
    with pytest.raises(Missing):
        queries.subject(session, other.public_id, reach=reach)
    with pytest.raises(Missing):
        queries.unit_by_code(session, "102", reach)


@pytest.mark.usefixtures("city")
def test_those_who_left_stand_apart(
    session: Session,
) -> None:
    row = queries.employees(session, reach=None).rows[0]
    subject = session.get_one(Subject, row.id)

    service.leave(session, subject, now=NOON)

    assert found(session) == ["02", "01", "04"]
    assert found(session, left=True) == ["03"]


def test_places_are_narrowed_by_kind_and_line(session: Session, city: dict[str, Unit]) -> None:
    line = service.add_facility(
        session, city["100"], NewFacility("metro_line", "ML1", "خط ۱ مترو"), now=NOON
    )
    for code, name in (("MS1", "تجریش"), ("MS2", "قیطریه")):
        service.add_facility(
            session,
            city["100"],
            NewFacility("metro_station", code, name),
            lines=(line,),
            now=NOON,
        )
    service.add_facility(session, city["101"], NewFacility("park", "P1", "لاله"), now=NOON)

    def codes(**given: object) -> list[str]:
        page = queries.facilities(session, reach=None, **given)  # type: ignore[arg-type]
        return [row.code for row in page.rows]

    assert codes(kind="metro_station") == ["MS1", "MS2"]
    assert codes(line_id=line.id) == ["MS1", "MS2"]
    assert codes(unit_path=city["101"].path) == ["P1"]


@pytest.mark.usefixtures("city")
def test_a_list_takes_few_statements_whatever_its_length(
    session: Session,
) -> None:
    statements: list[str] = []
    event.listen(
        session.get_bind(), "before_cursor_execute", lambda *a: statements.append(str(a[2]))
    )

    page = queries.employees(session, reach=None, words="ی", limit=2)
    queries.employees(session, reach=None, words="ی", limit=2, after=page.after)

    assert len(statements) <= 3
