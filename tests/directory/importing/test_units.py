"""Unit trees against the tree stored."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.directory import queries, service
from app.directory.importing import Kind
from app.directory.models import Organisation, Unit
from tests.directory.city import bring, counts, make_city, plan_file, write

HEAD = ["unit_code", "name_fa", "name_en", "parent_code"]
TREE = [
    ["10101", "شهرسازی", "", "101"],
    ["100", "شهرداری", "Municipality", ""],
    ["101", "منطقه ۱", "District 1", "100"],
    ["102", "منطقه ۲", "District 2", "100"],
]


def tree(session: Session) -> dict[str, str]:
    """Return the code of the unit above by code, read from the paths."""
    units = {unit.id: unit.code for unit in session.exec(select(Unit))}
    found = {}
    for unit in session.exec(select(Unit)):
        line = [units[int(part)] for part in unit.path.split("/") if part]
        assert line[-1] == unit.code
        found[unit.code] = line[-2] if len(line) > 1 else ""
    return found


def test_parents_may_come_after_their_children(session: Session, tmp_path: Path) -> None:
    service.install(session)

    bring(session, write(tmp_path / "u.csv", [HEAD, *TREE]), Kind.UNITS)

    assert tree(session) == {"100": "", "101": "100", "102": "100", "10101": "101"}
    assert queries.unit_by_code(session, "۱۰۱").name_en == "District 1"


def test_the_same_tree_twice_changes_nothing(session: Session, tmp_path: Path) -> None:
    service.install(session)
    path = write(tmp_path / "u.csv", [HEAD, *TREE])
    bring(session, path, Kind.UNITS)

    assert counts(plan_file(session, path, Kind.UNITS)) == (0, 0, 4, 0, 0)


def test_a_moved_unit_takes_what_is_below_along(session: Session, tmp_path: Path) -> None:
    service.install(session)
    bring(session, write(tmp_path / "a.csv", [HEAD, *TREE]), Kind.UNITS)

    bring(session, write(tmp_path / "b.csv", [HEAD, ["101", "منطقه ۱", "", "102"]]), Kind.UNITS)

    assert tree(session) == {"100": "", "101": "102", "102": "100", "10101": "101"}


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([["1", "یک", "", "9"]], {2: "parent_unknown"}),
        ([["1", "یک", "", "9"], ["2", "دو", "", "1"]], {2: "parent_unknown", 3: "parent_refused"}),
        ([["1", "یک", "", "2"], ["2", "دو", "", "1"]], {2: "cycle", 3: "cycle"}),
        ([["1", "یک", "", "1"]], {2: "cycle"}),
        ([["1", "یک", "", "1"], ["2", "دو", "", "1"]], {2: "cycle", 3: "parent_refused"}),
        ([["1", "", "", ""]], {2: "missing"}),
        ([["1", "یک", "", ""], ["۱", "یک", "", ""]], {3: "twice"}),
        ([["100", "شهرداری", "", "101"]], {2: "cycle"}),
        ([[str(n), "ژرف", "", str(n - 1) if n > 500 else "100"] for n in range(500, 540)], None),
    ],
)
def test_orphans_and_cycles_are_refused(
    session: Session, tmp_path: Path, rows: list[list[str]], refused: dict[int, str] | None
) -> None:
    make_city(session)

    plan = plan_file(session, write(tmp_path / "u.csv", [HEAD, *rows]), Kind.UNITS)

    found = {refusal.row: refusal.code for refusal in plan.refused}
    if refused is None:
        assert set(found.values()) == {"too_deep"}
    else:
        assert found == refused


def test_several_agencies_stand_side_by_side(session: Session, tmp_path: Path) -> None:
    make_city(session)
    rows = [
        [*HEAD, "organisation_code"],
        ["M0", "شرکت بهره‌برداری مترو", "", "", "metro"],
        ["M1", "خط ۱", "", "M0", ""],
        ["103", "منطقه ۳", "", "100", "metro"],
    ]
    path = write(tmp_path / "u.csv", rows)

    plan = plan_file(session, path, Kind.UNITS)
    bring(session, path, Kind.UNITS, skip_refused=True)

    assert [(r.row, r.code) for r in plan.refused] == [(4, "other_organisation")]
    metro = session.exec(select(Organisation).where(Organisation.code == "metro")).one()
    assert metro.name_fa == "شرکت بهره‌برداری مترو"
    assert queries.unit_by_code(session, "M1").organisation_id == metro.id


def test_a_unit_that_a_full_list_no_longer_names_is_closed_and_can_return(
    session: Session, tmp_path: Path
) -> None:
    service.install(session)
    bring(session, write(tmp_path / "a.csv", [HEAD, *TREE]), Kind.UNITS)
    district = write(tmp_path / "b.csv", [HEAD, ["101", "منطقه ۱", "District 1", "100"]])

    outcome = bring(session, district, Kind.UNITS, scope="101", confirm_left=1)

    assert outcome.left_ids == ()
    assert not queries.unit_by_code(session, "10101").active
    assert queries.unit_by_code(session, "102").active
    bring(session, write(tmp_path / "c.csv", [HEAD, TREE[0]]), Kind.UNITS)
    assert queries.unit_by_code(session, "10101").active


def test_a_district_neither_takes_units_of_others_nor_moves_itself(
    session: Session, tmp_path: Path
) -> None:
    make_city(session)
    rows = [["102", "منطقه ۲", "", "101"], ["101", "منطقه یک", "", ""], ["7", "هفت", "", "102"]]
    path = write(tmp_path / "u.csv", [HEAD, *rows])

    plan = plan_file(session, path, Kind.UNITS, scope="101")
    bring(session, path, Kind.UNITS, scope="101", skip_refused=True)

    assert {r.row: r.code for r in plan.refused} == {2: "outside_scope", 4: "outside_scope"}
    assert tree(session) == {"100": "", "101": "100", "102": "100"}
    assert queries.unit_by_code(session, "101").name_fa == "منطقه یک"


def test_an_officer_of_a_district_builds_only_below_it(session: Session, tmp_path: Path) -> None:
    city = make_city(session)
    rows = [
        ["10101", "دفتر", "", "101"],
        ["10201", "دفتر", "", "102"],
        ["200", "شهری دیگر", "", ""],
        ["101", "منطقه ۱", "", "102"],
    ]

    plan = plan_file(
        session, write(tmp_path / "u.csv", [HEAD, *rows]), Kind.UNITS, reach=(city["101"].path,)
    )

    assert {r.row: r.code for r in plan.refused} == dict.fromkeys((3, 4, 5), "outside_reach")
    assert len(plan.new) == 1
