"""The calibration sheet of a printer: two pages that tell its offset and its turning edge.

Both lines stand 20 mm off the paper's edge when the printer prints where it should; the crosses
of both pages lie behind each other when the sheet is held against the light; the arrow of the
back points as that of the front when the sheet is turned over the edge it was made for.
"""

from typing import BinaryIO

from printables.imposition import HAIRLINE
from printables.paragraphs import Paragraph, break_lines
from printables.pdf import Paper
from printables.shaping import measure, persian_digits, shape, upright
from printables.svg_path import operators

__all__ = ["calibration_sheet"]

PAGE = (210.0, 297.0)
OFF = 20.0
CROSS = (PAGE[0] / 2, PAGE[1] / 2)
_FRONT = (
    "از لبهٔ چپ کاغذ تا خط ایستاده باید ۲۰ میلی‌متر باشد، و از لبهٔ بالا تا خط خوابیده هم ۲۰ میلی‌متر.",
    "کمتر است؟ تفاوت را بنویسید: خط ایستاده در «به راست»، خط خوابیده در «به پایین». "
    "بیشتر است؟ همان را با نشان منها بنویسید. اگر جابه‌جایی کنونی صفر نیست، به آن بیفزایید.",
)
_BACK = (
    "برگه را مانند ورق کتاب برگردانید. اگر پیکان این‌جا هم رو به بالاست، "
    "چاپگر از لبهٔ بلند برمی‌گرداند؛ اگر رو به پایین است، از لبهٔ کوتاه.",
    "برگه را جلوی نور بگیرید: دو نشان میان دو روی برگه باید روی هم بیفتند.",
)
_ENGLISH = (
    "Left edge to the upright line: 20 mm. Top edge to the level line: 20 mm. Less: enter the "
    "difference. More: enter it with a minus. Add it to the present offset.",
    "Turn the sheet like a page. Arrow up here too: long edge. Arrow down: short edge. Against "
    "the light, both crosses must meet.",
)


def calibration_sheet(
    out: BinaryIO, *, name: str = "", shift: tuple[float, float] = (0, 0)
) -> None:
    """Write the sheet as a PDF of two A4 pages.

    Args:
        out: Where it goes.
        name: Of the printer, printed on the sheet.
        shift: Its offset so far, mm to the right and down, so that the sheet shows what is left.
    """
    paper = Paper(out, title=f"Takrim calibration {name}".strip())
    for words, english, lines in ((_FRONT, _ENGLISH[0], True), (_BACK, _ENGLISH[1], False)):
        with paper.page(*PAGE), paper.moved(*shift):
            if lines:
                _draw_lines(paper)
            _draw_cross(paper)
            _draw_arrow(paper)
            _draw_words(paper, words, english, name, shift)
    paper.save()


def _draw_lines(paper: Paper) -> None:
    paper.rect(OFF - HAIRLINE / 2, 0, HAIRLINE, PAGE[1], fill="black")
    paper.rect(0, OFF - HAIRLINE / 2, PAGE[0], HAIRLINE, fill="black")
    for at in range(-6, 7):
        long = 3.0 if at % 2 == 0 else 1.6
        paper.rect(OFF + at / 2, 60, HAIRLINE / 2, long, fill="black")
        paper.rect(60, OFF + at / 2, long, HAIRLINE / 2, fill="black")


def _draw_cross(paper: Paper) -> None:
    x, y = CROSS
    paper.rect(x - 15, y - HAIRLINE / 2, 30, HAIRLINE, fill="black")
    paper.rect(x - HAIRLINE / 2, y - 15, HAIRLINE, 30, fill="black")
    for at in range(-12, 13):
        long = 2.4 if at % 2 == 0 else 1.2
        paper.rect(x + at, y - long / 2, HAIRLINE / 2, long, fill="black")
        paper.rect(x - long / 2, y + at, long, HAIRLINE / 2, fill="black")


def _draw_arrow(paper: Paper) -> None:
    x = PAGE[0] - 30
    paper.path(operators(f"M{x} 32L{x + 8} 46L{x - 8} 46Z"), fill="black")
    paper.rect(x - 2.4, 46, 4.8, 16, fill="black")


def _draw_words(
    paper: Paper, words: tuple[str, ...], english: str, name: str, shift: tuple[float, float]
) -> None:
    right, y = PAGE[0] - 24, 182.0
    paper.text(shape(f"برگهٔ تنظیم چاپگر {name}".strip()), right, y, size=6, bold=True, fill="ink")
    y += 8
    for text in words:
        paragraph = Paragraph(tuple(break_lines(text, 158, 4.4)), 158, 4.4, 8, justified=False)
        paragraph.draw(paper, right, y)
        y += paragraph.height + 2
    for line in _wrapped(english, 86):
        paper.text(upright(line), 28, y + 4, size=3.6, fill="ink2", align="left")
        y += 6
    label = shape("جابه‌جایی کنونی به راست و پایین (میلی‌متر):")
    paper.text(label, right, y + 8, size=3.8, fill="ink2")
    at = right - measure(label) * 3.8 - 2
    for value in shift:
        said = upright(persian_digits(f"{value:.1f}".replace(".", "٫").replace("-", "−")))
        paper.text(said, at, y + 8, size=3.8, fill="ink", bold=True)
        at -= 14


def _wrapped(text: str, most: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
