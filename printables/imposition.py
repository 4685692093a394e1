"""Imposition: which card lies where, on which page, and what the sheet itself says.

Backs are laid out mirrored, so that each falls behind its front when the printer turns the sheet
over its long edge; for the short edge the whole back page is turned by half a circle.  A sheet to
fold has each back beside its front.
"""

from collections.abc import Iterator
from dataclasses import replace

from printables.pdf import Paper
from printables.shaping import shape, upright
from printables.sheets import Place, Sheet

__all__ = ["arrange", "behind", "draw_furniture", "pages_for"]

HAIRLINE = 0.25 * 25.4 / 72  # 0.25 pt
MARK_OFF, MARK_LONG = 2.0, 3.5
RULER = 100.0


def pages_for(count: int, sheet: Sheet) -> int:
    """Return how many sheets this many cards take; the last may have empty places.

    >>> from printables.sheets import sheet
    >>> pages_for(11, sheet("a4-10up"))
    2
    """
    return -(-count // sheet.per_page)


def arrange(count: int, sheet: Sheet) -> Iterator[tuple[tuple[int, Place], ...]]:
    """Yield the pages of a part: pairs of card index and place; empty places are left out.

    With ``stack`` order the first place of every sheet holds the first cards, the second place
    the next, so that piles cut from the stack and laid on each other stay sorted.
    """
    pages = pages_for(count, sheet)
    for page in range(pages):
        spots = enumerate(sheet.places())
        if sheet.order == "stack":
            cards = [(number * pages + page, place) for number, place in spots]
        else:
            cards = [(page * sheet.per_page + number, place) for number, place in spots]
        yield tuple((index, place) for index, place in cards if index < count)


def behind(place: Place, sheet: Sheet) -> Place:
    """Return the place of the back of the card that lies here: on the mirrored page, or beside."""
    if sheet.fold:
        return replace(place, x=place.x + place.w)
    return replace(place, x=sheet.page[0] - place.x - place.w)


def draw_furniture(paper: Paper, sheet: Sheet, said: str) -> None:
    """Draw cut marks, ruler and the line of small print that tells sheets apart."""
    if not (sheet.marks or sheet.ruler):
        return
    name = f"furniture {sheet.name}"
    if not paper.has_form(name):
        with paper.form(name, 0, 0, *sheet.page):
            if sheet.marks:
                _draw_marks(paper, sheet)
            if sheet.ruler:
                _draw_ruler(paper, 6, (sheet.page[1] - RULER) / 2)
    paper.stamp(name)
    with paper.quarter_turned(11.4, sheet.page[1] - 40):
        paper.text(upright(said), 0, 0, size=2.4, fill="black", align="left")


def _draw_marks(paper: Paper, sheet: Sheet) -> None:
    places = sheet.places()
    left, top = min(p.x for p in places), min(p.y for p in places)
    edges = {edge for p in places for edge in (p.x, p.x + p.w)}
    edges |= {p.x + 2 * p.w for p in places if sheet.fold}
    right, foot = max(edges), max(p.y + p.h for p in places)
    for x in sorted(edges):
        for y in (top - MARK_OFF - MARK_LONG, foot + MARK_OFF):
            paper.rect(x - HAIRLINE / 2, y, HAIRLINE, MARK_LONG, fill="black")
    for y in sorted({edge for p in places for edge in (p.y, p.y + p.h)}):
        for x in (left - MARK_OFF - MARK_LONG, right + MARK_OFF):
            paper.rect(x, y - HAIRLINE / 2, MARK_LONG, HAIRLINE, fill="black")


def _draw_ruler(paper: Paper, x: float, y: float) -> None:
    """Draw 100 mm downwards: whoever measures less has let the printer scale the page."""
    paper.rect(x, y, HAIRLINE, RULER, fill="black")
    for millimetre in range(0, 101, 5):
        long = 2.4 if millimetre % 10 == 0 else 1.4
        paper.rect(x, y + millimetre - HAIRLINE / 2, long, HAIRLINE, fill="black")
    paper.text(upright("0"), x - 0.8, y + 0.9, size=2.4, fill="black")
    paper.text(upright("100"), x - 0.6, y + RULER + 0.9, size=2.4, fill="black")
    with paper.quarter_turned(x + 5.4, y + RULER / 2):
        words = shape("با اندازهٔ ۱۰۰٪ چاپ کنید؛ این خط باید ۱۰۰ میلی‌متر باشد.")
        paper.text(words, 46, 0, size=2.6, fill="black")
        paper.text(upright("Print at 100 % (mm)"), -46, 0, size=2.6, fill="black", align="left")
