"""The commendation letter: one A4 page, a citizen's words at its centre, a symbol to check it.

A real letter, not a certificate: star band, number and date, one idea a paragraph, room to sign.
"""

from dataclasses import dataclass, replace
from typing import BinaryIO

from printables.drawing import draw_stars, draw_symbol
from printables.elements import Stars, Symbol
from printables.errors import LetterTooLong
from printables.fitting import fit
from printables.paragraphs import Paragraph, break_lines
from printables.pdf import Paper
from printables.shaping import measure, persian_digits, shape, upright
from qr.symbol import encode

__all__ = ["Letter", "letter"]

PAGE = (210.0, 297.0)
SIDE = 25.0
RIGHT = PAGE[0] - SIDE
WIDTH = PAGE[0] - 2 * SIDE
BODY_TOP, BODY_FOOT = 60.0, 218.0
SIZE, LEADING = 4.763, 2.1  # 13.5 pt


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a letter says; texts in Persian unless their name says otherwise.

    ``url`` is the signed address whose serial names the letter; ``addressee`` has one or two
    lines; ``quote`` may be empty.
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
    title: str = "سپاس‌نامه"
    quote: str = ""
    quote_source: str = ""
    attachment: str = "ندارد"
    phone: str = ""


def letter(said: Letter, out: BinaryIO) -> None:
    """Write the letter as a PDF of one page.

    Raises:
        LetterTooLong: The paragraphs do not fit on the page, even set at four fifths.
        qr.errors.TextTooLong: The address fits no symbol.
    """
    paper = Paper(out, title=f"{said.title} {said.number}")
    with paper.page(*PAGE):
        _draw_head(paper, said)
        _draw_body(paper, said)
        _draw_signature(paper, said)
        _draw_foot(paper, said)
    paper.save()


def _draw_head(paper: Paper, said: Letter) -> None:
    paper.rect(0, 0, PAGE[0], 16, fill="lapis")
    draw_stars(paper, Stars(x=0, y=0, w=PAGE[0], h=16, ground="lapis", share=0.22, tile=11.6))
    paper.drawing("mark", RIGHT - 14.8, 24, 14.8, tint="lapis", ground="white")
    name = fit(said.city, width=85, size=5.3, smallest=4, floor=3, bold=True)
    office = fit(said.office, width=85, size=3.5, smallest=3, floor=2.6)
    for fitted, y, fill, bold in ((name, 30.2, "ink", True), (office, 36.6, "ink2", False)):
        for line in fitted.lines:
            paper.text(line, RIGHT - 19.8, y, size=fitted.size, fill=fill, bold=bold)
    rows = (("شماره", said.number), ("تاریخ", said.date), ("پیوست", said.attachment))
    values = [fit(value, width=27, size=3.7, smallest=2.6, floor=2) for _, value in rows]
    column = max([measure(line) * v.size for v in values for line in v.lines], default=0.0)
    for index, ((label, _), value) in enumerate(zip(rows, values, strict=True)):
        y = 28.6 + index * 6.6
        paper.text(shape(label), SIDE + column + 14, y, size=3.7, fill="ink2")
        for line in value.lines:
            paper.text(line, SIDE + column, y, size=value.size, fill="ink")


def _draw_body(paper: Paper, said: Letter) -> None:
    title = fit(said.title, width=WIDTH, size=8.47, smallest=5, floor=4, bold=True)
    for line in title.lines:
        paper.text(line, PAGE[0] / 2, 71, size=title.size, fill="ink", bold=True, align="center")
    for factor in (1.0, 0.95, 0.9, 0.85, 0.8):
        blocks = _blocks(said, factor)
        if sum(_height(block) for block in blocks) <= BODY_FOOT - 82:
            break
    else:
        raise LetterTooLong(f"letter {said.number}: too many words for one page")
    y = 82.0
    for block in blocks:
        if block.quote:
            inside = sum(p.height for p in block.paragraphs) + 5
            paper.rect(SIDE, y, WIDTH, inside, fill="quote", radius=1)
            paper.rect(RIGHT - 1.2, y, 1.2, inside, fill="turquoise")
            y += 2.5
        for paragraph in block.paragraphs:
            paragraph.draw(paper, RIGHT - (7 if block.quote else 0), y)
            y += paragraph.height
        y += block.gap + (2.5 if block.quote else 0)


@dataclass(frozen=True, slots=True)
class _Block:
    paragraphs: tuple[Paragraph, ...]
    gap: float
    quote: bool = False


def _height(block: _Block) -> float:
    return sum(p.height for p in block.paragraphs) + block.gap + (5 if block.quote else 0)


def _blocks(said: Letter, factor: float) -> list[_Block]:
    plain = [_Block((_set(text, factor),), 4.5 * factor) for text in said.paragraphs]
    closing = [_Block((_set(text, factor),), 4.5 * factor) for text in said.closing]
    to = tuple(_set(line, factor, bold=True) for line in said.addressee)
    quote = []
    if said.quote:
        words = replace(_set(f"«{said.quote}»", factor, width=WIDTH - 13), justified=False)
        source = _set(said.quote_source, factor * 0.74, width=WIDTH - 13)
        source = replace(source, fill="ink2", justified=False)
        quote = [_Block((words, source), 6 * factor, quote=True)]
    return [_Block(to, 4 * factor), *plain, *quote, *closing]


def _set(text: str, factor: float, *, width: float = WIDTH, bold: bool = False) -> Paragraph:
    size = SIZE * factor
    lines = tuple(break_lines(text, width, size, bold=bold))
    return Paragraph(lines, width, size, size * LEADING, bold=bold)


def _draw_signature(paper: Paper, said: Letter) -> None:
    draw_symbol(paper, Symbol(x=RIGHT - 28.2, y=235, w=28.2, h=28.2), encode(said.url))
    x = RIGHT - 31
    paper.text(shape("درستی این نامه را ببینید:"), x, 245.5, size=3.35, fill="ink2")
    host = upright(said.host)
    paper.text(host, x, 251.3, size=3.35, fill="turquoise", bold=True)
    number = shape(f"شمارهٔ {said.number}")
    paper.text(number, x, 257.1, size=3.35, fill="ink2")
    middle = SIDE + 27.5
    paper.rect(SIDE, 247, 55, 0.3, fill="edge")
    for words, y, bold in ((said.signer, 254, True), (said.signer_title, 261, False)):
        fitted = fit(words, width=55, size=4.4, smallest=3.4, floor=2.8, bold=bold)
        for line in fitted.lines:
            paper.text(line, middle, y, size=fitted.size, fill="ink", bold=bold, align="center")


def _draw_foot(paper: Paper, said: Letter) -> None:
    paper.rect(SIDE, 278, WIDTH, 0.3, fill="line")
    label = shape("نشانی رسمی:")
    paper.text(label, RIGHT, 283.5, size=3.2, fill="ink2")
    at = RIGHT - measure(label) * 3.2 - 1.5
    paper.text(upright(said.host), at, 283.5, size=3.2, fill="ink2")
    if said.phone:
        words = shape(f"تلفن پیگیری: {persian_digits(said.phone)}")
        paper.text(words, SIDE, 283.5, size=3.2, fill="ink2", align="left")
