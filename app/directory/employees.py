"""People, added one at a time; whole rosters go through ``importing``."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from app.directory.models import Employee, Subject, Unit
from app.directory.naming import clean_code, employee_columns
from app.directory.rules import EMPLOYEE, service_of
from app.directory.subjects import settle
from app.directory.titles import title_rules
from app.errors import Refused
from app.text import clean_name, fold

__all__ = ["add_employee"]


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
    _check_free(session, unit, number)
    names: dict[str, Any] = {
        "first_name_fa": clean_name(first_fa),
        "last_name_fa": clean_name(last_fa),
        "first_name_en": clean_name(first_en),
        "last_name_en": clean_name(last_en),
    }
    columns = employee_columns(*names.values(), number=number, title=title)
    work = service_of(fold(title), title_rules(session))
    columns |= {"site": clean_name(site), "service_type": work}
    subject = settle(session, unit, EMPLOYEE, number, now=now, **columns)
    own = Employee(
        subject_id=subject.id or 0,
        organisation_id=unit.organisation_id,
        personnel_number=number,
        job_title=title,
        **names,
    )
    session.add(own)
    session.flush()
    return subject


def _check_free(session: Session, unit: Unit, number: str) -> None:
    taken = select(Employee.subject_id).where(
        Employee.organisation_id == unit.organisation_id, Employee.personnel_number == number
    )
    if session.exec(taken).first():
        raise Refused("number_taken")
