"""The certificate that goes with a commendation letter: one A4 page, across, to hang on a wall.

What stands where is the template ``certificate``; in English it is turned (``left_to_right``), so
that reading starts at the left.  A symbol leads to the page that confirms it.
"""

from dataclasses import dataclass, replace
from typing import BinaryIO

from printables.design import HOUSE, Design
from printables.designing import template_for
from printables.drawing import draw_static, draw_symbol
from printables.elements import Block, Element, Symbol, Text
from printables.pdf import Paper
from printables.texts import draw_block, draw_text
from qr.symbol import encode

__all__ = ["Certificate", "certificate"]

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
    template = template_for("certificate", replace(said.design, english=said.english))
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
