"""People and places, added one at a time; whole files go through ``importing``."""

import secrets
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from app.directory.models import (
    Employee,
    Facility,
    FacilityKind,
    FacilityLine,
    Subject,
    SubjectUnit,
    Unit,
)
from app.directory.naming import clean_code, employee_columns, facility_columns
from app.directory.reference import line_colour
from app.directory.rules import EMPLOYEE, line_number, service_of
from app.directory.titles import title_rules
from app.errors import Missing, Refused
from app.text import clean_name, fold, latin_digits

__all__ = ["add_employee", "add_facility", "new_public_id"]


def new_public_id() -> str:
    """Return a random id for addresses: 72 bits, never starting with a dash."""
    return secrets.choice("abcdefghijkmnpqrstuvwxyz") + secrets.token_urlsafe(9)


def add_employee(
    session: Session,
    unit: Unit,
    *,
    number: str,
    first_fa: str,
    last_fa: str,
    first_en: str = "",
    last_en: str = "",
    title: str = "",
    site: str = "",
    now: datetime,
) -> Subject:
    """Add a person to a unit; the personnel number is kept as text with its leading zeros.

    Raises:
        Refused: The number is taken within the organisation.
    """
    number, title = clean_code(number), clean_name(title)
    first_fa, last_fa = clean_name(first_fa), clean_name(last_fa)
    first_en, last_en = clean_name(first_en), clean_name(last_en)
    _check_number_free(session, unit, number)
    columns = employee_columns(first_fa, last_fa, first_en, last_en, number=number, title=title)
    subject = Subject(
        **columns,
        **_common(unit, EMPLOYEE, number, now),
        site=clean_name(site),
        service_type=service_of(fold(title), title_rules(session)),
    )
    _store(session, subject, now)
    own = Employee(
        subject_id=subject.id or 0,
        organisation_id=unit.organisation_id,
        personnel_number=number,
        first_name_fa=first_fa,
        last_name_fa=last_fa,
        first_name_en=first_en,
        last_name_en=last_en,
        job_title=title,
    )
    session.add(own)
    session.flush()
    return subject


def add_facility(
    session: Session,
    unit: Unit,
    *,
    kind: str,
    code: str,
    name_fa: str,
    name_en: str = "",
    lines: tuple[Subject, ...] = (),
    latitude: float | None = None,
    longitude: float | None = None,
    address: str = "",
    number: str = "",
    colour: str = "",
    place: int = 0,
    now: datetime,
) -> Subject:
    """Add a place that a unit operates, on the lines it lies on.

    Args:
        session: Open unit of work.
        unit: The operating unit.
        kind: Code of a facility kind.
        code: Unique within the organisation.
        name_fa: Persian name as the sign shows it.
        name_en: English name.
        lines: Several at an interchange.
        latitude: Degrees north, if known.
        longitude: Degrees east, if known.
        address: One line.
        number: Of a line; by default the number in its name.
        colour: Of a line, ``#rrggbb``; by default the usual one.
        place: Position along its lines, for lists in line order.
        now: Aware instant.

    Raises:
        Missing: No such kind.
        Refused: The code is taken within the organisation.
    """
    known = session.get(FacilityKind, kind)
    if known is None:
        raise Missing("kind_unknown", kind)
    code, name_fa, name_en = clean_code(code), clean_name(name_fa), clean_name(name_en)
    _check_code_free(session, unit, code)
    columns = facility_columns(name_fa, name_en, code=code, address=address)
    subject = Subject(**columns, **_common(unit, kind, code, now))
    _store(session, subject, now)
    number = number or (line_number(latin_digits(name_fa)) if known.is_line else "")
    own = Facility(
        subject_id=subject.id or 0,
        organisation_id=unit.organisation_id,
        kind=kind,
        code=code,
        latitude=latitude,
        longitude=longitude,
        address=clean_name(address),
        line_number=number,
        line_colour=colour or line_colour(kind, number),
    )
    session.add(own)
    session.flush()
    _lay_on_lines(session, subject, lines, place)
    return subject


def _check_number_free(session: Session, unit: Unit, number: str) -> None:
    taken = select(Employee.subject_id).where(
        Employee.organisation_id == unit.organisation_id, Employee.personnel_number == number
    )
    if session.exec(taken).first():
        raise Refused("number_taken")


def _check_code_free(session: Session, unit: Unit, code: str) -> None:
    taken = select(Facility.subject_id).where(
        Facility.organisation_id == unit.organisation_id, Facility.code == code
    )
    if session.exec(taken).first():
        raise Refused("code_taken", code)


def _lay_on_lines(
    session: Session, subject: Subject, lines: tuple[Subject, ...], place: int
) -> None:
    for line in lines:
        session.add(FacilityLine(facility_id=subject.id or 0, line_id=line.id or 0, place=place))
    session.flush()


def _common(unit: Unit, kind: str, code: str, now: datetime) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "kind": kind,
        "organisation_id": unit.organisation_id,
        "unit_id": unit.id,
        "code": code,
        "created_at": now,
        "changed_at": now,
    }


def _store(session: Session, subject: Subject, now: datetime) -> None:
    session.add(subject)
    session.flush()
    session.add(SubjectUnit(subject_id=subject.id or 0, unit_id=subject.unit_id, from_at=now))
