"""Badges nobody has, to show what a design or a template makes of an organisation's names."""

import base64
from collections.abc import Sequence

from app.badges.designs import Longest
from app.badges.faces import Imprint
from app.directory.rules import EMPLOYEE
from printables.certificate import Certificate
from printables.design import Design
from printables.face import BadgeFace
from qr.payload import prefix_budget

__all__ = ["longest_of", "png_address", "sample_certificate_of", "sample_face", "short_of"]

_NOBODY = Longest(
    EMPLOYEE, "سیدمحمدمهدی حسینی‌نژاد اصفهانی", "Seyed Mohammad Mehdi Hosseininejad",
    "کارشناس پاسخ‌گویی", "دفتر خدمات شهر", "City service office",
)  # fmt: skip
_NOWHERE = Longest(
    "service_office", "دفتر خدمات الکترونیک شهر", "Electronic city service office", "", "", ""
)
_SHORT = Longest(
    EMPLOYEE, "سارا احمدی", "Sara Ahmadi", "متصدی باجه", "دفتر خدمات", "Service office"
)
_CLOSE = Longest("service_office", "دفتر خدمات", "Service office", "", "", "")


def longest_of(found: Sequence[Longest], *, person: bool) -> Longest:
    """Return the longest name of an employee or a place, a made-up one where there is none."""
    mine = (one for one in found if (one.kind == EMPLOYEE) is person)
    return next(mine, _NOBODY if person else _NOWHERE)


def short_of(*, person: bool) -> Longest:
    """Return a short name of an employee or a place."""
    return _SHORT if person else _CLOSE


def sample_face(one: Longest, design: Design, imprint: Imprint) -> BadgeFace:
    """Return a badge that nobody has: its token is all zeros and signed by no key."""
    return BadgeFace(
        serial="0" * 10,
        url=_nowhere(imprint),
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


def sample_certificate_of(one: Longest, design: Design, imprint: Imprint) -> Certificate:
    """Return a certificate that nobody was given."""
    english = design.english
    said = _SAID[english]
    cities = (imprint.city_en, imprint.city_fa) if english else (imprint.city_fa, imprint.city_en)
    return Certificate(
        number=said[0], date=said[1], url=_nowhere(imprint), host=imprint.host,
        city=cities[0] or cities[1], office=said[2],
        name=(one.name_en if english else "") or one.name_fa,
        place=(one.unit_en if english else "") or one.unit_fa,
        reason=said[3], signer=said[4], signer_title=said[5], english=english, design=design,
    )  # fmt: skip


def png_address(png: bytes) -> str:
    """Return a picture as a ``data:`` address."""
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def _nowhere(imprint: Imprint) -> str:
    return prefix_budget(imprint.public_url).prefix + "0" * 26


_SAID = {
    False: ("۱۴۰۵/۱", "۱ فروردین ۱۴۰۵", "معاونت خدمات شهری",
            "برای خوش‌رفتاری با شهروندان و پی‌گیری کارشان", "مریم رضایی", "رئیس منابع انسانی"),
    True: ("2026/1", "21 March 2026", "Urban Services",
           "for kindness to citizens and care for their affairs", "Maryam Rezaei",
           "Head of Human Resources"),
}  # fmt: skip
