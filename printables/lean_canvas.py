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


class LeanCanvas(Canvas):  # type: ignore[misc]
    """A canvas whose pages say only what they need; text sets its own font and place."""

    def _make_preamble(self) -> None:
        self._preamble = ""

    def _setAnnotations(self, leaf: Any) -> None:  # noqa: N802 - the last call before addPage
        super()._setAnnotations(leaf)
        if isinstance(leaf, PDFPage):
            leaf.Rotate = leaf.Trans = None
            leaf.Resources = self._resources(leaf)
            said = PDFDictionary({"Filter": PDFArray([PDFName("FlateDecode")])})
            deflated = zlib.compress(leaf.stream.encode("latin-1"), 9)
            leaf.Contents, leaf.stream = PDFStream(said, deflated), None

    @staticmethod
    def _resources(page: PDFPage) -> PDFResourceDictionary:
        used: dict[str, Any] = {"XObject": page.XObjects, "ExtGState": page.ExtGState}
        resources = PDFResourceDictionary(ProcSet=[], **{k: v for k, v in used.items() if v})
        resources.basicFonts()
        return resources
