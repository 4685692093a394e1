"""Pictures of one template with the longest name of an organisation and with a short one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.badges.designs import Longest
from app.badges.faces import Imprint
from app.badges.sample_faces import (
    longest_of,
    png_address,
    sample_certificate_of,
    sample_face,
    short_of,
)
from printables.design import Design
from printables.rendering import page_png
from printables.sample import Sample, sample_badge, sample_certificate

__all__ = ["SamplePicture", "samples"]

_PEOPLE = {"card-front", "card-front-long", "card-back", "certificate"}
_MM_PER_INCH = 25.4
_SHARPNESS = 2  # dots of the picture for each of the page


@dataclass(frozen=True, slots=True)
class SamplePicture:
    """A drawn template as a ``data:`` address, its size on the page, and what it shows."""

    src: str
    width: int
    height: int
    words: Any
    shortened: bool


def samples(
    name: str, design: Design, longest: Sequence[Longest], imprint: Imprint
) -> list[SamplePicture]:
    """Return what a template of a design makes of the longest name and of a short one.

    Raises:
        TemplateRefused: The rest of the design would spoil it, or its symbol cannot be read back.
    """
    person = name in _PEOPLE
    whom: list[tuple[Longest, Any]] = [
        (longest_of(longest, person=person), _l("With the longest name"))
    ]
    if name != "card-back":
        whom.append((short_of(person=person), _l("With a short name")))
    return [_shown(_drawn(name, one, design, imprint), words) for one, words in whom]


def _drawn(name: str, one: Longest, design: Design, imprint: Imprint) -> Sample:
    if name == "certificate":
        return sample_certificate(sample_certificate_of(one, design, imprint))
    return sample_badge(name, sample_face(one, design, imprint))


def _shown(made: Sample, words: Any) -> SamplePicture:
    width = 288 if made.width > made.height else 240
    dpi = round(width * _SHARPNESS / made.width * _MM_PER_INCH)
    height = round(width * made.height / made.width)
    return SamplePicture(
        png_address(page_png(made.pdf, dpi=dpi)), width, height, words, made.shortened
    )
