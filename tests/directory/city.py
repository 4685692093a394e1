"""A small city with two districts, and files for it."""

from collections.abc import Iterable
from pathlib import Path

from sqlmodel import Session, select

from app.directory import service
from app.directory.importing import (
    Kind,
    Options,
    Outcome,
    Plan,
    apply_import,
    open_source,
    parse_mapping,
    plan_import,
)
from app.directory.models import Employee, Organisation, Subject, Unit
from app.directory.reference import DEFAULT_ORGANISATION
from tests.conftest import NOON

HEAD = ["شماره پرسنلی", "نام", "نام خانوادگی", "کد ملی", "تلفن همراه", "کد واحد", "سمت", "محل خدمت"]
ALI = ["00000012", "علی", "کریمی", "0012345679", "09120000000", "101", "راننده", "ساختمان ۱"]
SARA = ["00000034", "سارا", "احمدی", "", "", "101", "متصدی باجه", ""]
REZA = ["00000056", "رضا", "نوری", "", "", "102", "حسابدار", ""]


def make_city(session: Session) -> dict[str, Unit]:
    """Return the units of a city: 100 above the districts 101 and 102."""
    service.install(session)
    organisation = session.exec(
        select(Organisation.id).where(Organisation.code == DEFAULT_ORGANISATION)
    ).one()
    root = service.add_unit(session, organisation or 0, "100", "شهرداری")
    districts = [
        service.add_unit(session, organisation or 0, code, name, parent=root)
        for code, name in (("101", "منطقه ۱"), ("102", "منطقه ۲"))
    ]
    return {unit.code: unit for unit in (root, *districts)}


def write(path: Path, rows: Iterable[list[str]], *, mark: str = ",", code: str = "utf-8") -> Path:
    """Write a delimited file; cells with line ends or the mark are quoted."""
    lines = []
    for row in rows:
        cells = [f'"{c}"' if any(x in c for x in (mark, "\n")) else c for c in row]
        lines.append(mark.join(cells))
    path.write_text("\r\n".join(lines) + "\r\n", encoding=code, newline="")
    return path


def plan_file(session: Session, path: Path, kind: Kind = Kind.EMPLOYEES, **given: object) -> Plan:
    """Plan an import; ``map`` holds COLUMN=FIELD pairs, the rest are options."""
    mapping = parse_mapping(kind, given.pop("map", ()))  # type: ignore[arg-type]
    options = Options(**given)  # type: ignore[arg-type]
    return plan_import(session, open_source(path, kind, mapping=mapping), options)


def bring(session: Session, path: Path, kind: Kind = Kind.EMPLOYEES, **given: object) -> Outcome:
    """Plan and apply an import."""
    agreed = {
        key: given.pop(key)
        for key in ("skip_refused", "confirm_left", "after", "now")
        if key in given
    }
    now = agreed.pop("now", NOON)
    return apply_import(
        session,
        plan_file(session, path, kind, **given),
        actor_id=None,
        now=now,
        **agreed,  # type: ignore[arg-type]
    )


def counts(plan: Plan) -> tuple[int, int, int, int, int]:
    """Return new, changed, unchanged, left, refused rows."""
    return len(plan.new), len(plan.changed), plan.unchanged, len(plan.left), plan.refused_rows


def person(session: Session, number: str) -> tuple[Subject, Employee]:
    """Return a stored person."""
    statement = (
        select(Subject, Employee)
        .join(Employee, Employee.subject_id == Subject.id)  # type: ignore[arg-type]
        .where(Employee.personnel_number == number)
    )
    return session.exec(statement).one()
