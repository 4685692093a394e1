"""The press: badges in, PDF parts out, and word of where each badge landed.

A run is cut into parts of about 500 badges (whole sheets), each a file of its own: one canvas
grows with every page, so this bounds the memory, and a part can be made again by itself.  The
same badges give the same bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from printables.design import Design
from printables.designing import applied, template_for
from printables.drawing import Margin, draw, has_room
from printables.elements import Template
from printables.face import BadgeFace
from printables.imposition import arrange, behind, draw_furniture
from printables.label import label
from printables.pdf import Paper
from printables.sheets import SHIFT_MAX, Place, Sheet
from printables.template import scaled
from qr.symbol import Symbol, encode_batch

__all__ = ["PART_SIZE", "Calibration", "Landing", "part_size", "press", "press_part"]

PART_SIZE = 500


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far a printer prints off, mm; at most 3 either way."""

    x: float = 0
    y: float = 0

    def __post_init__(self) -> None:
        if max(abs(self.x), abs(self.y)) > SHIFT_MAX:
            raise ValueError(f"calibration beyond {SHIFT_MAX} mm: {self.x}, {self.y}")


@dataclass(frozen=True, slots=True)
class Landing:
    """Where one badge landed; a line of the manifest.

    ``part`` and ``page`` count from 1 (pages within the part's file, backs included);
    ``position`` is the place on the sheet; ``x``, ``y``, ``w``, ``h`` its trim in mm (of a tent
    the whole page).
    ``shortened`` says that a name was too long even for the smallest type.
    """

    serial: str
    url: str
    part: int
    page: int
    position: int
    x: float
    y: float
    w: float
    h: float
    shortened: bool = False


def part_size(sheet: Sheet, wished: int = PART_SIZE) -> int:
    """Return the number of badges in a part: whole sheets, so that only the run's last is padded.

    >>> from printables.sheets import sheet
    >>> part_size(sheet("40x40"))
    480
    """
    return max(sheet.per_page, wished // sheet.per_page * sheet.per_page)


def press(
    badges: Iterable[BadgeFace],
    sheet: Sheet,
    open_part: Callable[[int], BinaryIO],
    *,
    size: int = PART_SIZE,
    calibration: Calibration | None = None,
) -> Iterator[Landing]:
    """Print a run and yield where each badge landed, part by part.

    Args:
        badges: Any number; they are taken a part at a time.
        sheet: From ``sheets.sheet``.
        open_part: Called with 1, 2, ...; gives the file the part is written to.  It is closed here.
        size: Wished badges a part; see ``part_size``.
        calibration: Offset of the printer; by default that of the sheet.
    """
    rest = iter(badges)
    number = 0
    while faces := list(islice(rest, part_size(sheet, size))):
        number += 1
        with open_part(number) as out:
            landings = press_part(faces, sheet, out, part=number, calibration=calibration)
        yield from landings


def press_part(
    faces: Sequence[BadgeFace],
    sheet: Sheet,
    out: BinaryIO,
    *,
    part: int = 1,
    calibration: Calibration | None = None,
) -> list[Landing]:
    """Print one part as one PDF and return where each badge landed, in the order of ``faces``.

    Raises:
        qr.errors.TooSmall: A symbol would fall under 0.5 mm a module on this sheet.
        PhotoRefused: A face carries bytes that are no usable photo.
    """
    symbols = encode_batch([face.url for face in faces])
    paper = Paper(out, title=f"Takrim {sheet.name} {part}")
    setter = _Setter(paper, sheet, faces, symbols, calibration or Calibration(*sheet.shift))
    landings: dict[int, Landing] = {}
    page = 0
    for cards in arrange(len(faces), sheet):
        page += 1
        for index, place, shortened in setter.front(cards, f"{sheet.name} {part}-{page}"):
            face = faces[index]
            box = Place(1, 0, 0, *sheet.page) if sheet.tent else place
            landings[index] = Landing(
                face.serial, face.url, part, page, place.position,
                box.x, box.y, box.w, box.h, shortened,
            )  # fmt: skip
        if sheet.back and not sheet.fold:
            page += 1
            setter.back(cards)
    paper.save()
    return [landings[index] for index in range(len(faces))]


class _Setter:
    """Sets the pages of one part."""

    def __init__(
        self, paper: Paper, sheet: Sheet, faces: Sequence[BadgeFace], symbols: Sequence[Symbol],
        calibration: Calibration,
    ) -> None:  # fmt: skip
        self.paper, self.sheet, self.faces, self.symbols = paper, sheet, faces, symbols
        self.shift = calibration
        bleed = sheet.bleed
        self.trim = (sheet.left, sheet.top, *sheet.trim) if bleed and sheet.per_page == 1 else ()

    def front(
        self, cards: tuple[tuple[int, Place], ...], said: str
    ) -> list[tuple[int, Place, bool]]:
        paper = self.paper
        with paper.page(*self.sheet.page, self.trim), paper.moved(self.shift.x, self.shift.y):
            draw_furniture(paper, self.sheet, said)
            if self.sheet.fold:
                self._backs(cards)
            return [
                (index, place, self._card(self.sheet.front, index, place)) for index, place in cards
            ]

    def back(self, cards: tuple[tuple[int, Place], ...]) -> None:
        paper, sheet = self.paper, self.sheet
        with paper.page(*sheet.page, self.trim), paper.moved(self.shift.x, self.shift.y):
            if sheet.flip == "short":
                with paper.upside_down(*sheet.page):
                    self._backs(cards)
            else:
                self._backs(cards)

    def _backs(self, cards: tuple[tuple[int, Place], ...]) -> None:
        for index, place in cards:
            self._card(self.sheet.back, index, behind(place, self.sheet))

    def _card(self, name: str, index: int, place: Place) -> bool:
        template = _roomy(name, place, self.faces[index])
        over = ((place.w - template.width) / 2, (place.h - template.height) / 2)
        margin = Margin(over[0] + self.sheet.bleed, over[1] + self.sheet.bleed)
        paper, face, symbol = self.paper, self.faces[index], self.symbols[index]
        if self.sheet.tent:
            with (
                paper.upside_down(self.sheet.page[0], self.sheet.page[1]),
                paper.moved(place.x + over[0], place.y + over[1]),
            ):
                draw(paper, template, face, symbol, margin)
        with paper.moved(place.x + over[0], place.y + over[1]):
            return draw(paper, template, face, symbol, margin)


def _roomy(name: str, place: Place, face: BadgeFace) -> Template:
    """Return the template, or the roomier one if it has one and the badge has much to say."""
    template = _template(name, place, face.design)
    if template.roomier and not has_room(template, face):
        return _template(template.roomier, place, face.design)
    return template


def _template(name: str, place: Place, design: Design) -> Template:
    if name == "label":
        return applied(label(place.w, place.h), design)
    template = template_for(name, design)
    factor = min(place.w / template.width, place.h / template.height)
    return scaled(template, factor) if template.scales and abs(factor - 1) > 1e-6 else template
