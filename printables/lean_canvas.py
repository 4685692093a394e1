"""reportlab's canvas without what every page would repeat.

The preamble of a page, an empty transition, a rotation of nothing and the procedure sets (of no
use since PDF 1.4, ISO 32000-1, 14.2) cost 120 bytes a page, and a card has two.  A page is deflated
when it is shown, not when the file is saved: a part of a run holds a thousand.
"""

import zlib
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFPage,
    PDFResourceDictionary,
    PDFStream,
)
from reportlab.pdfgen.canvas import Canvas

__all__ = ["LeanCanvas"]

_DEFLATED = PDFDictionary({"Filter": PDFArray([PDFName("FlateDecode")])})


class LeanCanvas(Canvas):  # type: ignore[misc]
    """A canvas whose pages say only what they need; text sets its own font and place."""

    def _make_preamble(self) -> None:
        self._preamble = ""

    def _setAnnotations(self, leaf: Any) -> None:  # noqa: N802 - the last call before addPage
        super()._setAnnotations(leaf)
        if isinstance(leaf, PDFPage):
            leaf.Resources = self._resources(leaf)
            leaf.Rotate = leaf.Trans = leaf.XObjects = leaf.ExtGState = None
            deflated = zlib.compress(leaf.stream.encode("latin-1"), 9)
            leaf.Contents, leaf.stream = PDFStream(_DEFLATED, deflated), None

    def _resources(self, leaf: PDFPage) -> PDFResourceDictionary:
        """Return what a page draws with: one object for all pages that stamp the same forms."""
        stamped = tuple(leaf.XObjects.dict) if leaf.XObjects else ()
        known: dict[tuple[str, ...], Any] = self.__dict__.setdefault("_known_resources", {})
        if stamped not in known:
            named = {"XObject": leaf.XObjects} if stamped else {}
            known[stamped] = PDFResourceDictionary(ProcSet=[], **named)
            known[stamped].basicFonts()
        return known[stamped]
