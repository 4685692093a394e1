"""What one badge says: the values a print needs, and nothing of where they came from."""

from dataclasses import dataclass

from printables.design import HOUSE, Design

__all__ = ["BadgeFace", "LinePill"]

EMPLOYEE = "employee"


@dataclass(frozen=True, slots=True)
class LinePill:
    """One line a station lies on: its number and colours as the city uses them.

    ``colour`` and ``ink`` are ``#rrggbb``; a ``colour`` that is empty or none takes the house
    colour, an ``ink`` that is empty or too pale on it is chosen by contrast.  The number is
    always drawn: colour never speaks alone.
    """

    number: str
    colour: str = ""
    ink: str = ""


@dataclass(frozen=True, slots=True)
class BadgeFace:
    """One badge, ready to draw.

    Args:
        serial: The badge serial as the issuing office writes it (drawn small, left to right).
        url: The signed address, upper case, exactly what the symbol must say.
        typed_code: Nine digits as ``NNN-NNN-NNN``; drawn in Persian digits.
        name_fa: Name of the employee or facility; any length.
        name_en: The same in Latin letters; may be empty.
        title_fa: Job title; on a placard what the plate or pill says (route, taxi plate, stall).
        unit_fa: The unit the subject belongs to.
        kind: ``employee`` or a facility kind; an unknown kind gets the plain placard.
        lines: The lines a station lies on, in the order they are drawn.
        host: The official host in letters, as in ``url``, so that a false sticker shows.
        city_fa: Who answers for the badge, e.g. the municipality.
        city_en: The same in English.
        phone: The telephone a citizen may call instead; empty leaves the sentence out.
        photo: JPEG, PNG or WebP bytes; ``None`` draws the drawn portrait.
        design: What the badge's organisation changes of the house's templates.
    """

    serial: str
    url: str
    typed_code: str
    name_fa: str
    name_en: str = ""
    title_fa: str = ""
    unit_fa: str = ""
    kind: str = EMPLOYEE
    lines: tuple[LinePill, ...] = ()
    host: str = ""
    city_fa: str = ""
    city_en: str = ""
    phone: str = ""
    photo: bytes | None = None
    design: Design = HOUSE
