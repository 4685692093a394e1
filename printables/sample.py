"""One template by itself, as it will be printed: what it makes of a name, before it is kept."""

import io
from dataclasses import dataclass

from printables.certificate import Certificate, certificate
from printables.designing import template_for
from printables.drawing import Margin, draw
from printables.elements import Symbol, Template
from printables.errors import TemplateRefused
from printables.face import BadgeFace
from printables.pdf import Paper
from printables.reading import read_back
from qr.symbol import encode

__all__ = ["Sample", "sample_badge", "sample_certificate"]


@dataclass(frozen=True, slots=True)
class Sample:
    """A page of one template; ``shortened`` if a text was too long even for the smallest type."""

    pdf: bytes
    width: float
    height: float
    shortened: bool = False


def sample_badge(name: str, face: BadgeFace) -> Sample:
    """Return one side of a badge or one sign, drawn with the design of its face.

    Raises:
        TemplateRefused: The design would spoil it, or its symbol cannot be read back.
    """
    template, out = template_for(name, face.design), io.BytesIO()
    paper = Paper(out, title=name)
    with paper.page(template.width, template.height):
        shortened = draw(paper, template, face, encode(face.url), Margin(0, 0))
    paper.save()
    return _read(template, Sample(out.getvalue(), template.width, template.height, shortened), face)


def sample_certificate(said: Certificate) -> Sample:
    """Return a certificate, drawn with its design.

    Raises:
        TemplateRefused: The design would spoil it, or its symbol cannot be read back.
    """
    out = io.BytesIO()
    certificate(said, out)
    template = template_for("certificate", said.design)
    return _read(template, Sample(out.getvalue(), template.width, template.height), said)


def _read(template: Template, made: Sample, said: BadgeFace | Certificate) -> Sample:
    """Return the sample once each of its symbols says the address."""
    symbols = sum(isinstance(element, Symbol) for element in template.elements)
    if [seen.text for seen in read_back(made.pdf)] != [said.url] * symbols:
        raise TemplateRefused(f"{template.name}: the symbol cannot be read back", "unread")
    return made
