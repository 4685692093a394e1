"""What stands on the badges of a scope: the values a print needs, read a part at a time."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.badges.models import Badge
from app.badges.photos_files import PhotoFiles
from app.badges.tokens import address
from app.directory.models import Employee, Facility, FacilityKind, FacilityLine, Subject, Unit
from app.settings import Settings
from printables.design import HOUSE, Design
from printables.face import BadgeFace, LinePill
from qr.codes import group_typed
from qr.key_ring import KeyRing

__all__ = ["Imprint", "Ready", "face_hash", "gather", "owns"]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is the same on every badge of a city, where its photos lie, and the designs by
    organisation (``designs``); those without one have the house's.
    """

    public_url: str
    host: str
    city_fa: str = ""
    city_en: str = ""
    photos: PhotoFiles | None = None
    designs: Mapping[int, Design] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings) -> "Imprint":
        """Return the imprint of a city's settings."""
        s = settings
        return cls(s.public_url, s.host, s.city_fa, s.city_en, PhotoFiles.of(s))


@dataclass(frozen=True, slots=True)
class Ready:
    """One badge, ready for the press; ``hash`` tells whether its face has changed."""

    badge_id: int
    subject_code: str
    unit_path: str
    face: BadgeFace
    hash: str


def face_hash(face: BadgeFace) -> str:
    """Return what changes as soon as anything on a badge does."""
    photo = hashlib.sha256(face.photo).hexdigest() if face.photo else ""
    said = asdict(replace(face, photo=None, design=HOUSE)) | {"photo": photo}
    said["design"] = face.design.digest
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def owns() -> ColumnElement[bool]:
    """Return the join of a badge to its subject."""
    return col(Subject.id) == col(Badge.subject_id)


def gather(
    session: Session, ids: Sequence[int], ring: KeyRing, imprint: Imprint
) -> Iterator[Ready]:
    """Yield these badges in this order, ready for the press; two statements whatever their number.

    Raises:
        Refused: A badge carries a retired key.
    """
    found = (
        select(Badge, Subject, Unit, Employee, Facility, FacilityKind)
        .join(Subject, owns())
        .join(Unit, col(Unit.id) == col(Subject.unit_id))
        .outerjoin(Employee, col(Employee.subject_id) == col(Subject.id))
        .outerjoin(Facility, col(Facility.subject_id) == col(Subject.id))
        .outerjoin(FacilityKind, col(FacilityKind.code) == col(Facility.kind))
        .where(col(Badge.id).in_(ids))
    )
    rows = {row.Badge.id: row for row in session.execute(found)}
    lines = _lines(session, [row.Subject.id for row in rows.values() if row.Facility])
    for badge_id in ids:
        row = rows[badge_id]
        design = imprint.designs.get(row.Subject.organisation_id, HOUSE)
        pills = lines.get(row.Subject.id, ()) or _own_pill(row.Facility, row.FacilityKind)
        face = BadgeFace(
            **_said(row.Badge, row.Subject, row.Unit, design),
            **_particulars(row.Employee, row.Facility, imprint),
            url=address(row.Badge.serial, row.Badge.key_id, ring, public_url=imprint.public_url),
            lines=pills,
            host=imprint.host,
            city_fa=imprint.city_fa,
            city_en=imprint.city_en,
            design=design,
        )
        yield Ready(badge_id, row.Subject.code, row.Unit.path, face, face_hash(face))


def _lines(session: Session, facility_ids: Sequence[int]) -> dict[int, tuple[LinePill, ...]]:
    if not facility_ids:
        return {}
    line = aliased(Facility)
    found = (
        select(col(FacilityLine.facility_id), col(line.line_number), col(line.line_colour))
        .join(line, col(line.subject_id) == col(FacilityLine.line_id))
        .where(col(FacilityLine.facility_id).in_(facility_ids))
        .order_by(col(FacilityLine.facility_id), col(line.code))
    )
    pills: dict[int, tuple[LinePill, ...]] = {}
    for facility_id, number, colour in session.execute(found):
        pills[facility_id] = (*pills.get(facility_id, ()), LinePill(number, colour))
    return pills


def _said(badge: Badge, subject: Subject, unit: Unit, design: Design) -> dict[str, Any]:
    return {
        "serial": badge.serial,
        "typed_code": group_typed(badge.typed_code),
        "name_fa": subject.name_fa,
        "name_en": subject.name_en,
        "unit_fa": (unit.name_en if design.english else "") or unit.name_fa,
        "kind": subject.kind,
    }


def _particulars(
    employee: Employee | None, facility: Facility | None, imprint: Imprint
) -> dict[str, Any]:
    return {"title_fa": _title(employee, facility), "photo": _photo(employee, imprint.photos)}


def _own_pill(facility: Facility | None, kind: FacilityKind | None) -> tuple[LinePill, ...]:
    """A line is known by its own number; a station by those of its lines."""
    if facility is None or kind is None or not kind.is_line or not facility.line_number:
        return ()
    return (LinePill(facility.line_number, facility.line_colour),)


def _title(employee: Employee | None, facility: Facility | None) -> str:
    """A job title; for a taxi its plate, which is its code."""
    if employee:
        return employee.job_title
    return facility.code if facility and facility.kind == "taxi" else ""


def _photo(employee: Employee | None, photos: PhotoFiles | None) -> bytes | None:
    if not employee or not employee.photo or photos is None:
        return None
    return photos.card(employee.photo)
