"""How an organisation's badges differ from the house's: logo, colours, words, order of languages.

Only the values stand here; ``designing`` lays them over the templates and refuses what would
spoil a print.
"""

import base64
import hashlib
import json
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from printables.logo import Logo

__all__ = ["COLOURS", "HOUSE", "SLOTS", "Design", "dumps", "loads"]

COLOURS = {"band": "lapis", "accent": "turquoise", "panel": "sign", "ground": "paper"}
"""What may be recoloured: head of a card, questions, sign of a placard, ground; house tokens."""
SLOTS = {
    "ask1": 24, "ask2": 24, "ask3": 24, "promise": 40, "motto": 60, "step1": 60, "step2": 60,
    "step3": 60, "found": 80, "question": 80,
}  # fmt: skip
"""What may be reworded, with the most characters; ``question`` replaces that of every kind."""


@dataclass(frozen=True, slots=True)
class Design:
    """What an organisation changes; empty values are the house's own.

    Attributes:
        colours: Pairs of a name of ``COLOURS`` and ``#rrggbb``.
        wording: Pairs of a name of ``SLOTS`` and words.
        logo: In place of the house's mark.
        name_fa: Who answers for the badge, in place of the city.
        name_en: The same in English.
        phone: The telephone a citizen may call instead.
        english: English stands first: names, fixed words and digits.
        templates: Pairs of a template's name and the JSON that stands in its place
            (``own_templates``).
    """

    colours: tuple[tuple[str, str], ...] = ()
    wording: tuple[tuple[str, str], ...] = ()
    logo: Logo | None = None
    name_fa: str = ""
    name_en: str = ""
    phone: str = ""
    english: bool = False
    templates: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """By what prints of different designs are told apart; empty for the house's own."""
        return _digest(self)

    def word(self, slot: str) -> str:
        """Return the organisation's own words for a slot, empty if there are none."""
        return dict(self.wording).get(slot, "")


HOUSE = Design()


@lru_cache(maxsize=256)
def _digest(design: Design) -> str:
    return hashlib.sha256(dumps(design).encode()).hexdigest()[:16] if design != HOUSE else ""


def dumps(design: Design) -> str:
    """Return a design as JSON, to be kept."""
    logo: dict[str, Any] = {}
    if design.logo:
        png = base64.b64encode(design.logo.png).decode("ascii")
        logo = {"view": design.logo.view, "paths": design.logo.paths, "png": png}
    said = {f.name: getattr(design, f.name) for f in fields(design)}
    said |= {"colours": dict(design.colours), "wording": dict(design.wording), "logo": logo}
    said |= {"templates": dict(design.templates)}
    if not design.templates:  # a design without any keeps the digest it had before there were any
        del said["templates"]
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def loads(kept: str) -> Design:
    """Return the design that ``dumps`` wrote."""
    said = json.loads(kept)
    logo = said["logo"] or None
    if logo:
        logo = Logo(tuple(logo["view"]), tuple(logo["paths"]), base64.b64decode(logo["png"]))
    said.setdefault("templates", {})
    names = ("colours", "wording", "templates")
    pairs = {name: tuple(sorted(said[name].items())) for name in names}
    return Design(**(said | pairs | {"logo": logo}))
