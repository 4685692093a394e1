"""Lists of places against the places stored."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.directory import queries
from app.directory.importing import Kind
from app.directory.models import Facility, FacilityKind, Subject
from app.directory.rules import SubjectStatus
from tests.directory.city import bring, counts, make_city, plan_file, write

HEAD = ["code", "kind", "name_fa", "name_en", "line_codes", "latitude", "longitude", "address"]
STATION = [
    "MS1",
    "metro_station",
    "شهید بهشتی",
    "Shahid Beheshti",
    "ML1;ML3",
    "35.73",
    "51.42",
    "تقاطع",
]
LINES = [
    ["ML1", "metro_line", "خط 1 مترو", "Metro line 1", "", "", "", ""],
    ["ML3", "metro_line", "خط ۳ مترو", "Metro line 3", "", "", "", ""],
]
PARK = ["PK1", "بوستان", "بوستان لاله", "", "", "", "", ""]


def place(session: Session, code: str) -> tuple[Subject, Facility]:
    """Return a stored place."""
    statement = select(Subject, Facility).join(Facility, Facility.subject_id == Subject.id)  # type: ignore[arg-type]
    return session.exec(statement.where(Facility.code == code)).one()


def test_an_interchange_lies_on_lines_that_come_later_in_the_file(
    session: Session, tmp_path: Path
) -> None:
    make_city(session)

    bring(
        session,
        write(tmp_path / "f.csv", [HEAD, STATION, PARK, *LINES]),
        Kind.FACILITIES,
        unit="100",
    )

    subject, facility = place(session, "MS1")
    lines = queries.lines_of(session, [subject.id or 0])[subject.id or 0]
    assert [(line.code, line.number) for line in lines] == [("ML1", "1"), ("ML3", "3")]
    assert (facility.latitude, facility.address) == (35.73, "تقاطع")
    assert subject.unit_id == queries.unit_by_code(session, "100").id
    assert place(session, "PK1")[0].kind == "park"


def test_the_same_list_twice_changes_nothing(session: Session, tmp_path: Path) -> None:
    make_city(session)
    path = write(tmp_path / "f.csv", [HEAD, STATION, PARK, *LINES])
    bring(session, path, Kind.FACILITIES, unit="100")

    assert counts(plan_file(session, path, Kind.FACILITIES, unit="100")) == (0, 0, 4, 0, 0)


def test_a_station_that_loses_a_line_is_changed(session: Session, tmp_path: Path) -> None:
    make_city(session)
    bring(session, write(tmp_path / "a.csv", [HEAD, STATION, *LINES]), Kind.FACILITIES, unit="100")
    less = [cell if i != 4 else "ml3" for i, cell in enumerate(STATION)]

    bring(session, write(tmp_path / "b.csv", [HEAD, less]), Kind.FACILITIES)

    subject, _ = place(session, "MS1")
    lines = queries.lines_of(session, [subject.id or 0])[subject.id or 0]
    assert [line.code for line in lines] == ["ML3"]


@pytest.mark.parametrize(
    ("cell", "column", "code"),
    [
        ((1, "ماه‌نشین"), "kind", "kind_unknown"),
        ((1, ""), "kind", "missing"),
        ((4, "ML1;ML9"), "line_codes", "line_unknown"),
        ((4, "PK1"), "line_codes", "line_unknown"),
        ((5, "۳۵٫۷ شمالی"), "latitude", "coordinate"),
        ((5, "91"), "latitude", "coordinate"),
        ((6, "181"), "longitude", "coordinate"),
        ((2, ""), "name_fa", "missing"),
    ],
)
def test_a_bad_cell_of_a_place_is_refused_by_row_and_column(
    session: Session, tmp_path: Path, cell: tuple[int, str], column: str, code: str
) -> None:
    make_city(session)
    place_in_row, value = cell
    bad = [*STATION[:place_in_row], value, *STATION[place_in_row + 1 :]]
    path = write(tmp_path / "f.csv", [HEAD, *LINES, PARK, bad])

    plan = plan_file(session, path, Kind.FACILITIES, unit="100")

    assert [(r.row, r.column, r.code) for r in plan.refused] == [(5, column, code)]


def test_persian_digits_and_decimal_marks_are_coordinates(session: Session, tmp_path: Path) -> None:
    make_city(session)
    row = ["PK2", "park", "بوستان", "", "", "۳۵٫۷۰۱", "۵۱/۴", ""]

    bring(session, write(tmp_path / "f.csv", [HEAD, row]), Kind.FACILITIES, unit="100")

    facility = place(session, "PK2")[1]
    assert (facility.latitude, facility.longitude) == (35.701, 51.4)


def test_a_place_without_an_operating_unit_is_refused(session: Session, tmp_path: Path) -> None:
    make_city(session)

    plan = plan_file(session, write(tmp_path / "f.csv", [HEAD, PARK]), Kind.FACILITIES)

    assert [(r.row, r.code) for r in plan.refused] == [(2, "missing")]


def test_a_unit_column_goes_before_the_default(session: Session, tmp_path: Path) -> None:
    make_city(session)
    rows = [[*HEAD, "unit_code"], [*PARK, "102"], [*LINES[0], ""]]

    bring(session, write(tmp_path / "f.csv", rows), Kind.FACILITIES, unit="101")

    assert place(session, "PK1")[0].unit_id == queries.unit_by_code(session, "102").id
    assert place(session, "ML1")[0].unit_id == queries.unit_by_code(session, "101").id


def test_a_city_adds_its_own_kinds_as_data(session: Session, tmp_path: Path) -> None:
    make_city(session)
    session.add(FacilityKind(code="library", name_fa="کتابخانه", name_en="Library"))
    session.flush()
    row = ["LB1", "كتابخانه", "کتابخانهٔ مرکزی", "", "", "", "", ""]

    bring(session, write(tmp_path / "f.csv", [HEAD, row]), Kind.FACILITIES, unit="100")

    assert place(session, "LB1")[0].kind == "library"


def test_a_closed_place_has_left_inside_its_scope(session: Session, tmp_path: Path) -> None:
    make_city(session)
    bring(session, write(tmp_path / "a.csv", [HEAD, PARK]), Kind.FACILITIES, unit="101")
    bring(session, write(tmp_path / "b.csv", [HEAD, *LINES]), Kind.FACILITIES, unit="102")

    other = write(tmp_path / "c.csv", [HEAD, ["PK2", "park", "بوستان دیگر", "", "", "", "", ""]])
    outcome = bring(session, other, Kind.FACILITIES, unit="101", scope="101", confirm_left=1)

    assert outcome.left_ids == (place(session, "PK1")[0].id,)
    assert place(session, "ML1")[0].status is SubjectStatus.ACTIVE
