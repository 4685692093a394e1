"""Pictures of what a design makes of an organisation's longest names."""

import base64
import io
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.badges.designs import Longest
from app.badges.faces import Imprint
from app.directory.rules import EMPLOYEE
from printables.design import Design
from printables.face import BadgeFace
from printables.palette import contrast, resolve
from printables.press import press_part
from printables.rendering import page_png
from printables.sheets import sheet
from qr.payload import prefix_budget

__all__ = ["Contrast", "Picture", "contrasts", "pictures"]

_DPI = {"cr80": 150, "a5-placard": 72}
_NOBODY = Longest(
    EMPLOYEE, "سیدمحمدمهدی حسینی‌نژاد اصفهانی", "Seyed Mohammad Mehdi Hosseininejad",
    "کارشناس پاسخ‌گویی", "دفتر خدمات شهر", "City service office",
)  # fmt: skip
_NOWHERE = Longest(
    "service_office", "دفتر خدمات الکترونیک شهر", "Electronic city service office", "", "", ""
)


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
    person = next((one for one in longest if one.kind == EMPLOYEE), _NOBODY)
    place = next((one for one in longest if one.kind != EMPLOYEE), _NOWHERE)
    card = _printed(_face(person, design, imprint), "cr80")
    placard = _printed(_face(place, design, imprint), "a5-placard")
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


def _face(one: Longest, design: Design, imprint: Imprint) -> BadgeFace:
    """Return a badge that nobody has: its token is all zeros and signed by no key."""
    return BadgeFace(
        serial="0" * 10,
        url=prefix_budget(imprint.public_url).prefix + "0" * 26,
        typed_code="000-000-000",
        name_fa=one.name_fa,
        name_en=one.name_en,
        title_fa=one.title,
        unit_fa=(one.unit_en if design.english else "") or one.unit_fa,
        kind=one.kind,
        host=imprint.host,
        city_fa=imprint.city_fa,
        city_en=imprint.city_en,
        design=design,
    )


def _printed(face: BadgeFace, stock: str) -> bytes:
    out = io.BytesIO()
    press_part([face], sheet(stock), out)
    return out.getvalue()


def _src(pdf: bytes, page: int, stock: str) -> str:
    png = page_png(pdf, page, dpi=_DPI[stock])
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
