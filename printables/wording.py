"""From the values of a badge to the words a template may ask for.

Facility kinds are data (``kinds.json``): question, English word, emblem and colour.  A kind
without an entry of its own gets the plain placard of ``other``.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from printables.face import BadgeFace
from printables.shaping import persian_digits

__all__ = ["COMMON", "FIELDS", "Kind", "kind_of", "words"]

COMMON = frozenset({"host", "city", "city_en", "phone", "no_phone"})
"""Values that are the same on every badge of a run, so that art with them is drawn once."""
FIELDS = COMMON | {"name", "name_en", "title", "unit", "code", "serial", "question", "kind_en"}


@dataclass(frozen=True, slots=True)
class Kind:
    """How a facility kind presents itself."""

    en: str
    emblem: str
    question: str
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
    kind = kind_of(face)
    return {
        "name": face.name_fa or face.name_en,
        "name_en": face.name_en if face.name_fa else "",
        "title": face.title_fa,
        "unit": face.unit_fa,
        "code": persian_digits(face.typed_code),
        "serial": face.serial,
        "question": kind.question,
        "kind_en": " · ".join(part for part in (kind.en, face.city_en) if part),
        "host": face.host,
        "city": face.city_fa or face.city_en,
        "city_en": face.city_en,
        "phone": persian_digits(face.phone),
        "no_phone": "" if face.phone else "1",
    }
