"""Rosters against the people stored."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, func, select

from app import audit
from app.directory import queries, service
from app.directory.importing import Outcome, objection
from app.directory.models import Employee, ImportRun, Subject, SubjectUnit
from app.directory.rules import SubjectStatus
from app.errors import Missing, Refused
from tests.conftest import NOON
from tests.directory.city import (
    ALI,
    HEAD,
    REZA,
    SARA,
    bring,
    counts,
    make_city,
    person,
    plan_file,
    write,
)

LATER = NOON + timedelta(days=30)


def changed(row: list[str], **cells: str) -> list[str]:
    """Return a row with other cells, named by their place: c2 is the family name."""
    return [cells.get(f"c{i}", cell) for i, cell in enumerate(row)]


def test_a_roster_stores_people_as_cleaned_originals(session: Session, tmp_path: Path) -> None:
    make_city(session)
    untidy = changed(ALI, c0="۰۰۰۰۰۰۱۲", c1="  علي ", c2="كريمي‌نژاد")

    bring(session, write(tmp_path / "r.csv", [HEAD, untidy], code="utf-8-sig"))

    subject, employee = person(session, "00000012")
    assert (subject.code, subject.name_fa) == ("00000012", "علی کریمی‌نژاد")
    assert (employee.job_title, subject.site) == ("راننده", "ساختمان ۱")
    assert subject.service_type == "transport"
    assert subject.unit_id == queries.unit_by_code(session, "101").id
    assert queries.history(session, subject.id or 0)[0].from_at == NOON


def test_the_same_file_twice_changes_nothing(session: Session, tmp_path: Path) -> None:
    make_city(session)
    path = write(tmp_path / "r.csv", [HEAD, ALI, SARA, REZA])
    first = plan_file(session, path)
    bring(session, path)
    before = session.exec(select(Subject.public_id, Subject.changed_at)).all()

    again = plan_file(session, path)
    bring(session, path, now=LATER)

    assert counts(first) == (3, 0, 0, 0, 0)
    assert counts(again) == (0, 0, 3, 0, 0)
    assert session.exec(select(Subject.public_id, Subject.changed_at)).all() == before
    assert session.exec(select(func.count()).select_from(SubjectUnit)).one() == 3


def test_arabic_letters_and_persian_digits_find_the_same_person(
    session: Session, tmp_path: Path
) -> None:
    make_city(session)
    bring(session, write(tmp_path / "a.csv", [HEAD, ALI]))

    arabic = changed(ALI, c0="٠٠٠٠٠٠١٢", c1="علي", c2="كريمي")
    plan = plan_file(session, write(tmp_path / "b.csv", [HEAD, arabic]))

    assert counts(plan) == (0, 0, 1, 0, 0)


def test_a_changed_cell_is_stored_and_a_column_that_is_not_there_keeps_its_value(
    session: Session, tmp_path: Path
) -> None:
    make_city(session)
    bring(session, write(tmp_path / "a.csv", [HEAD, ALI]))
    short = [["personnel_number", "last_name", "title"], ["00000012", "کریمی", "متصدی باجه"]]

    bring(session, write(tmp_path / "b.csv", short), now=LATER)

    subject, employee = person(session, "00000012")
    assert (employee.job_title, subject.service_type) == ("متصدی باجه", "counter")
    assert (employee.first_name_fa, subject.site) == ("علی", "ساختمان ۱")
    assert (subject.created_at, subject.changed_at) == (NOON, LATER)


def test_a_change_of_unit_keeps_the_history(session: Session, tmp_path: Path) -> None:
    make_city(session)
    bring(session, write(tmp_path / "a.csv", [HEAD, ALI, SARA]))

    bring(session, write(tmp_path / "b.csv", [HEAD, changed(ALI, c5="102"), SARA]), now=LATER)

    moved, _ = person(session, "00000012")
    stays = queries.history(session, moved.id or 0)
    assert [(s.unit_code, s.from_at, s.until_at) for s in stays] == [
        ("102", LATER, None),
        ("101", NOON, LATER),
    ]
    stayed, _ = person(session, "00000034")
    assert len(queries.history(session, stayed.id or 0)) == 1


def test_without_a_scope_nobody_has_left(session: Session, tmp_path: Path) -> None:
    make_city(session)
    bring(session, write(tmp_path / "a.csv", [HEAD, ALI, SARA, REZA]))

    plan = plan_file(session, write(tmp_path / "b.csv", [HEAD, ALI]))

    assert counts(plan) == (0, 0, 1, 0, 0)


def test_the_file_of_one_district_switches_nobody_off_in_another(
    session: Session, tmp_path: Path
) -> None:
    make_city(session)
    bring(session, write(tmp_path / "a.csv", [HEAD, ALI, SARA, REZA]))
    district = write(tmp_path / "b.csv", [HEAD, ALI])

    outcome = bring(session, district, scope="101", confirm_left=1, now=LATER)

    gone, _ = person(session, "00000034")
    other, _ = person(session, "00000056")
    assert outcome.left_ids == (gone.id,)
    assert gone.status is SubjectStatus.LEFT
    assert queries.history(session, gone.id or 0)[0].until_at == LATER
    assert other.status is SubjectStatus.ACTIVE


@pytest.mark.parametrize("confirmed", [None, 0, 2])
def test_many_who_left_need_their_exact_number_confirmed(
    session: Session, tmp_path: Path, confirmed: int | None
) -> None:
    make_city(session)
    bring(session, write(tmp_path / "a.csv", [HEAD, ALI, SARA]))
    path = write(tmp_path / "b.csv", [HEAD, ALI])

    with pytest.raises(Refused, match="confirm_left") as caught:
        bring(session, path, scope="101", confirm_left=confirmed)

    assert caught.value.values == {"count": 1, "of": 2}
    assert person(session, "00000034")[0].status is SubjectStatus.ACTIVE


def test_up_to_five_in_a_hundred_may_leave_unasked(session: Session, tmp_path: Path) -> None:
    make_city(session)
    many = [changed(ALI, c0=f"{n:08d}") for n in range(1, 41)]
    bring(session, write(tmp_path / "a.csv", [HEAD, *many]))

    two, three = (write(tmp_path / f"{n}.csv", [HEAD, *many[n:]]) for n in (2, 3))

    assert (
        objection(plan_file(session, two, scope="101"), skip_refused=False, confirm_left=None)
        is None
    )
    assert plan_file(session, three, scope="101").asks_about_left
    assert len(bring(session, two, scope="101").left_ids) == 2


def test_a_refused_row_still_counts_as_being_in_the_file(session: Session, tmp_path: Path) -> None:
    make_city(session)
    bring(session, write(tmp_path / "a.csv", [HEAD, ALI, SARA]))
    slip = write(tmp_path / "b.csv", [HEAD, changed(ALI, c5="999"), SARA])

    plan = plan_file(session, slip, scope="101")

    assert counts(plan) == (0, 0, 1, 0, 1)


def test_coming_back_makes_active_again_and_says_so(session: Session, tmp_path: Path) -> None:
    make_city(session)
    both = write(tmp_path / "a.csv", [HEAD, ALI, SARA])
    bring(session, both)
    bring(session, write(tmp_path / "b.csv", [HEAD, ALI]), scope="101", confirm_left=1)

    outcome = bring(session, both, scope="101", now=LATER)

    sara, _ = person(session, "00000034")
    assert outcome.back_ids == (sara.id,)
    assert sara.status is SubjectStatus.ACTIVE
    assert [s.until_at for s in queries.history(session, sara.id or 0)] == [None, NOON]


BAD_ROWS = [
    (changed(ALI, c0=""), "شماره پرسنلی", "missing"),
    (changed(ALI, c0="1" * 41), "شماره پرسنلی", "too_long"),
    (changed(ALI, c2=" ‌ "), "نام خانوادگی", "missing"),
    (changed(ALI, c2="ا" * 201), "نام خانوادگی", "too_long"),
    (changed(ALI, c5=""), "کد واحد", "missing"),
    (changed(ALI, c5="999"), "کد واحد", "unit_unknown"),
    (changed(SARA, c2="دیگری"), "شماره پرسنلی", "twice"),
]


@pytest.mark.parametrize(("row", "column", "code"), BAD_ROWS)
def test_a_bad_row_is_refused_with_row_column_and_reason_and_nothing_is_half_imported(
    session: Session, tmp_path: Path, row: list[str], column: str, code: str
) -> None:
    make_city(session)
    path = write(tmp_path / "r.csv", [HEAD, SARA, row])

    plan = plan_file(session, path)
    with pytest.raises(Refused, match="rows_refused"):
        bring(session, path)

    (refusal,) = plan.refused
    assert (refusal.row, refusal.column, refusal.code) == (3, column, code)
    assert session.exec(select(Employee)).all() == []
    assert session.exec(select(ImportRun)).all() == []


def test_refused_rows_can_be_left_out_on_purpose(session: Session, tmp_path: Path) -> None:
    make_city(session)
    path = write(tmp_path / "r.csv", [HEAD, changed(ALI, c5="999"), SARA])

    bring(session, path, skip_refused=True)

    assert session.exec(select(Employee.personnel_number)).all() == ["00000034"]
    run = session.exec(select(ImportRun)).one()
    assert (run.new, run.refused, run.kind) == (1, 1, "employees")


def test_a_row_outside_the_scope_is_refused(session: Session, tmp_path: Path) -> None:
    make_city(session)

    plan = plan_file(session, write(tmp_path / "r.csv", [HEAD, ALI, REZA]), scope="101")

    assert [(r.row, r.code) for r in plan.refused] == [(3, "outside_scope")]


def test_an_officer_changes_only_the_units_in_reach(session: Session, tmp_path: Path) -> None:
    city = make_city(session)
    bring(session, write(tmp_path / "a.csv", [HEAD, REZA]))
    pulled = changed(REZA, c5="101")
    path = write(tmp_path / "b.csv", [HEAD, ALI, changed(SARA, c5="102"), pulled])

    plan = plan_file(session, path, reach=(city["101"].path,))

    assert [(r.row, r.code) for r in plan.refused] == [(3, "outside_reach"), (4, "elsewhere")]
    assert len(plan.new) == 1
    with pytest.raises(Missing):
        plan_file(session, path, scope="102", reach=(city["101"].path,))


def test_rows_without_a_unit_take_the_default(session: Session, tmp_path: Path) -> None:
    make_city(session)

    bring(session, write(tmp_path / "r.csv", [HEAD, changed(ALI, c5="")]), unit="۱۰۲")

    assert person(session, "00000012")[0].unit_id == queries.unit_by_code(session, "102").id


def test_two_agencies_may_use_the_same_number(session: Session, tmp_path: Path) -> None:
    make_city(session)
    metro = service.add_organisation(session, "metro", "شرکت مترو")
    service.add_unit(session, metro.id or 0, "M1", "بهره‌برداری")
    bring(session, write(tmp_path / "a.csv", [HEAD, ALI]))

    bring(session, write(tmp_path / "b.csv", [HEAD, changed(ALI, c1="مینا", c5="M1")]))

    names = session.exec(select(Employee.first_name_fa).order_by(col(Employee.subject_id)))
    assert names.all() == ["علی", "مینا"]


def test_an_import_is_in_the_staff_log_and_calls_whoever_follows(
    session: Session, tmp_path: Path
) -> None:
    make_city(session)
    followed: list[Outcome] = []

    outcome = bring(
        session,
        write(tmp_path / "r.csv", [HEAD, ALI]),
        after=lambda _session, done: followed.append(done),
    )

    entry = session.exec(select(audit.AuditEntry)).one()
    assert (entry.action, entry.object) == ("import.employees", f"import:{outcome.run_id}")
    assert followed == [outcome]


def test_the_statements_of_a_plan_do_not_grow_with_the_file(
    session: Session, tmp_path: Path
) -> None:
    make_city(session)
    many = [changed(ALI, c0=f"{n:08d}") for n in range(1, 301)]
    path = write(tmp_path / "r.csv", [HEAD, *many])
    bring(session, path)
    statements: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *a: statements.append(a[2]))

    plan_file(session, path)

    assert len(statements) <= 4
