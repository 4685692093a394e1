"""The certificate that goes with a commendation letter: one A4 page, across, to hang on a wall.

What stands where is the template ``certificate``; in English it is flipped, so that reading
starts at the left.  A symbol leads to the page that confirms it.
"""

from dataclasses import dataclass, replace
from typing import BinaryIO

from printables.design import HOUSE, Design
from printables.designing import applied
from printables.drawing import draw_static, draw_symbol
from printables.elements import Align, Block, Element, Symbol, Template, Text
from printables.pdf import Paper
from printables.template import load
from printables.texts import draw_block, draw_text
from qr.symbol import encode

__all__ = ["Certificate", "certificate", "flipped"]

_WORDS = {
    False: {"heading": "لوح سپاس", "to": "با احترام پیشکش می‌شود به", "number_word": "شماره",
            "date_word": "تاریخ", "check_word": "درستی این لوح را ببینید:"},
    True: {"heading": "Certificate of appreciation", "to": "presented with respect to",
           "number_word": "Number", "date_word": "Date",
           "check_word": "Check this certificate at:"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says, in the language of ``english``; ``url`` is that of its letter."""

    number: str
    date: str
    url: str
    host: str
    city: str
    office: str
    name: str
    place: str
    reason: str
    signer: str
    signer_title: str
    english: bool = False
    design: Design = HOUSE


def certificate(said: Certificate, out: BinaryIO) -> None:
    """Write the certificate as a PDF of one page.

    Raises:
        TemplateRefused: The organisation's design would spoil it.
        qr.errors.TextTooLong: The address fits no symbol.
    """
    template = applied(load("certificate"), replace(said.design, english=False))
    template = flipped(template) if said.english else template
    words = _words(said)
    paper = Paper(out, title=f"{words['heading']} {said.number}")
    with paper.page(template.width, template.height):
        for element in template.elements:
            _draw(paper, element, words, said.url)
    paper.save()


def _words(said: Certificate) -> dict[str, str]:
    own = {
        name: getattr(said, name)
        for name in ("number", "date", "host", "city", "office", "name", "place", "reason",
                     "signer", "signer_title")
    }  # fmt: skip
    return own | _WORDS[said.english]


def _draw(paper: Paper, element: Element, words: dict[str, str], url: str) -> None:
    match element:
        case Text():
            draw_text(paper, element, words)
        case Block():
            draw_block(paper, element, words)
        case Symbol():
            draw_symbol(paper, element, encode(url))
        case _:
            draw_static(paper, element, words)


def flipped(template: Template) -> Template:
    """Return the mirror image of a template: what began at the right begins at the left.

    >>> flipped(load("certificate")).elements[3].x
    24.0
    """
    return replace(template, elements=tuple(_flip(e, template.width) for e in template.elements))


def _flip(element: Element, width: float) -> Element:
    if isinstance(element, Text):
        other: dict[Align, Align] = {"left": "right", "right": "left", "center": "center"}
        return replace(element, x=width - element.x, align=other[element.align])
    return replace(element, x=width - element.x - element.w)
