"""The directory of the demo city: agencies, units, people, places, from ``city.json``."""

import json
import random
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.directory import service as directory
from app.directory.models import Subject, Unit

__all__ = ["DemoCity", "build_city"]

EMPLOYEES = 200
_DATA = Path(__file__).with_name("city.json")


@dataclass(frozen=True, slots=True)
class DemoCity:
    """What was built: units by code, employees by unit, places by code."""

    units: dict[str, Unit]
    employees: list[Subject]
    places: dict[str, Subject]


def build_city(session: Session, *, now: datetime) -> DemoCity:
    """Build the whole directory; the same on every run."""
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    rng = random.Random(1405)  # noqa: S311  a demo, the same every time
    units = _units(session, data)
    employees = _employees(session, data, units, rng, now)
    places = _places(session, data, units, now)
    _managers(session, units, employees)
    return DemoCity(units, employees, places)


def _units(session: Session, data: dict[str, Any]) -> dict[str, Unit]:
    agencies = {
        code: directory.add_organisation(session, code, fa, name_en=en)
        for code, fa, en in data["organisations"]
    }
    units: dict[str, Unit] = {}
    for code, parent, agency, fa, en in data["units"]:
        organisation_id = agencies[agency].id or 0
        units[code] = directory.add_unit(
            session, organisation_id, code, fa, name_en=en, parent=units.get(parent)
        )
    return units


def _employees(
    session: Session,
    data: dict[str, Any],
    units: dict[str, Unit],
    rng: random.Random,
    now: datetime,
) -> list[Subject]:
    desks = [(code, title) for code, titles in data["staff_units"].items() for title in titles]
    people = []
    for number in range(1, EMPLOYEES + 1):
        code, title = desks[number % len(desks)]
        (first_fa, first_en), (last_fa, last_en) = (
            rng.choice(data["first_names"]),
            rng.choice(data["last_names"]),
        )
        people.append(
            directory.add_employee(
                session,
                units[code],
                number=f"{number:08d}",
                first_fa=first_fa,
                last_fa=last_fa,
                first_en=first_en,
                last_en=last_en,
                title=title,
                site=units[code].name_fa,
                now=now,
            )
        )
    return people


def _places(
    session: Session, data: dict[str, Any], units: dict[str, Unit], now: datetime
) -> dict[str, Subject]:
    places: dict[str, Subject] = {}
    for code, kind, _agency, unit, fa, en, number, colour in data["lines"]:
        line = directory.NewFacility(kind, code, fa, en, number=number, colour=colour)
        places[code] = directory.add_facility(session, units[unit], line, now=now)
    for place, row in enumerate(data["facilities"]):
        code, kind, _agency, unit, fa, en, lines, latitude, longitude = row
        new = directory.NewFacility(kind, code, fa, en, latitude, longitude)
        on = [places[line] for line in lines]
        places[code] = directory.add_facility(
            session, units[unit], new, lines=on, place=place, now=now
        )
    return places


def _managers(session: Session, units: dict[str, Unit], employees: list[Subject]) -> None:
    """Let the first person of each unit lead it, so that complaints about them go above."""
    for code, unit in units.items():
        first = next((person for person in employees if person.unit_id == unit.id), None)
        if first is not None and len(code) > 3:
            directory.set_manager(session, unit, first)
