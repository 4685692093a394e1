"""Places, added one at a time; whole lists go through ``importing``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from app.directory.models import Facility, FacilityKind, FacilityLine, Subject, Unit
from app.directory.naming import clean_code, facility_columns
from app.directory.reference import line_colour
from app.directory.rules import line_number
from app.directory.subjects import settle
from app.errors import Missing, Refused
from app.text import clean_name, latin_digits

__all__ = ["NewFacility", "add_facility"]


@dataclass(frozen=True, slots=True)
class NewFacility:
    """What is known of a place that is to be added.

    Attributes:
        kind: Code of a facility kind.
        code: Unique within the organisation.
        name_fa: Persian name as the sign shows it.
        name_en: English name.
        latitude: Degrees north, if known.
        longitude: Degrees east, if known.
        address: One line.
        number: Of a line; by default the number in its name.
        colour: Of a line, ``#rrggbb``; by default the usual one.
    """

    kind: str
    code: str
    name_fa: str
    name_en: str = ""
    latitude: float | None = None
    longitude: float | None = None
    address: str = ""
    number: str = ""
    colour: str = ""


def add_facility(
    session: Session,
    unit: Unit,
    new: NewFacility,
    *,
    lines: Sequence[Subject] = (),
    place: int = 0,
    now: datetime,
) -> Subject:
    """Add a place that a unit operates, on the lines it lies on.

    Args:
        session: Open unit of work.
        unit: The operating unit.
        new: The place.
        lines: Several at an interchange.
        place: Position along its lines, for lists in line order.
        now: Aware instant.

    Raises:
        Missing: No such kind.
        Refused: The code is taken within the organisation.
    """
    kind = session.get(FacilityKind, new.kind)
    if kind is None:
        raise Missing("kind_unknown", new.kind)
    code, name_fa = clean_code(new.code), clean_name(new.name_fa)
    _check_free(session, unit, code)
    columns = facility_columns(name_fa, clean_name(new.name_en), code=code, address=new.address)
    subject = settle(session, unit, new.kind, code, now=now, **columns)
    number = new.number or (line_number(latin_digits(name_fa)) if kind.is_line else "")
    own = Facility(
        subject_id=subject.id or 0,
        organisation_id=unit.organisation_id,
        kind=new.kind,
        code=code,
        latitude=new.latitude,
        longitude=new.longitude,
        address=clean_name(new.address),
        line_number=number,
        line_colour=new.colour or line_colour(new.kind, number),
    )
    session.add(own)
    session.flush()
    _lay_on_lines(session, subject, lines, place)
    return subject


def _check_free(session: Session, unit: Unit, code: str) -> None:
    taken = select(Facility.subject_id).where(
        Facility.organisation_id == unit.organisation_id, Facility.code == code
    )
    if session.exec(taken).first():
        raise Refused("code_taken", code)


def _lay_on_lines(session: Session, subject: Subject, lines: Sequence[Subject], place: int) -> None:
    for line in lines:
        session.add(FacilityLine(facility_id=subject.id or 0, line_id=line.id or 0, place=place))
    session.flush()
