"""The sign over the page of a place, and the question it asks, by kind of subject."""

import re
from dataclasses import dataclass

from flask_babel import gettext as _

from app.badges.queries import Line, SubjectPage
from app.text import latin_digits

__all__ = ["Ribbon", "Sign", "question_of", "sign_of"]

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PLATE = re.compile(r"(\d{2}) ?([آ-ی]) ?(\d{3}) ?ایران ?(\d{2})")
_PLAIN = "#dfe6f3"
_INKS = ("#131a26", "#ffffff")
_EMBLEMS = {
    "bus_line": "plate",
    "taxi": "taxi",
    "park": "cypress",
    "market": "stall",
    "service_office": "desk",
}


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One line on a sign: number, colour, and the ink that is read on it."""

    number: str
    colour: str
    ink: str


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands on the dark sign of a place besides its name."""

    emblem: str
    ribbons: tuple[Ribbon, ...]
    number: str


def sign_of(page: SubjectPage) -> Sign | None:
    """Return the sign of a place; a person has none."""
    if page.is_employee:
        return None
    emblem = _EMBLEMS.get(page.kind, "")
    number = _plate(page) if emblem == "taxi" else ""
    return Sign(emblem, tuple(_ribbon(line) for line in page.lines[:6]), number)


def question_of(kind: str) -> str:
    """Return the question over the faces; people are asked of their service alone."""
    asked = {
        "employee": _("Were you happy with how you were served?"),
        "metro_station": _("How was this station today?"),
        "bus_station": _("How was this station today?"),
        "metro_line": _("How was your trip on this line?"),
        "bus_line": _("How was your trip on this bus?"),
        "taxi": _("How was this trip?"),
        "park": _("How was this park today?"),
        "market": _("How was shopping here?"),
        "service_office": _("How did your business here go?"),
    }
    return str(asked.get(kind) or _("How was this place today?"))


def _plate(page: SubjectPage) -> str:
    """Return what the plate of a car says, in its order; without one the code of the car."""
    found = _PLATE.search(latin_digits(page.name_fa).replace("\u200c", " "))
    return "{} {} {} ایران {}".format(*found.groups()) if found else page.code


def _ribbon(line: Line) -> Ribbon:
    colour = line.colour if _COLOUR.fullmatch(line.colour) else _PLAIN
    return Ribbon(line.number, colour, max(_INKS, key=lambda ink: _contrast(ink, colour)))


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
