"""Pictures of what a design makes of an organisation's longest names."""

import io
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.badges.designs import Longest
from app.badges.faces import Imprint
from app.badges.sample_faces import longest_of, png_address, sample_face
from printables.design import Design
from printables.face import BadgeFace
from printables.palette import contrast, resolve
from printables.press import press_part
from printables.rendering import page_png
from printables.sheets import sheet

__all__ = ["Contrast", "Picture", "contrasts", "pictures"]

_DPI = {"cr80": 150, "a5-placard": 72}


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as a ``data:`` address, and what it shows."""

    src: str
    words: Any
    wide: bool


@dataclass(frozen=True, slots=True)
class Contrast:
    """How well words of one colour are read on another; at least 4.5 is asked for."""

    words: Any
    ink: str
    ground: str
    ratio: str
    enough: bool


def pictures(design: Design, longest: list[Longest], imprint: Imprint) -> list[Picture]:
    """Return front and back of a card and a placard, with the longest names there are."""
    person, place = longest_of(longest, person=True), longest_of(longest, person=False)
    card = _printed(sample_face(person, design, imprint), "cr80")
    placard = _printed(sample_face(place, design, imprint), "a5-placard")
    return [
        Picture(_src(card, 1, "cr80"), _l("Front of the card"), wide=True),
        Picture(_src(card, 2, "cr80"), _l("Back of the card"), wide=True),
        Picture(_src(placard, 1, "a5-placard"), _l("Placard"), wide=False),
    ]


def contrasts(design: Design) -> list[Contrast]:
    """Return the contrast of every pair of colours that a design may change."""
    own = dict(design.colours)
    band, panel = own.get("band", "lapis"), own.get("panel", "sign")
    accent, ground = own.get("accent", "turquoise"), own.get("ground", "paper")
    return [
        _contrast(_l("Words on the head"), "white", band),
        _contrast(_l("Questions on the ground"), accent, ground),
        _contrast(_l("Address on white"), accent, "white"),
        _contrast(_l("Name on the sign"), "white", panel),
        _contrast(_l("Small words on the ground"), "ink2", ground),
    ]


def _contrast(words: Any, ink: str, ground: str) -> Contrast:
    ratio = contrast(ink, ground)
    return Contrast(words, resolve(ink), resolve(ground), f"{int(ratio * 10) / 10}", ratio >= 4.5)


def _printed(face: BadgeFace, stock: str) -> bytes:
    out = io.BytesIO()
    press_part([face], sheet(stock), out)
    return out.getvalue()


def _src(pdf: bytes, page: int, stock: str) -> str:
    return png_address(page_png(pdf, page, dpi=_DPI[stock]))
