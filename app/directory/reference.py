"""What every city starts from, kept as data: kinds of places, kinds of work, the organisation.

``install`` writes ``reference.json`` into the tables and leaves alone what a city has changed.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.db import ensure
from app.directory.models import FacilityKind, JobTitleRule, Organisation, ServiceType
from app.text import fold

__all__ = ["DEFAULT_ORGANISATION", "install", "line_colour"]


@cache
def _shipped() -> dict[str, Any]:
    text = Path(__file__).with_name("reference.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


DEFAULT_ORGANISATION: str = _shipped()["organisation"]["code"]


def install(session: Session, *, name_fa: str = "", name_en: str = "") -> None:
    """Write the shipped reference rows; a row that is there already stays as it is.

    Args:
        session: Open unit of work.
        name_fa: Name of the city's own organisation, if it is known.
        name_en: The same in English.
    """
    shipped = _shipped()
    own = shipped["organisation"]
    ensure(
        session,
        Organisation(
            code=own["code"], name_fa=name_fa or own["name_fa"], name_en=name_en or own["name_en"]
        ),
    )
    for kind in shipped["facility_kinds"]:
        ensure(session, FacilityKind(**kind))
    for service_type in shipped["service_types"]:
        ensure(session, ServiceType(**service_type))
    for title, service_type in shipped["job_titles"].items():
        ensure(session, JobTitleRule(title_folded=fold(title), service_type=service_type))


def line_colour(kind: str, number: str) -> str:
    """Return the usual colour of a line (``#rrggbb``), empty where none is known.

    >>> line_colour("metro_line", "1"), line_colour("bus_line", "1")
    ('#e0001f', '')
    """
    colours: dict[str, str] = _shipped()["line_colours"].get(kind, {})
    return colours.get(number, "")
