"""The commendation letter: one A4 page, a citizen's words at its centre, a symbol to check it.

A real letter, not a certificate: star band, number and date, one idea a paragraph, room to sign.
In Persian it runs from the right, in English from the left; logo, colours, name and telephone are
those of the organisation.
"""

from dataclasses import dataclass, replace
from typing import BinaryIO

from printables.design import HOUSE, Design
from printables.drawing import draw_logo, draw_stars, draw_symbol
from printables.elements import Emblem, Stars, Symbol
from printables.errors import LetterTooLong
from printables.leaf import Leaf
from printables.letter_body import blocks, draw_blocks, height
from printables.pdf import Paper
from qr.symbol import encode

__all__ = ["Letter", "letter"]

PAGE = (210.0, 297.0)
SIDE = 25.0
BODY_TOP, BODY_FOOT = 82.0, 218.0
_WORDS = {
    False: {
        "title": "سپاس‌نامه", "number": "شماره", "date": "تاریخ", "attachment": "پیوست",
        "none": "ندارد", "check": "درستی این نامه را ببینید:", "numbered": "شمارهٔ",
        "host": "نشانی رسمی:", "phone": "تلفن پیگیری:",
    },
    True: {
        "title": "Letter of appreciation", "number": "Number", "date": "Date",
        "attachment": "Enclosure", "none": "none", "check": "Check this letter at:",
        "numbered": "Number", "host": "Official address:", "phone": "Telephone:",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a letter says, in the language of ``english``.

    ``url`` is the signed address whose serial names the letter; ``addressee`` has one or two
    lines; ``quote`` may be empty, and so may ``title`` and ``attachment`` (the usual words).
    """

    number: str
    date: str
    url: str
    host: str
    city: str
    office: str
    addressee: tuple[str, ...]
    paragraphs: tuple[str, ...]
    closing: tuple[str, ...]
    signer: str
    signer_title: str
    title: str = ""
    quote: str = ""
    quote_source: str = ""
    attachment: str = ""
    phone: str = ""
    english: bool = False
    design: Design = HOUSE


def letter(said: Letter, out: BinaryIO) -> None:
    """Write the letter as a PDF of one page.

    Raises:
        LetterTooLong: The paragraphs do not fit on the page, even set at four fifths.
        qr.errors.TextTooLong: The address fits no symbol.
    """
    words = _WORDS[said.english]
    said = replace(
        said,
        title=said.title or words["title"],
        attachment=said.attachment or words["none"],
        phone=said.design.phone or said.phone,
    )
    paper = Paper(out, title=f"{said.title} {said.number}")
    leaf = Leaf(paper, PAGE[0], SIDE, said.english)
    with paper.page(*PAGE):
        _draw_head(leaf, said, words)
        _draw_body(leaf, said)
        _draw_signature(leaf, said, words)
        _draw_foot(leaf, said, words)
    paper.save()


def _colour(said: Letter, name: str, house: str) -> str:
    return dict(said.design.colours).get(name, house)


def _draw_head(leaf: Leaf, said: Letter, words: dict[str, str]) -> None:
    paper, band = leaf.paper, _colour(said, "band", "lapis")
    paper.rect(0, 0, PAGE[0], 16, fill=band)
    draw_stars(paper, Stars(x=0, y=0, w=PAGE[0], h=16, ground=band, share=0.22, tile=11.6))
    left = leaf.left(0, 14.8)
    if said.design.logo:
        draw_logo(paper, Emblem(x=left, y=24, w=14.8, h=14.8, logo=said.design.logo, tint=band))
    else:
        paper.drawing("mark", left, 24, 14.8, tint=band, ground="white")
    leaf.line(said.city, 19.8, 30.2, size=5.3, room=85, bold=True)
    leaf.line(said.office, 19.8, 36.6, size=3.5, room=85, fill="ink2")
    rows = [(words[name], getattr(said, name)) for name in ("number", "date", "attachment")]
    fitted = [leaf.fit(value, 3.7, 32) for _, value in rows]
    column = leaf.room - max([leaf.length(v, 3.7) for _, v in rows if v] or [0.0])
    column = max(column, leaf.room - 32)
    gap = 3 + max(leaf.length(label, 3.7) for label, _ in rows)
    for index, ((label, _), (glyphs, size)) in enumerate(zip(rows, fitted, strict=True)):
        y = 28.6 + index * 6.6
        leaf.line(label, column - gap, y, size=3.7, fill="ink2")
        align = "left" if leaf.english else "right"
        paper.text(glyphs, leaf.x(column), y, size=size, fill="ink", align=align)


def _draw_body(leaf: Leaf, said: Letter) -> None:
    leaf.centred(said.title, leaf.room / 2, 71, size=8.47, room=leaf.room, bold=True)
    for factor in (1.0, 0.95, 0.9, 0.85, 0.8):
        found = blocks(
            leaf, factor, addressee=said.addressee, paragraphs=said.paragraphs,
            quote=(said.quote, said.quote_source), closing=said.closing,
        )  # fmt: skip
        if sum(height(block) for block in found) <= BODY_FOOT - BODY_TOP:
            draw_blocks(leaf, found, BODY_TOP, bar=_colour(said, "accent", "turquoise"))
            return
    raise LetterTooLong(f"letter {said.number}: too many words for one page")


def _draw_signature(leaf: Leaf, said: Letter, words: dict[str, str]) -> None:
    square = Symbol(x=leaf.left(0, 28.2), y=235, w=28.2, h=28.2)
    draw_symbol(leaf.paper, square, encode(said.url))
    accent = _colour(said, "accent", "turquoise")
    leaf.line(words["check"], 31, 245.5, size=3.35, fill="ink2", room=60)
    leaf.line(said.host, 31, 251.3, size=3.35, fill=accent, bold=True, room=60)
    number = f"{words['numbered']} {said.number}"
    leaf.line(number, 31, 257.1, size=3.35, fill="ink2", room=60)
    middle = leaf.room - 27.5
    leaf.box(leaf.room - 55, 247, 55, 0.3, fill="edge")
    for text, y, bold in ((said.signer, 254, True), (said.signer_title, 261, False)):
        leaf.centred(text, middle, y, size=4.4, room=55, bold=bold)


def _draw_foot(leaf: Leaf, said: Letter, words: dict[str, str]) -> None:
    leaf.box(0, 278, leaf.room, 0.3, fill="line")
    at = leaf.line(words["host"], 0, 283.5, size=3.2, fill="ink2")
    leaf.line(said.host, at + 1.5, 283.5, size=3.2, fill="ink2", room=70)
    if said.phone:
        phone = f"{words['phone']} {said.phone}"
        leaf.line_to(phone, leaf.room, 283.5, size=3.2, fill="ink2", room=70)
