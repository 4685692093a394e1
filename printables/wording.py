"""From the values of a badge to the words a template may ask for.

Facility kinds are data (``kinds.json``): question, English word, emblem and colour.  A kind
without an entry of its own gets the plain placard of ``other``.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from printables.face import BadgeFace
from printables.shaping import latin_digits, persian_digits

__all__ = ["COMMON", "ENGLISH", "FIELDS", "PAPER_FIELDS", "Kind", "kind_of", "names", "words"]

COMMON = frozenset({"host", "city", "city_en", "phone", "no_phone"})
"""Values that are the same on every badge of a run, so that art with them is drawn once."""
FIELDS = COMMON | {"name", "name_en", "title", "unit", "code", "serial", "question", "kind_en"}
ENGLISH = "english"
"""Said, in no text, when English stands first."""
PAPER_FIELDS = frozenset(
    {"host", "city", "office", "heading", "to", "name", "place", "reason", "number", "date"}
    | {"number_word", "date_word", "check_word", "signer", "signer_title"}
)
"""Values that a certificate may name; a ``paper`` template is no badge."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a facility kind presents itself."""

    en: str
    emblem: str
    question: str
    question_en: str
    band: str
    drawing: str = "star"
    word: str = ""


@lru_cache(maxsize=1)
def _kinds() -> dict[str, Kind]:
    raw = json.loads(Path(__file__).with_name("kinds.json").read_text("utf-8"))
    return {name: Kind(**values) for name, values in raw.items()}


def kind_of(face: BadgeFace) -> Kind:
    """Return the presentation of this badge's kind."""
    kinds = _kinds()
    return kinds.get(face.kind, kinds["other"])


def words(face: BadgeFace) -> dict[str, str]:
    """Return every value a template may name (``FIELDS``) for this badge."""
    kind, design = kind_of(face), face.design
    first, second = names(face)
    city_en = design.name_en or face.city_en
    city_fa = design.name_fa or face.city_fa
    cities = (city_en, city_fa) if design.english else (city_fa, city_en)
    digits = latin_digits if design.english else persian_digits
    phone = design.phone or face.phone
    return {
        "name": first,
        "name_en": second,
        "title": face.title_fa,
        "unit": face.unit_fa,
        "code": digits(face.typed_code),
        "serial": face.serial,
        "question": design.word("question")
        or (kind.question_en if design.english else kind.question),
        "kind_en": " · ".join(part for part in (kind.en, city_en) if part),
        "host": face.host,
        "city": cities[0] or cities[1],
        "city_en": city_en,
        "phone": digits(phone),
        "no_phone": "" if phone else "1",
        ENGLISH: "1" if design.english else "",
    }


def names(face: BadgeFace) -> tuple[str, str]:
    """Return the name that stands first and the one that follows, in the design's order.

    A name that is the same in both languages, but for its digits, stands once.
    """
    order = (face.name_fa, face.name_en)
    first, second = reversed(order) if face.design.english else order
    if not first or latin_digits(first) == latin_digits(second):
        return first or second, ""
    return first, second
