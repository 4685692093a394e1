"""Reading back: render the printed pages, decode every symbol, compare with the manifest."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pypdfium2
import zxingcpp

from printables.errors import Misprint
from printables.press import Landing
from printables.rendering import RENDERER

__all__ = ["Seen", "check", "read_back"]

DPI = 200
_MM = 25.4 / DPI
_QR = zxingcpp.barcode_formats_from_str("QRCode")


@dataclass(frozen=True, slots=True)
class Seen:
    """One symbol as a decoder saw it: its text, and its middle in mm from the page's top left."""

    page: int
    text: str
    x: float
    y: float


OnPage = TypeVar("OnPage", Seen, Landing)


def read_back(
    pdf: bytes, pages: Iterable[int] | None = None, *, thorough: bool = True
) -> list[Seen]:
    """Return every symbol found on the rendered pages.

    Args:
        pdf: The file.
        pages: Only these, counted from 1 (backs carry no symbol); all if not given.
        thorough: Look also for symbols turned to white on black or much too large; costs thrice.
    """
    with RENDERER:
        document = pypdfium2.PdfDocument(pdf)
        try:
            wanted = range(1, len(document) + 1) if pages is None else sorted(set(pages))
            return [seen for number in wanted for seen in _read_page(document, number, thorough)]
        finally:
            document.close()


def _read_page(document: pypdfium2.PdfDocument, number: int, thorough: bool) -> list[Seen]:
    page = document[number - 1]
    bitmap = page.render(scale=DPI / 72, grayscale=True)
    try:
        found = zxingcpp.read_barcodes(
            bitmap.to_numpy(), formats=_QR,
            try_rotate=thorough, try_downscale=thorough, try_invert=thorough,
        )  # fmt: skip
        return [Seen(number, code.text, *_middle(code.position)) for code in found]
    finally:
        bitmap.close()
        page.close()


def _middle(position: zxingcpp.Position) -> tuple[float, float]:
    corners = (position.top_left, position.top_right, position.bottom_left, position.bottom_right)
    return sum(c.x for c in corners) / 4 * _MM, sum(c.y for c in corners) / 4 * _MM


def check(pdf: bytes, manifest: Sequence[Landing]) -> int:
    """Return how many symbols were read, each of them where the manifest says, saying its text.

    Raises:
        Misprint: Names page, position and serial of the first badges that could not be read,
            say something else, or were printed without standing in the manifest.
    """
    seen = _by_page(read_back(pdf, {landing.page for landing in manifest}, thorough=False))
    if doubtful := {landing.page for landing in manifest if _fault(landing, seen)}:
        seen |= _by_page(read_back(pdf, doubtful))
    wrong = [
        f"page {landing.page} position {landing.position} badge {landing.serial}: {fault}"
        for landing in manifest
        if (fault := _fault(landing, seen))
    ]
    places = _by_page(manifest)
    every = [one for found in seen.values() for one in found]
    strays = (s for s in every if not any(_lies_in(s, place) for place in places[s.page]))
    wrong += [f"page {s.page}: a symbol outside every place" for s in strays]
    if wrong:
        raise Misprint("; ".join(wrong[:10]))
    return len(every)


def _by_page(found: Sequence[OnPage]) -> dict[int, list[OnPage]]:
    pages: dict[int, list[OnPage]] = defaultdict(list)
    for one in found:
        pages[one.page].append(one)
    return dict(pages)


def _fault(landing: Landing, seen: dict[int, list[Seen]]) -> str:
    texts = {s.text for s in seen.get(landing.page, ()) if _lies_in(s, landing)}
    if not texts:
        return "no symbol could be read"
    return "" if texts == {landing.url} else "the symbol says something else"


def _lies_in(seen: Seen, landing: Landing) -> bool:
    return (
        landing.x <= seen.x <= landing.x + landing.w
        and landing.y <= seen.y <= landing.y + landing.h
    )
